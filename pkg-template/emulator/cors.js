/**
 * Which pages of other origins may call an emulator on a socket, and what a browser has to be told of it.
 */
import { invalid } from './json.js';

/**
 * What pages send: the client's own headers. A page may ask for others, and gets them.
 */
const HEADERS = ['authorization', 'content-type', 'idempotency-key'];

/** How long a browser may remember a preflight, in s: short, since an emulator comes again with other options. */
const MAX_AGE = '60';

/** A scheme and a host, with a port or none: how browsers write an origin. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/;

export class Cors {
  /** @type {true | readonly string[]} */
  #allowed;

  /** @param {unknown} option `true` for any, `false` for none, or a list of exact origins. */
  constructor(option) {
    if (typeof option === 'boolean') {
      this.#allowed = option || [];
      return;
    }
    if (!Array.isArray(option)) {
      throw invalid('invalid_argument', 'cors', 'must be true, false or an array of origins');
    }
    option.forEach((origin, index) => {
      if (typeof origin !== 'string' || !isOrigin(origin)) {
        throw invalid(
          'invalid_argument',
          `cors[${index}]`,
          'must be an origin as browsers write it, such as https://panel.example, with nothing after it',
        );
      }
    });
    this.#allowed = option;
  }

  /** @param {string} origin */
  allows(origin) {
    return this.#allowed === true || this.#allowed.includes(origin);
  }

  /**
   * What every answer to such a page carries, also one that tells of a mistake: without it the page sees nothing of it.
   * @param {string | undefined} origin
   * @returns {[string, string][]}
   */
  headers(origin) {
    if (this.#allowed !== true && this.#allowed.length === 0) return [];
    /** @type {[string, string][]} */
    const vary = this.#allowed === true ? [] : [['vary', 'origin']];
    if (origin === undefined || !this.allows(origin)) return vary;
    return [
      ['access-control-allow-origin', this.#allowed === true ? '*' : origin],
      ['access-control-expose-headers', 'retry-after'],
      ...vary,
    ];
  }

  /**
   * What a browser is told that asks before it sends; undefined where it does not ask, or may not send.
   * @param {import('node:http').IncomingMessage} request
   * @returns {[string, string][] | undefined}
   */
  preflight({ method, headers }) {
    const { origin } = headers;
    const wants = headers['access-control-request-method'];
    if (method !== 'OPTIONS' || origin === undefined || wants === undefined || !this.allows(origin)) return undefined;
    const asked = (headers['access-control-request-headers'] ?? '').toLowerCase().split(',');
    const more = asked.map((name) => name.trim()).filter((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name));
    /** @type {[string, string][]} */
    const local =
      headers['access-control-request-private-network'] === 'true'
        ? [['access-control-allow-private-network', 'true']]
        : [];
    return [
      ['access-control-allow-methods', 'GET, POST'],
      ['access-control-allow-headers', [...new Set([...HEADERS, ...more])].join(', ')],
      ['access-control-max-age', MAX_AGE],
      ...local,
    ];
  }
}

/** @param {string} text */
function isOrigin(text) {
  if (!ORIGIN.test(text)) return false;
  // Of http a browser writes neither a default port nor capitals; of other schemes it has no form of its own.
  return /^https?:/.test(text) ? URL.canParse(text) && new URL(text).origin === text : true;
}
