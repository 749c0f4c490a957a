/**
 * What a caller gave, and what a runtime threw, as one text for wasm: it goes over the border once, where an object would
 * be asked for piece by piece. `src/value.rs` reads it, and judges it; here each property is read once, and nothing that
 * reading throws gets through.
 *
 * JSON, as far as JSON has a word for it. All else is a list that begins with one of these numbers.
 */
const KIND = /** @type {const} */ ({
  list: 0,
  undefined: 1,
  longText: 2,
  unreadable: 3,
  function: 4,
  bigint: 5,
  symbol: 6,
  array: 7,
  object: 8,
  instance: 9,
  number: 10,
  signal: 11,
});

/** Texts longer than this are refused by every rule, so they are not copied, in UTF-16 units. */
const LONGEST = 4096;

/** How deep the errors behind an error are followed, and how many beside one another. */
const DEEPEST = 4;
const MOST_ERRORS = 16;

/**
 * @typedef {Record<string, unknown>} Kept Functions and objects that stood directly in a value, by their names: no text can
 *   stand for them.
 */

/**
 * The options of a client.
 * @param {unknown} options
 * @param {Kept} kept
 */
export function optionsText(options, kept) {
  return JSON.stringify(read(options, 2, kept));
}

/**
 * The two arguments of a call. Ids may be a list of objects, so the first is read deeper.
 * @param {unknown} input
 * @param {unknown} options
 * @param {Kept} kept Of the options: the signal, if it is one.
 */
export function argumentsText(input, options, kept) {
  const first = read(input, 2);
  const second = options === undefined ? [KIND.undefined] : read(options, 1, kept);
  if (isSignal(kept.signal)) /** @type {Record<string, unknown>} */ (second).signal = [KIND.signal];
  return JSON.stringify([KIND.list, first, second]);
}

/**
 * An error, as any runtime may throw it.
 * @param {unknown} thrown
 */
export function thrownText(thrown) {
  return JSON.stringify(cause(thrown, DEEPEST));
}

/**
 * @param {unknown} value
 * @param {number} nest How many levels of objects and arrays are read.
 * @param {Kept} [kept]
 * @returns {unknown}
 */
function read(value, nest, kept) {
  switch (typeof value) {
    case 'string':
      return value.length > LONGEST ? [KIND.longText] : value;
    case 'number':
      return Number.isSafeInteger(value) ? value : [KIND.number];
    case 'boolean':
      return value;
    case 'object':
      break;
    default:
      return [KIND[/** @type {'undefined' | 'function' | 'bigint' | 'symbol'} */ (typeof value)]];
  }
  if (value === null) return null;
  try {
    if (Array.isArray(value)) return nest > 0 ? list(value, nest - 1) : [KIND.array];
    return nest > 0 ? fields(value, nest - 1, kept) : [KIND.object];
  } catch {
    return [KIND.unreadable];
  }
}

/**
 * @param {unknown[]} value
 * @param {number} nest
 */
function list(value, nest) {
  const { length } = value;
  /** @type {unknown[]} */
  const items = [KIND.list];
  for (let at = 0; at < length; at += 1) {
    const item = property(value, at, nest);
    items.push(item);
    // A hole is refused where it stands, so whatever follows (billions, in a sparse array) need not be read.
    if (Array.isArray(item) && item[0] === KIND.undefined) break;
  }
  return items;
}

/**
 * @param {object} value
 * @param {number} nest
 * @param {Kept} [kept]
 */
function fields(value, nest, kept) {
  if (!isPlain(value)) return [KIND.instance];
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const key of Object.keys(value)) {
    const field = property(value, key, nest, kept);
    // Assigned, it would be the prototype.
    if (key === '__proto__') Object.defineProperty(found, key, { value: field, enumerable: true });
    else found[key] = field;
  }
  return found;
}

/**
 * @param {object} value
 * @param {string | number} key
 * @param {number} nest
 * @param {Kept} [kept]
 */
function property(value, key, nest, kept) {
  try {
    /** @type {unknown} */
    const raw = /** @type {any} */ (value)[key];
    if (kept && (typeof raw === 'function' || typeof raw === 'object')) kept[key] = raw;
    return read(raw, nest);
  } catch {
    return [KIND.unreadable];
  }
}

/**
 * Whether an object is made by `{}`, `JSON.parse` or `Object.create(null)`, in this realm or another.
 * @param {object} value
 */
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** @param {any} value */
function isSignal(value) {
  try {
    return (
      typeof value === 'object' &&
      value !== null &&
      typeof value.aborted === 'boolean' &&
      typeof value.addEventListener === 'function' &&
      typeof value.removeEventListener === 'function'
    );
  } catch {
    return false;
  }
}

/**
 * @param {unknown} thrown
 * @param {number} deeper
 * @returns {unknown}
 */
function cause(thrown, deeper) {
  if ((typeof thrown !== 'object' && typeof thrown !== 'function') || thrown === null) return read(thrown, 0);
  const error = /** @type {Record<string, unknown>} */ (thrown);
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const name of ['name', 'message', 'code', 'syscall']) {
    const text = property(error, name, 0);
    if (typeof text === 'string') found[name] = text;
  }
  if (deeper === 0) return found;
  try {
    const behind = error.cause;
    if (typeof behind === 'object' && behind !== null) found.cause = cause(behind, deeper - 1);
  } catch {
    // It stays unknown.
  }
  try {
    const beside = error.errors;
    if (Array.isArray(beside)) {
      const errors = Array.from({ length: Math.min(beside.length, MOST_ERRORS) }, (_, at) =>
        cause(beside[at], deeper - 1),
      );
      // One that was not read says nothing for certain.
      found.errors = [KIND.list, ...errors, ...(beside.length > MOST_ERRORS ? [{}] : [])];
    }
  } catch {
    // They stay unknown.
  }
  return found;
}
