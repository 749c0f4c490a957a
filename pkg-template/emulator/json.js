/**
 * What a user gives the emulator, as JSON text for wasm: each property read once, and what JSON would drop or bend (NaN, a
 * hole, a function, a Date) refused with its path.
 */
import { ValidationError } from '../client/errors.js';

/** Deeper than anything a card or an option has. */
const MAX_DEPTH = 8;

/**
 * @typedef {'invalid_config' | 'invalid_argument'} InvalidCode
 */

/**
 * @param {InvalidCode} code
 * @param {string} path
 * @param {string} reason Follows the path: `must …`.
 * @param {unknown} [cause]
 */
export function invalid(code, path, reason, cause) {
  return new ValidationError({ code, path, message: `${path} ${reason} [${code}]`, cause });
}

/**
 * @param {unknown} value
 * @param {{ code: InvalidCode, functions?: readonly string[] }} rules `functions`: top-level keys that hold functions.
 * @returns {{ json: string, data: unknown, functions: Record<string, (...args: any[]) => unknown> }}
 */
export function toJson(value, { code, functions: allowed = [] }) {
  /** @type {Record<string, (...args: any[]) => unknown>} */
  const functions = {};

  /**
   * @param {unknown} given
   * @param {string} path
   * @param {number} depth
   * @returns {unknown}
   */
  const plain = (given, path, depth) => {
    const place = path === '' ? 'options' : path;
    switch (typeof given) {
      case 'boolean':
        return given;
      case 'string':
        if (/\p{Surrogate}/u.test(given)) {
          throw invalid(code, place, 'must be well-formed Unicode; it has half of a surrogate pair');
        }
        return given;
      case 'number':
        if (!Number.isFinite(given)) throw invalid(code, place, 'must be a finite number');
        return given;
      case 'object':
        if (given === null) return given;
        if (depth > MAX_DEPTH) throw invalid(code, place, 'is nested too deeply');
        return Array.isArray(given) ? items(given, path, depth) : members(given, path, depth);
      default:
        throw invalid(code, place, `must not be ${given === undefined ? 'undefined' : `a ${typeof given}`}`);
    }
  };

  /**
   * @param {unknown[]} given
   * @param {string} path
   * @param {number} depth
   */
  const items = (given, path, depth) =>
    // Not `map`, which jumps over holes.
    withoutToJson(
      Array.from({ length: given.length }, (_, index) =>
        plain(read(given, index, path), `${path}[${index}]`, depth + 1),
      ),
    );

  /**
   * @param {object} given
   * @param {string} path
   * @param {number} depth
   */
  const members = (given, path, depth) => {
    if (!isPlain(given)) throw invalid(code, path === '' ? 'options' : path, 'must be a plain object');
    /** @type {[string, unknown][]} */
    const entries = [];
    for (const key of Object.keys(given)) {
      const below = path === '' ? shown(key) : `${path}.${shown(key)}`;
      const member = read(given, key, below);
      if (member === undefined) continue;
      if (depth === 0 && allowed.includes(key)) {
        if (typeof member !== 'function') throw invalid(code, key, 'must be a function');
        functions[key] = /** @type {(...args: any[]) => unknown} */ (member);
      } else {
        entries.push([key, plain(member, below, depth + 1)]);
      }
    }
    // `fromEntries` makes own properties, of a key `__proto__` too.
    return withoutToJson(Object.fromEntries(entries));
  };

  /**
   * @param {object} from
   * @param {string | number} key
   * @param {string} path
   * @returns {unknown}
   */
  const read = (from, key, path) => {
    try {
      return /** @type {Record<string | number, unknown>} */ (from)[key];
    } catch {
      throw invalid(code, path, 'could not be read: its getter threw');
    }
  };

  const data = plain(value, '', 0);
  return { json: JSON.stringify(data), data, functions };
}

/**
 * The options of a method: a plain object of JSON's values, with none but the keys in `known`.
 * @param {unknown} options
 * @param {readonly string[]} known
 * @returns {Record<string, unknown>}
 */
export function toOptions(options, known) {
  /** @type {unknown} */
  const given = toJson(options, { code: 'invalid_argument' }).data;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid('invalid_argument', 'options', 'must be a plain object');
  }
  const odd = Object.keys(given).find((key) => !known.includes(key));
  if (odd !== undefined) {
    throw invalid('invalid_argument', shown(odd), `is no option here; there are: ${known.join(', ')}`);
  }
  return /** @type {Record<string, unknown>} */ (given);
}

/**
 * Whether it is an object literal's kind of object, of this realm or another.
 * @param {object} value
 */
function isPlain(value) {
  try {
    const prototype = /** @type {object | null} */ (Object.getPrototypeOf(value));
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false;
  }
}

/**
 * Old libraries put a `toJSON` on the prototype of every array, or of every object, and it would be called.
 * @template {object} T
 * @param {T} value
 * @returns {T}
 */
function withoutToJson(value) {
  if ('toJSON' in value && !Object.hasOwn(value, 'toJSON')) {
    Object.defineProperty(value, 'toJSON', { value: undefined });
  }
  return value;
}

/**
 * A caller's key in a path: it may be anything, a secret pasted in the wrong place too.
 * @param {string} key
 */
function shown(key) {
  return /^[A-Za-z_]{1,24}$/.test(key) ? key : '***';
}
