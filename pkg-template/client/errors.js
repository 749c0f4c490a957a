/**
 * The classes that calls reject with. They are JavaScript because they must be real `Error`s; what they say is Rust's.
 */

/** Marks our errors, so that `instanceof` holds between the ESM and the CJS copy of one process, too. */
const BRAND = Symbol.for('espai-cdkey.error');

/** Where an error keeps its evidence as it may be shown. */
const SHOWN = Symbol('espai-cdkey.shown');

/** The same for an operation, which an entry of its own puts there. */
const SHOWN_OPERATION = Symbol.for('espai-cdkey.shown-operation');

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
 * @property {import('./index.js').RefusalReason} [reason]
 * @property {number} [httpStatus]
 * @property {number} [apiCode]
 * @property {string} [apiMessage]
 * @property {number} [retryAfterMs]
 * @property {import('./index.js').Evidence} [evidence]
 * @property {import('./index.js').Evidence} [shown] The same with phones masked.
 * @property {unknown} [cause]
 */

/** Fields that are there only where they say something. */
const OPTIONAL = /** @type {const} */ (['path', 'reason', 'httpStatus', 'apiCode', 'apiMessage', 'retryAfterMs']);

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
    // Whole cards, for who asks for them: whatever prints the error, or writes it down, finds phones masked.
    const { evidence, shown } = report;
    if (evidence) Object.defineProperties(this, { evidence: { value: evidence }, [SHOWN]: { value: shown } });
  }

  /** All that it says, as a plain object: for a log, or for another thread, where a clone would lose it. */
  toJSON() {
    const { name, message } = this;
    const { [SHOWN]: evidence, [SHOWN_OPERATION]: operation } = /** @type {Record<symbol, unknown>} */ (
      /** @type {unknown} */ (this)
    );
    return Object.assign({ name, message }, this, evidence && { evidence }, operation && { operation });
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

export class ValidationError extends CdkeyError {
  /** @param {Report} report Without a `reason`, its words alone say why. */
  constructor(report) {
    super(report);
    if (report.reason === undefined) {
      Object.defineProperty(this, 'reason', { value: 'not_accepted', enumerable: true });
    }
  }
}
export class LedgerError extends CdkeyError {}
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
  LedgerError,
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
 * The error of its class, of the plain one that wasm made (`src/thrown.rs`).
 * @param {Report & { name: string }} report
 * @returns {CdkeyError}
 */
export function errorOf(report) {
  const Class = CLASSES[report.name] ?? InternalError;
  return new Class(report);
}

/**
 * A defect of this package, or a runtime that it cannot work in.
 * @param {string} says
 * @param {Partial<Report>} [more]
 */
export function internal(says, more) {
  return new InternalError({ outcome: 'not_sent', ...more, message: `${says} [internal]`, code: 'internal' });
}

/**
 * An error with the operation that it belongs to: whole for who asks for it, and with masked phones where the error is printed.
 * @template {object} E
 * @param {E} error
 * @param {object} operation
 * @param {object} shown
 * @returns {E}
 */
export function withOperation(error, operation, shown) {
  return Object.defineProperties(error, {
    operation: { value: operation, configurable: true },
    [SHOWN_OPERATION]: { value: shown, configurable: true },
  });
}
