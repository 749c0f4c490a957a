/**
 * What the panel's screen of operations asks: a page of them, one of them, to settle one by its cards, and a person's word on one. Each
 * is a POST with JSON, so that neither a key nor a card's code stands in an address, which proxies write down.
 */
import { CdkeyError } from '../client/index.js';
import { maskedPhone } from '../cli/phone.js';
import { bodyOf } from '../server/body.js';
import { isJson } from './json.js';

/** @typedef {import('../ledger/ledger.js').Operations} Operations */

/**
 * @typedef {object} OperationsEvent An audit line, as those of the handler.
 * @property {string | null} actor
 * @property {string} endpoint `operations.list` and so on.
 * @property {string} [key] Of the operation, with what looks like a phone masked.
 * @property {string} [code] What went wrong.
 * @property {string} [look] What a look at the cards came to.
 * @property {string} [as] A person's word.
 * @property {number} durationMs
 * @property {number} at
 */

/**
 * @typedef {object} ApiOptions
 * @property {Operations} operations
 * @property {boolean} settles Whether people may settle here, or only look.
 * @property {() => readonly string[]} secrets What must not leave, wherever it stands.
 * @property {(event: OperationsEvent) => void} onEvent
 */

/** What each takes. */
const FIELDS = /** @type {const} */ ({
  list: ['status', 'kind', 'card', 'key', 'person', 'before', 'limit'],
  show: ['key'],
  reconcile: ['key'],
  resolve: ['key', 'as', 'note'],
});
/** What changes the ledger. */
const SETTLING = ['reconcile', 'resolve'];
/** A note has at most 2000 characters. */
const MOST_BYTES = 16_384;

/** What is answered with a status other than 200. */
class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} [says]
   */
  constructor(status, code, says = code) {
    super(says);
    this.status = status;
    this.code = code;
  }
}

export class OperationsApi {
  #options;

  /** @param {ApiOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * @param {Request} request Of this site's own page.
   * @param {string} action The last part of its path.
   * @param {string | undefined} actor Who is signed in.
   * @returns {Promise<{ status: number, value: object }>} Never rejects.
   */
  async answer(request, action, actor) {
    const [at, from] = [Date.now(), performance.now()];
    /** @type {Partial<OperationsEvent>} */
    const more = {};
    let status = 200;
    /** @type {object} */
    let value;
    try {
      value = await this.#act(request, action, actor, more);
    } catch (error) {
      const { code, message } = /** @type {{ code: string, message: string }} */ (error);
      status = statusOf(error);
      more.code = status === 500 ? 'internal' : code;
      value = { error: more.code, ...(status === 500 ? {} : { message }) };
    }
    const endpoint = `operations.${action in FIELDS ? action : '-'}`;
    const durationMs = performance.now() - from;
    this.#options.onEvent({ actor: actor ?? null, endpoint, ...more, durationMs, at });
    return { status, value: this.#masked(value) };
  }

  /**
   * @param {Request} request
   * @param {string} action
   * @param {string | undefined} actor
   * @param {Partial<OperationsEvent>} event
   * @returns {Promise<object>}
   */
  async #act(request, action, actor, event) {
    const { operations, settles } = this.#options;
    if (!Object.hasOwn(FIELDS, action)) throw new Refused(404, 'not_found');
    if (request.method !== 'POST') throw new Refused(405, 'method_not_allowed');
    if (!isJson(request)) throw new Refused(415, 'unsupported_type');
    const body = await bodyOf(request, MOST_BYTES);
    if (actor === undefined) throw new Refused(401, 'unauthenticated');
    if (!settles && SETTLING.includes(action)) throw new Refused(403, 'forbidden');
    const given = read(body, FIELDS[/** @type {keyof typeof FIELDS} */ (action)]);
    if (action === 'list') return operations.browse(given);

    const { key, as, note } = given;
    if (typeof key !== 'string' || key === '') throw new Refused(400, 'invalid_argument', 'key must be a text');
    event.key = key.replaceAll(/\d{7,}/g, maskedPhone);
    const known = await operations.get(key);
    if (known === null) throw new Refused(404, 'not_found', 'there is no operation of this key');
    if (action === 'show') return { operation: known };
    if (action === 'reconcile') {
      const reconciled = await operations.reconcile(key);
      event.look = reconciled.look;
      return reconciled;
    }
    if (typeof note !== 'string' || note.trim() === '') {
      throw new Refused(400, 'invalid_argument', 'note must say what was looked at');
    }
    if (known.status !== 'unknown') {
      throw new Refused(409, 'not_unknown', `it is ${known.status}: only what is unknown is for a person to say`);
    }
    const operation = await operations.resolve(key, { as, by: actor, note: note.trim() });
    event.as = as;
    return { operation };
  }

  /**
   * A card may have the key for a name.
   * @param {object} value
   */
  #masked(value) {
    const secrets = this.#options.secrets().filter((secret) => secret !== '');
    const clean = (/** @type {string} */ text) => secrets.reduce((all, secret) => all.replaceAll(secret, '***'), text);
    return JSON.parse(JSON.stringify(value, (_, field) => (typeof field === 'string' ? clean(field) : field)));
  }
}

/** @param {unknown} error */
function statusOf(error) {
  if (error instanceof Refused) return error.status;
  if (!(error instanceof CdkeyError)) return 500;
  return error.code === 'invalid_argument' ? 400 : error.code === 'internal' ? 500 : 503;
}

/**
 * @param {Awaited<ReturnType<typeof bodyOf>>} body
 * @param {readonly string[]} fields
 * @returns {Record<string, any>}
 */
function read(body, fields) {
  if (body === 'too_large') throw new Refused(413, 'too_large');
  /** @type {unknown} */
  let value;
  try {
    value = typeof body === 'string' ? undefined : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // Told below.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused(400, 'invalid_argument', 'the body must be an object in JSON');
  }
  const odd = Object.keys(value).find((name) => !fields.includes(name));
  if (odd !== undefined) {
    throw new Refused(400, 'invalid_argument', `there is no such field; there are: ${fields.join(', ')}`);
  }
  return value;
}
