/**
 * What a test that drives a page asks of an emulator on a socket: `POST /_control/inject`, `GET /_control/cards` and
 * `POST /_control/reset`. It needs no key, and so answers this machine alone, and no page that it does not know.
 */
import { BlockList, isIPv6 } from 'node:net';
import { CdkeyError } from '../client/errors.js';

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */

/**
 * @typedef {object} ControlAnswer
 * @property {number} status
 * @property {[string, string][]} headers
 * @property {string} body
 */

const PREFIX = '/_control/';

/** What each path takes. */
const METHODS = /** @type {Record<string, string>} */ ({ inject: 'POST', cards: 'GET', reset: 'POST' });

/** Addresses of this machine alone; an IPv4 one that came in over IPv6 counts as what it is. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** @param {string} path */
export function isControl(path) {
  return path.startsWith(PREFIX);
}

/**
 * @param {import('./core.js').Core} core
 * @param {import('./cors.js').Cors} cors
 * @param {IncomingMessage} incoming
 * @param {{ method: string, path: string, body: Uint8Array }} request
 * @returns {ControlAnswer}
 */
export function control(core, cors, incoming, { method, path, body }) {
  const refusal = refused(incoming, cors);
  if (refusal !== undefined) return failed(403, 'forbidden', refusal);
  const name = path.slice(PREFIX.length);
  const allow = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (allow === undefined) {
    return failed(
      404,
      'not_found',
      `there is ${Object.keys(METHODS)
        .map((each) => PREFIX + each)
        .join(', ')}`,
    );
  }
  if (method !== allow) return failed(405, 'method_not_allowed', `the method must be ${allow}`, [['allow', allow]]);
  switch (name) {
    case 'cards':
      return json(200, core.cards());
    case 'reset':
      core.reset();
      return json(200, { success: true });
    default:
      return inject(core, body);
  }
}

/**
 * @param {import('./core.js').Core} core
 * @param {Uint8Array} body
 */
function inject(core, body) {
  /** @type {unknown} */
  let fault;
  try {
    fault = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return failed(400, 'invalid_argument', 'the body must be a fault as JSON, such as {"fault":"drop"}');
  }
  try {
    core.inject(fault);
  } catch (error) {
    if (!(error instanceof CdkeyError) || error.code === 'internal') throw error;
    const { path } = /** @type {{ path?: string }} */ (/** @type {unknown} */ (error));
    return json(400, { success: false, code: error.code, path, message: error.message });
  }
  return json(200, { success: true });
}

/**
 * Why somebody may not ask, or undefined. A page gets here in three ways: from another machine, under a name of its own
 * that leads to this machine (the `Host` gives it away), and from another origin.
 * @param {IncomingMessage} incoming
 * @param {import('./cors.js').Cors} cors
 */
function refused({ socket, headers }, cors) {
  if (!isLoopback(socket.remoteAddress ?? '')) return 'only this machine may ask';
  const { host = '', origin } = headers;
  if (!isLocalHost(host)) return 'the Host must be a name of this machine, such as localhost or 127.0.0.1';
  if (origin !== undefined && origin !== `http://${host}` && !cors.allows(origin)) {
    return 'no page of this origin may ask; name it in cors';
  }
  // A page that reads nothing, such as a picture, tells no origin.
  const site = headers['sec-fetch-site'];
  if (origin === undefined && (site === 'cross-site' || site === 'same-site')) {
    return 'no page of another origin may ask';
  }
  return undefined;
}

/** @param {string} address */
function isLoopback(address) {
  return address !== '' && LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** @param {string} host With a port or without. */
function isLocalHost(host) {
  if (!URL.canParse(`http://${host}/`)) return false;
  const name = new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '');
  return /^(.+\.)?localhost$/.test(name) || (/^[\d.]+$|:/.test(name) && isLoopback(name));
}

/**
 * @param {number} status
 * @param {unknown} value
 * @param {[string, string][]} [headers]
 * @returns {ControlAnswer}
 */
function json(status, value, headers = []) {
  const type = /** @type {[string, string]} */ (['content-type', 'application/json; charset=utf-8']);
  return { status, headers: [type, ['cache-control', 'no-store'], ...headers], body: JSON.stringify(value) };
}

/**
 * @param {number} status
 * @param {string} code
 * @param {string} message
 * @param {[string, string][]} [headers]
 */
function failed(status, code, message, headers) {
  return json(status, { success: false, code, message }, headers);
}
