/**
 * One request from its head to its answer. What may pass, and what comes out, the rules say (`server/src/`); here it is carried out.
 */
import { invalid, toJson } from '../emulator/json.js';
import { CdkeyError, ValidationError } from '../client/index.js';
import { tell } from '../client/listener.js';
import { SECRETS } from '../client/secrets.js';
import { bodyOf, spill } from './body.js';
import { Once } from './once.js';
import { BROKEN, refusal, rules } from './rules.js';
import { within } from './within.js';

/** @typedef {import('./rules.js').Answer} Answer */
/** @typedef {import('./rules.js').Opened} Opened */

/** How long the host may take to say who asks. */
const AUTHORIZE_MS = 10_000;

/** Headers of an answer for which the rules could not be asked. @type {[string, string][]} */
const PLAIN = [
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
];

/**
 * @typedef {object} Host
 * @property {any} client
 * @property {any} operations Those of a ledger, where moves are written down first.
 * @property {(...args: any[]) => unknown} authorize
 * @property {((event: any) => unknown) | undefined} onEvent
 * @property {string} options The rest, as JSON text.
 * @property {Once} once
 */

/**
 * @param {unknown} options
 * @returns {(request: Request, more?: any) => Promise<Response>}
 */
export function createHandler(options) {
  const host = check(options);
  return async function handle(request, more) {
    const [at, from] = [Date.now(), performance.now()];
    /** @type {{ actor: string | null, endpoint: string | null }} */
    const audit = { actor: null, endpoint: null };
    let [answer, headers] = [BROKEN, PLAIN];
    try {
      const opened = open(host, request);
      ({ headers } = opened);
      audit.endpoint = opened.endpoint;
      if (opened.answer) await spill(request);
      answer = opened.answer ?? (await serve(host, request, opened, audit, more?.incoming));
    } catch {
      // A defect: whoever asked cannot know what happened, and is told so rather than left.
    }
    const { code, outcome } = answer;
    tell(host.onEvent, {
      ...audit,
      ...(outcome && { outcome }),
      ...(code && { code }),
      durationMs: performance.now() - from,
      at,
    });
    return respond(answer, headers);
  };
}

/**
 * @param {unknown} given
 * @returns {Host}
 */
function check(given) {
  const wrong = (/** @type {string} */ path, /** @type {string} */ words) => invalid('invalid_config', path, words);
  if (typeof given !== 'object' || given === null) throw wrong('options', 'must be an object');
  const { client, operations, authorize, onEvent, idempotency, ...rest } = /** @type {Record<string, any>} */ (given);
  if (typeof client?.[SECRETS] !== 'function') {
    throw wrong('client', 'must be a CdkeyClient, the one that holds the key');
  }
  const isLedgers = typeof operations?.transfer === 'function' && typeof operations.destroy === 'function';
  if (operations !== undefined && !isLedgers) throw wrong('operations', 'must be the Operations of a ledger');
  if (operations !== undefined && idempotency !== undefined) {
    throw wrong('idempotency', 'is of no use beside operations, whose ledger remembers every key');
  }
  if (typeof authorize !== 'function') {
    throw wrong(
      'authorize',
      'must be a function that says who asks: it gives false or { actor, allow?, maxTransfer? }',
    );
  }
  if (onEvent !== undefined && typeof onEvent !== 'function') throw wrong('onEvent', 'must be a function');
  const isStore = typeof idempotency?.get === 'function' && typeof idempotency.set === 'function';
  if (idempotency !== undefined && !isStore) throw wrong('idempotency', 'must be { get, set }, both of them functions');
  const { json } = toJson(rest, { code: 'invalid_config' });
  refusing(() => {
    rules((rule) => {
      rule.checkOptions(json);
    });
  });
  return { client, operations, authorize, onEvent, options: json, once: new Once(idempotency) };
}

/**
 * Runs what refuses options by throwing JSON text.
 * @param {() => void} use
 */
function refusing(use) {
  try {
    use();
  } catch (error) {
    if (typeof error !== 'string') throw error;
    /** @type {{ path: string, reason: import('../client/index.js').RefusalReason, message: string }} */
    const { path, reason, message } = JSON.parse(error);
    throw refused({ code: 'invalid_config', path, reason, message: `${message} [invalid_config]` });
  }
}

/** @param {unknown} report */
function refused(report) {
  return new /** @type {any} */ (ValidationError)(report);
}

/**
 * @param {Host} host
 * @param {Request} request
 * @returns {Opened}
 */
