/**
 * The classes that calls reject with. They are JavaScript because they must be real `Error`s; what they say is Rust's.
 */

/** Marks our errors, so that `instanceof` holds between the ESM and the CJS copy of one process, too. */
const BRAND = Symbol.for('espai-cdkey.error');

/**
 * What an error is made of: `Failure` of `src/error.rs`.
 * @typedef {object} Report
 * @property {string} message
 * @property {string} code
 * @property {import('./index.js').Endpoint | null} [endpoint]
 * @property {import('./index.js').Outcome} [outcome]
 * @property {boolean} [retryable]
 * @property {number} [attempts]
 * @property {string} [path]
 * @property {number} [httpStatus]
 * @property {number} [apiCode]
 * @property {string} [apiMessage]
 * @property {number} [retryAfterMs]
 * @property {unknown} [cause]
 */

/** Fields that are there only where they say something. */
const OPTIONAL = /** @type {const} */ (['path', 'httpStatus', 'apiCode', 'apiMessage', 'retryAfterMs']);

export class CdkeyError extends Error {
  /** @param {Report} report */
  constructor(report) {
    super(report.message, report.cause === undefined ? undefined : { cause: report.cause });
    /** @type {string} */
    this.code = report.code;
    this.endpoint = report.endpoint ?? null;
    this.outcome = report.outcome ?? 'not_sent';
    this.retryable = report.retryable ?? false;
    this.attempts = report.attempts ?? 0;
    for (const field of OPTIONAL) {
      const value = report[field];
      if (value !== undefined && value !== null) Object.defineProperty(this, field, { value, enumerable: true });
    }
  }

  /**
   * @param {unknown} value
   * @override
   */
  static [Symbol.hasInstance](value) {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    // A class that a user derives has no brand of its own, and no other copy.
    if (!Object.hasOwn(this, BRAND) || typeof value !== 'object' || value === null) return false;
    const brands = /** @type {Record<symbol, unknown>} */ (value)[BRAND];
    return Array.isArray(brands) && brands.includes(/** @type {any} */ (this)[BRAND]);
  }
}

/**
 * @param {typeof CdkeyError} Class
 * @param {string} name Said rather than taken from the class: bundlers shorten that.
 */
function brand(Class, name) {
  Object.defineProperty(Class, 'name', { value: name });
  Object.defineProperty(Class, BRAND, { value: name });
  Object.defineProperty(Class.prototype, BRAND, { value: name === 'CdkeyError' ? [name] : ['CdkeyError', name] });
  Object.defineProperty(Class.prototype, 'name', { value: name, writable: true, configurable: true });
}

export class ValidationError extends CdkeyError {}
export class AuthenticationError extends CdkeyError {}
export class RateLimitError extends CdkeyError {}
export class ApiError extends CdkeyError {}
export class HttpError extends CdkeyError {}
export class NetworkError extends CdkeyError {}
export class TimeoutError extends CdkeyError {}
export class AbortError extends CdkeyError {}
export class DecodeError extends CdkeyError {}
export class InternalError extends CdkeyError {}

/** @type {Record<string, typeof CdkeyError>} */
const CLASSES = {
  CdkeyError,
  ValidationError,
  AuthenticationError,
  RateLimitError,
  ApiError,
  HttpError,
  NetworkError,
  TimeoutError,
  AbortError,
  DecodeError,
  InternalError,
};
for (const [name, Class] of Object.entries(CLASSES)) brand(Class, name);

/**
 * The error of a report that wasm threw.
 * @param {Report & { name: string }} report
 * @returns {CdkeyError}
 */
export function errorOf(report) {
  const Class = CLASSES[report.name] ?? InternalError;
  if (Class !== NetworkError || !report.cause) return new Class(report);
  return new Class({ ...report, cause: rebuilt(/** @type {Cause} */ (report.cause)) });
}

/**
 * @typedef {object} Cause `Cause` of `src/network.rs`, masked.
 * @property {string} name
 * @property {string} message
 * @property {string} [code]
 * @property {string} [syscall]
 * @property {Cause[]} [errors]
 * @property {Cause} [cause]
 */

/**
 * A foreign error rebuilt with nothing but its masked words: its own object may hold the request, and so the key.
 * @param {Cause} cause
 * @returns {Error}
 */
function rebuilt(cause) {
  const options = cause.cause ? { cause: rebuilt(cause.cause) } : undefined;
  const error = cause.errors
    ? new AggregateError(cause.errors.map(rebuilt), cause.message, options)
    : new Error(cause.message, options);
  Object.defineProperty(error, 'name', { value: cause.name, configurable: true, writable: true });
  // Its stack would only name this function, and `inspect` shows it in full.
  error.stack = `${cause.name}: ${cause.message}`;
  for (const field of /** @type {const} */ (['code', 'syscall'])) {
    if (cause[field] !== undefined) Object.assign(error, { [field]: cause[field] });
  }
  return error;
}

/**
 * A defect of this package, or a runtime that it cannot work in.
 * @param {string} says
 * @param {Partial<Report>} [more]
 */
export function internal(says, more) {
  return new InternalError({ outcome: 'not_sent', ...more, message: `${says} [internal]`, code: 'internal' });
}
