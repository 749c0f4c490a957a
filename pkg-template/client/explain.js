/**
 * Tells an error to a person: what happened, whether quota can have moved, what to do next. By the error's fields alone; its
 * message is for logs, and says more to who writes programs.
 *
 * Nothing else here imports this, and nothing runs when it is loaded (a template with a name in it would): so bundlers leave
 * it out of a page that does not use it.
 */
import { en } from './explain.en.js';
import { zh } from './explain.zh.js';

/** @typedef {import('./index.js').Outcome} Outcome */
/** @typedef {import('./index.js').RefusalReason} RefusalReason */
/** @typedef {'transfer' | 'destroy'} Move */

/**
 * The codes of the package's later parts, too.
 * @typedef {import('./index.js').ErrorCode | 'key_conflict' | 'card_busy' | 'ledger_unavailable'} Code
 */

/**
 * What is told of an error. A text is empty where there is none.
 * @typedef {object} Facts
 * @property {string} code
 * @property {Outcome} outcome
 * @property {string | null} endpoint
 * @property {boolean} retryable
 * @property {string} path
 * @property {string} field What stands at the path, as a person calls it, and the path.
 * @property {string} reason
 * @property {string} message
 * @property {string} apiMessage
 * @property {number | undefined} apiCode
 * @property {number | undefined} httpStatus
 * @property {number | undefined} waitSeconds
 */

/** @typedef {string | ((facts: Facts) => string)} Text */

/**
 * One code in one language.
 * @typedef {object} Telling
 * @property {Text} short For the title.
 * @property {Text} what Of a refusal, only where no reason is known.
 * @property {Text} todo Not told of a move that may have happened: that is looked after first.
 * @property {Text} [check] Told of such a move, after how to look after it.
 */

/**
 * A language.
 * @typedef {object} Texts
 * @property {string} between What stands between two sentences.
 * @property {import('./index.js').Explanation} foreign An error that is not ours.
 * @property {Record<string, string>} reads Calls that change nothing: how their title begins.
 * @property {Record<Outcome, string>} read What they came to.
 * @property {Record<Move, Record<Outcome, { title: string, what: string }>>} moves Calls that change cards.
 * @property {Record<Move, string>} look What to do where one may have happened.
 * @property {Record<Code, Telling>} codes
 * @property {Telling} other A code of a later version.
 * @property {Record<RefusalReason, Text>} reasons
 * @property {Partial<Record<RefusalReason, Text>>} remedies What to do, where that is more than to correct the field.
 * @property {Record<string, string>} fields By their names in camelCase.
 * @property {string} pageSize What `limit` is in a list.
 * @property {string} before A card in what `settle` is given.
 * @property {(label: string, path: string) => string} named
 * @property {(index: number) => string} idAt
 * @property {(name: string) => string} header
 */

/**
 * `explain` of `index.d.ts`.
 * @param {unknown} error
 * @param {unknown} [language]
 * @returns {import('./index.js').Explanation}
 */
export function explain(error, language = 'zh') {
  // Whatever is given for a language: an error that is being handled must not become another one.
  const texts = language === 'en' ? en : zh;
  const facts = factsOf(error, texts);
  if (facts === undefined) return { ...texts.foreign };
  const { code, endpoint, outcome, reason } = facts;
  /** @param {Text | undefined} text */
  const told = (text) => (typeof text === 'function' ? text(facts) : text);
  const telling = entryOf(texts.codes, code) ?? texts.other;
  const short = told(telling.short) ?? '';
  const what = told(entryOf(texts.reasons, reason)) ?? told(telling.what) ?? '';
  const todo = told(entryOf(texts.remedies, reason)) ?? told(telling.todo) ?? '';
  /** @param {(string | undefined)[]} sentences */
  const joined = (...sentences) => sentences.filter(Boolean).join(texts.between);

  const move = entryOf(texts.moves, endpoint)?.[outcome];
  if (move) {
    const look = outcome === 'unknown' ? entryOf(texts.look, endpoint) : undefined;
    return {
      title: move.title + short,
      what: joined(what, move.what),
      todo: look ? joined(look, told(telling.check)) : todo,
    };
  }
  const begins = entryOf(texts.reads, endpoint);
  return begins === undefined
    ? { title: short.charAt(0).toUpperCase() + short.slice(1), what, todo }
    : { title: begins + short, what: joined(what, texts.read[outcome]), todo };
}

/**
 * @template T
 * @param {Partial<Record<string, T>>} table
 * @param {string | null} key
 * @returns {T | undefined}
 */
function entryOf(table, key) {
  return key !== null && Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * The facts of an error of ours, or of what its `toJSON` gave: known by a code in our form and an outcome, so that it may
 * come from another thread, or from another copy of the package. Nothing else is believed of it.
 * @param {unknown} error
 * @param {Texts} texts
 * @returns {Facts | undefined}
 */
function factsOf(error, texts) {
  if (typeof error !== 'object' || error === null) return undefined;
  const text = (/** @type {string} */ name, most = 300) => {
    const value = /** @type {Record<string, unknown>} */ (error)[name];
    if (typeof value !== 'string') return '';
    return value.length > most ? `${value.slice(0, most)}…` : value;
  };
  const number = (/** @type {string} */ name) => {
    const value = /** @type {Record<string, unknown>} */ (error)[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  try {
    const code = text('code');
    const outcome = text('outcome');
    if (!/^[a-z]+(_[a-z]+)*$/.test(code) || !isOutcome(outcome)) return undefined;
    const endpoint = text('endpoint') || null;
    const path = text('path');
    const waitMs = number('retryAfterMs');
    return {
      code,
      outcome,
      endpoint,
      retryable: 'retryable' in error && error.retryable === true,
      path,
      field: fieldOf(path, endpoint, texts),
      reason: text('reason'),
      message: text('message', 1000),
      apiMessage: text('apiMessage'),
      apiCode: number('apiCode'),
      httpStatus: number('httpStatus'),
      waitSeconds: waitMs === undefined ? undefined : Math.ceil(waitMs / 1000),
    };
  } catch {
    // A getter or a proxy: no error of ours has one that throws.
    return undefined;
  }
}

/**
 * @param {string} outcome
 * @returns {outcome is Outcome}
 */
function isOutcome(outcome) {
  return outcome === 'not_sent' || outcome === 'rejected' || outcome === 'unknown';
}

/**
 * A field as the person knows it, and as the caller spelled it.
 * @param {string} path
 * @param {string | null} endpoint
 * @param {Texts} texts
 */
function fieldOf(path, endpoint, texts) {
  const header = /^headers\.(.+)$/s.exec(path);
  if (header) return texts.header(String(header[1]));
  const given = /^before\.(?:source|target)\.(\w+)$/.exec(path);
  if (given) return texts.named(texts.before, path);
  const id = /^ids\[(\d+)\](?:\.id)?$/.exec(path);
  if (id) return texts.named(texts.idAt(Number(id[1]) + 1), path);
  if (path === 'limit' && endpoint !== 'transfer' && endpoint !== 'detail') return texts.named(texts.pageSize, path);
  const label = entryOf(
    texts.fields,
    path.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()),
  );
  return label === undefined ? path : texts.named(label, path);
}
