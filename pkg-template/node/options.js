/**
 * The options of `createFetch`.
 */
import { ValidationError } from '../client/index.js';

/** The longest that a timer of Node can wait, in ms. */
const LONGEST = 2_147_483_647;

const OPTIONS = /** @type {const} */ ({
  /** Enough for a busy backend, and not so many that a service takes them for an attack. */
  connections: { usual: 32, least: 1, most: LONGEST },
  /** As undici has it: below the 5 s after which Node's own servers, and many proxies, close. */
  keepAliveMs: { usual: 4000, least: 0, most: LONGEST },
});

/** @typedef {{ connections: number, keepAliveMs: number }} Options */

/**
 * @param {unknown} given
 * @returns {Options}
 */
export function readOptions(given) {
  const values = valuesOf(given);
  for (const key of values.keys()) {
    if (!Object.hasOwn(OPTIONS, key)) {
      throw refused(shown(key), `is not an option: there are ${Object.keys(OPTIONS).join(' and ')}`);
    }
  }
  return { connections: whole(values, 'connections'), keepAliveMs: whole(values, 'keepAliveMs') };
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
    throw refused('options', 'cannot be read: something in them throws');
  }
  throw refused('options', 'must be an object');
}

/**
 * @param {Map<string, unknown>} values
 * @param {keyof typeof OPTIONS} name
 */
function whole(values, name) {
  const { usual, least, most } = OPTIONS[name];
  const value = values.has(name) ? values.get(name) : usual;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw refused(name, `must be a whole number from ${least} to ${most}`);
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
 * @param {string} says
 */
function refused(path, says) {
  const message = `createFetch: ${path} ${says} [invalid_config]`;
  // Users cannot make one, says its type.
  const Refused = /** @type {new (report: object) => ValidationError} */ (/** @type {unknown} */ (ValidationError));
  return new Refused({ message, code: 'invalid_config', path });
}
