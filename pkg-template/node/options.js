/**
 * The options of `createFetch`.
 */
import { X509Certificate } from 'node:crypto';
import { env } from 'node:process';
import { createSecureContext } from 'node:tls';
import { types } from 'node:util';
import { ValidationError } from '../client/index.js';

/** The longest that a timer of Node can wait, in ms. */
const LONGEST = 2_147_483_647;

const NUMBERS = /** @type {const} */ ({
  /** Enough for a busy backend, and not so many that a service takes them for an attack. */
  connections: { usual: 32, least: 1, most: LONGEST },
  /** As undici has it: below the 5 s after which Node's own servers, and many proxies, close. */
  keepAliveMs: { usual: 4000, least: 0, most: LONGEST },
  /** As undici has it. */
  connectTimeoutMs: { usual: 10_000, least: 1, most: LONGEST },
});

const NAMES = [...Object.keys(NUMBERS), 'proxy', 'ca', 'cert', 'key'];

/**
 * Which proxy is for which services: one for all, or one by the scheme of each.
 * @typedef {{ only: URL } | { http: URL | undefined, https: URL | undefined }} Proxy
 */

/** @typedef {import('node:tls').SecureContext} SecureContext */

/**
 * @typedef {object} Options
 * @property {number} connections
 * @property {number} keepAliveMs
 * @property {number} connectTimeoutMs
 * @property {Proxy | undefined} proxy
 * @property {{ service: SecureContext, proxy: SecureContext } | undefined} tls Where it is not Node's own.
 */

/**
 * @param {unknown} given
 * @returns {Options}
 */
export function readOptions(given) {
  const values = valuesOf(given);
  for (const key of values.keys()) {
    if (!NAMES.includes(key)) {
      throw refused(shown(key), 'unknown_field', `is not an option: there are ${NAMES.join(', ')}`);
    }
  }
  return {
    connections: whole(values, 'connections'),
    keepAliveMs: whole(values, 'keepAliveMs'),
    connectTimeoutMs: whole(values, 'connectTimeoutMs'),
    proxy: proxyOf(values.get('proxy')),
    tls: tlsOf(values.get('ca'), values.get('cert'), values.get('key')),
  };
}

/**
 * What stands in the options, each read once.
 * @param {unknown} given
 * @returns {Map<string, unknown>}
 */
function valuesOf(given) {
  if (given === undefined) return new Map();
  try {
    if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
      return new Map(Object.entries(given).filter(([, value]) => value !== undefined));
    }
  } catch {
    // A getter or a proxy of the caller's: what it throws is nobody's to show.
    throw refused('options', 'unreadable', 'cannot be read: something in them throws');
  }
  throw refused('options', 'not_plain_object', 'must be an object');
}

/**
 * @param {Map<string, unknown>} values
 * @param {keyof typeof NUMBERS} name
 */
function whole(values, name) {
  const { usual, least, most } = NUMBERS[name];
  const value = values.has(name) ? values.get(name) : usual;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw refused(
    name,
    least === 0 ? 'not_from_zero' : 'not_from_one',
    `must be a whole number from ${least} to ${most}`,
  );
}

/**
 * @param {unknown} given
 * @returns {Proxy | undefined}
 */
function proxyOf(given) {
  if (given === undefined) return undefined;
  if (given !== 'env') return { only: proxyUrl(given, 'must be') };
  const [http, https] = [fromEnvironment('http_proxy'), fromEnvironment('https_proxy')];
  return http || https ? { http, https } : undefined;
}

/**
 * In lower case first, as curl and undici have it.
 * @param {string} lower
 */
function fromEnvironment(lower) {
  const name = lower in env ? lower : lower.toUpperCase();
  return env[name] ? proxyUrl(env[name], `is "env", so the variable ${name} must be`) : undefined;
}

/**
 * @param {unknown} given
 * @param {string} must
 */