function open({ options }, request) {
  const { headers, method } = request;
  const { pathname, origin } = new URL(request.url);
  const head = {
    method,
    path: pathname,
    own: origin,
    origin: headers.get('origin'),
    site: headers.get('sec-fetch-site'),
    contentType: headers.get('content-type'),
    contentEncoding: headers.get('content-encoding'),
    contentLength: headers.get('content-length'),
    acceptLanguage: headers.get('accept-language'),
    wantsMethod: headers.get('access-control-request-method'),
    wantsHeaders: headers.get('access-control-request-headers'),
  };
  return JSON.parse(rules((rule) => rule.open(options, JSON.stringify(head))));
}

/**
 * @param {Host} host
 * @param {Request} request
 * @param {Opened} opened
 * @param {{ actor: string | null }} audit
 * @param {unknown} incoming
 * @returns {Promise<Answer>}
 */
async function serve(host, request, opened, audit, incoming) {
  const { most, chinese, isMove } = opened;
  const endpoint = /** @type {import('../client/index.js').Endpoint} */ (opened.endpoint);
  const body = await bodyOf(request, most);
  if (typeof body === 'string') return refusal(body, opened);

  const taken = JSON.parse(rules((rule) => rule.readInput(endpoint, body, chinese)));
  if (taken.answer) return taken.answer;

  const secrets = JSON.stringify(host.client[SECRETS]());
  // A copy of its own: nothing that a host does to it reaches the call.
  const seen = { endpoint, input: structuredClone(taken.input), ...(incoming !== undefined && { incoming }) };
  /** @type {string} */
  let grant;
  try {
    grant = asJson(await within(AUTHORIZE_MS, () => host.authorize(request, seen)));
  } catch {
    return refusal('not_signed_in', opened);
  }
  const key = request.headers.get('idempotency-key') ?? undefined;
  /** @type {{ actor: string | null, named: import('./rules.js').Named | null, answer: Answer | null }} */
  const judged = JSON.parse(rules((rule) => rule.judge(endpoint, body, grant, key, secrets, chinese)));
  audit.actor = judged.actor;
  if (judged.answer) return judged.answer;

  const { client, operations } = host;
  const { input } = taken;
  if (isMove && operations) {
    const name = key ?? globalThis.crypto.randomUUID();
    return make(endpoint, secrets, () => recorded(operations, endpoint, input, name, judged.actor ?? undefined));
  }
  // A read that nobody waits for any more is given up. A move never: whether it happened would then be known to nobody.
  const call = () =>
    make(endpoint, secrets, () => client[endpoint](input, isMove ? undefined : { signal: request.signal }));
  return judged.named ? host.once.answer(judged.named, opened, call) : call();
}

/**
 * A move that is written down before it is sent. The ledger is what remembers its key, over restarts, too, and also what became known of
 * it later.
 * @param {any} operations
 * @param {import('../client/index.js').Endpoint} endpoint
 * @param {any} input
 * @param {string} key
 * @param {string | undefined} actor
 */
async function recorded(operations, endpoint, input, key, actor) {
  if (endpoint === 'transfer') await operations.transfer({ ...input, key }, { actor });
  else {
    const [id, ...more] = input;
    // Of a request for several, part might be known and part not; the ledger has a key a card.
    if (more.length > 0) {
      throw invalid(
        'invalid_argument',
        'ids',
        'may name one card at a time here, as each destroy is an operation of its own',
      );
    }
    await operations.destroy({ key, id }, { actor });
  }
  return { message: null };
}

/**
 * What the host's `authorize` gave, as JSON text; null for what JSON cannot hold.
 * @param {unknown} grant
 */
function asJson(grant) {
  try {
    return toJson(grant, { code: 'invalid_config' }).json;
  } catch {
    return 'null';
  }
}

/**
 * Makes the call. Never rejects: whatever came of it is an answer.
 * @param {import('../client/index.js').Endpoint} endpoint
 * @param {string} secrets
 * @param {() => Promise<unknown>} call
 * @returns {Promise<Answer>}
 */
async function make(endpoint, secrets, call) {
  try {
    /** @type {string} */
    let ended;
    try {
      const text = JSON.stringify(await call());
      ended = rules((rule) => rule.succeed(endpoint, text, secrets));
    } catch (error) {
      const told = error instanceof CdkeyError ? JSON.stringify(error.toJSON()) : '';
      ended = rules((rule) => rule.fail(endpoint, told, secrets));
    }
    return JSON.parse(ended);
  } catch {
    return BROKEN;
  }
}

/**
 * @param {Answer} answer
 * @param {[string, string][]} headers
 */
function respond({ status, body, retryAfter }, headers) {
  /** @type {[string, string][]} */
  const all = [...headers];
  if (body !== '') all.push(['content-type', 'application/json; charset=utf-8']);
  if (retryAfter !== undefined) all.push(['retry-after', String(retryAfter)]);
  return new Response(body === '' ? null : body, { status, headers: all });
}
