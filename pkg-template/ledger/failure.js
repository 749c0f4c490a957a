/**
 * Errors of operations: those of the ledger, and those of the client with the operation that they belong to.
 */
import { errorOf, withOperation } from '../client/errors.js';
import { rules } from './core.js';

/** @typedef {import('./ledger.js').Operation} Operation */
/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {'transfer' | 'destroy' | null} Kind */
/** @typedef {'key_conflict' | 'card_busy' | 'ledger_unavailable'} Code */

/**
 * @param {Code} code
 * @param {string} says What happened, and what to do.
 * @param {{ kind?: Kind, unknown?: boolean, cause?: unknown }} [more] `unknown`: the operation may have happened.
 */
export function ledgerError(code, says, { kind = null, unknown = false, cause } = {}) {
  const report = JSON.parse(rules((glue) => glue.ledgerFailure(kind ?? '', code, unknown, says)));
  return errorOf({ ...report, cause });
}

/**
 * A ledger that a newer program has written.
 * @param {number} version
 * @param {number} newest
 */
export function newerLedger(version, newest) {
  return ledgerError(
    'ledger_unavailable',
    `the ledger is of version ${version}, and this program knows versions up to ${newest}: install a newer espai-cdkey`,
  );
}

/**
 * A ledger that cannot be used, by what its database said.
 * @param {any} cause
 * @param {{ kind?: Kind, unknown?: boolean }} [more]
 */
export function unavailable(cause, { kind = null, unknown = false } = {}) {
  if (cause?.code === 'ledger_unavailable' && !unknown) return cause;
  const said = cause?.code === 'ledger_unavailable' ? cause.says : wordsOf(cause);
  const todo = unknown
    ? 'its request had left already, so it may have happened: the operation stays "sent" until it can be settled; call it again with the same key, or recover()'
    : 'nothing was sent; once the ledger can be reached, call it again with the same key';
  return ledgerError('ledger_unavailable', `the ledger cannot be read or written (${said}); ${todo}`, {
    kind,
    unknown,
    cause: rebuilt(cause),
  });
}

/**
 * Words of a database, without what may be secret in an address.
 * @param {any} error
 * @returns {string}
 */
export function wordsOf(error) {
  const words =
    typeof error?.message === 'string' && error.message !== '' ? error.message : String(error?.code ?? error);
  return words.replaceAll(/(\w+:\/\/)[^\s/@]*@/g, '$1***@').slice(0, 300);
}

/**
 * An argument or an option that is refused.
 * @param {'invalid_argument' | 'invalid_config'} code
 * @param {string} path
 * @param {string} says
 */
export function refused(code, path, says) {
  return errorOf({ name: 'ValidationError', message: `${path} ${says} [${code}]`, code, path });
}

/**
 * The error behind one, with nothing of its own objects: those of drivers hold queries and settings of connections.
 * @param {any} cause
 */
function rebuilt(cause) {
  const error = new Error(wordsOf(cause));
  if (typeof cause?.code === 'string') Object.assign(error, { code: cause.code });
  error.stack = `${String(cause?.name ?? 'Error')}: ${error.message}`;
  return error;
}

/**
 * What is written down of an error: all that it says, but not the cards, which the operation has.
 * @param {any} error
 * @returns {Record<string, unknown>}
 */
export function reportOf(error) {
  const report = typeof error?.toJSON === 'function' ? error.toJSON() : { code: 'internal', message: wordsOf(error) };
  const { evidence: _evidence, operation: _operation, ...rest } = report;
  return rest;
}

/**
 * Of an operation whose phones are hashed, and whose cards could not be found by them.
 * @param {Kind} kind
 * @returns {Record<string, unknown>}
 */
export function unlistedReport(kind) {
  return JSON.parse(rules((glue) => glue.unlisted(kind ?? '')));
}

/**
 * An operation for the caller.
 * @param {Stored} stored
 * @returns {Operation}
 */
export function publicOf(stored) {
  const { key, kind, input, status, attempts, evidence, createdAt, updatedAt, error, resolved, actor } = stored;
  return /** @type {Operation} */ ({
    key,
    kind,
    input,
    status,
    attempts,
    evidence,
    createdAt,
    updatedAt,
    ...(error === null ? {} : { error }),
    ...(resolved === null ? {} : { resolved }),
    ...(actor === undefined ? {} : { actor }),
  });
}

/**
 * @param {any} error
 * @param {Stored} stored
 */
export function attached(error, stored) {
  const operation = publicOf(stored);
  const shown = JSON.parse(rules((glue) => glue.masked(JSON.stringify(operation))));
  return withOperation(error, operation, shown);
}

/**
 * The error of an operation that has ended otherwise than done, as it was told the first time.
 * @param {Stored} stored
 */
export function errorOfStored(stored) {
  const { kind, error, evidence, resolved, status } = stored;
  const report = error ?? JSON.parse(rules((glue) => glue.interrupted(kind)));
  const said = status === 'failed' && resolved !== null ? { ...report, outcome: 'rejected', retryable: false } : report;
  const lost = kind === 'transfer' && status === 'unknown' && evidence?.verdict;
  const shown = lost && JSON.parse(rules((glue) => glue.masked(JSON.stringify(evidence))));
  return attached(errorOf(lost ? { ...said, evidence, shown } : said), stored);
}