function proxyUrl(given, must) {
  try {
    const text = /** @type {string} */ (given);
    // An address without a scheme is what curl and others take, too.
    const url = new URL(text.includes('://') ? text : `http://${text}`);
    const { protocol, pathname, search, hash, username, password } = url;
    // Each throws for a lone %.
    decodeURIComponent(username);
    decodeURIComponent(password);
    if (/^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '') return url;
  } catch {
    // Not even an address, or no text. Nothing of it is shown: a password may stand in it.
  }
  throw refused(
    'proxy',
    'not_a_proxy',
    `${must} the address of a proxy, such as http://proxy.example:3128: http or https, without a path`,
  );
}

/**
 * @param {unknown} ca
 * @param {unknown} cert
 * @param {unknown} key
 * @returns {Options['tls']}
 */
function tlsOf(ca, cert, key) {
  if (ca === undefined && cert === undefined && key === undefined) return undefined;
  const trusted = ca === undefined ? {} : { ca: (Array.isArray(ca) ? ca : [ca]).map(authority) };
  if (trusted.ca?.length === 0) throw refused('ca', 'empty', 'is an empty list: it would trust nobody');
  if (cert === undefined && key !== undefined) {
    throw refused('cert', 'missing', 'is missing: a key needs its certificate');
  }
  if (cert !== undefined && key === undefined) {
    throw refused('key', 'missing', 'is missing: a certificate needs its key');
  }
  const proxy = createSecureContext(trusted);
  if (cert === undefined) return { service: proxy, proxy };
  const own = {
    cert: usable('cert', pem('cert', cert), (text) => ({ cert: text })),
    key: usable('key', pem('key', key), (text) => ({ key: text })),
  };
  try {
    return { service: createSecureContext({ ...trusted, ...own }), proxy };
  } catch {
    throw refused('key', 'not_its_key', 'does not belong to the certificate in cert');
  }
}

/**
 * Node passes over what it cannot read, and then trusts nobody.
 * @param {unknown} given
 */
function authority(given) {
  const text = pem('ca', given);
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
  try {
    if (certificates.every((certificate) => new X509Certificate(certificate)) && certificates.length > 0) return text;
  } catch {
    // Told below.
  }
  throw refused('ca', 'not_pem', 'must hold certificates in PEM, each whole');
}

/**
 * @param {'ca' | 'cert' | 'key'} name
 * @param {unknown} given
 * @returns {string}
 */
function pem(name, given) {
  if (typeof given === 'string') return given;
  if (types.isUint8Array(given)) return new TextDecoder().decode(given);
  throw refused(name, 'not_pem', `must be text or bytes in PEM${name === 'ca' ? ', or a list of them' : ''}`);
}

/**
 * @param {'cert' | 'key'} name
 * @param {string} text
 * @param {(text: string) => import('node:tls').SecureContextOptions} options
 */
function usable(name, text, options) {
  try {
    createSecureContext(options(text));
    return text;
  } catch {
    // What OpenSSL says of it helps nobody, and a key is not to be shown.
    const what =
      name === 'key' ? 'a private key in PEM, without a passphrase' : 'a certificate in PEM, with those between';
    throw refused(name, 'not_pem', `must be ${what}`);
  }
}

/**
 * A key that is no word may be anything, a secret put in the wrong place for one.
 * @param {string} key
 */
function shown(key) {
  return /^[A-Za-z_$]{1,24}$/.test(key) ? key : '***';
}

/**
 * @param {string} path
 * @param {import('../client/index.js').RefusalReason} reason
 * @param {string} says
 */
function refused(path, reason, says) {
  const message = `createFetch: ${path} ${says} [invalid_config]`;
  // Users cannot make one, says its type.
  const Refused = /** @type {new (report: object) => ValidationError} */ (/** @type {unknown} */ (ValidationError));
  return new Refused({ message, code: 'invalid_config', path, reason });
}
