/**
 * Errors that say for certain that nothing of a request was written to a socket. The client believes them, as it believes
 * `ECONNREFUSED` (`src/network.rs`).
 */
import { types } from 'node:util';

const CODE = 'ESPAI_NOT_SENT';

/**
 * The end of a request whose signal fired before any of it was written.
 * @param {unknown} reason The signal's.
 */
export function abortedUnsent(reason) {
  const says = reason instanceof Error && reason.message !== '' ? `: ${reason.message}` : '';
  const error = unsent(`The request was aborted before anything of it was sent${says}`, reason);
  Object.defineProperty(error, 'name', { value: 'AbortError', writable: true, configurable: true });
  return error;
}

/**
 * What ended a request before any of it was written, with that said behind it: `read ECONNRESET` of a TLS handshake, say, is the same error
 * as that of a connection that carried a request.
 * @param {unknown} error
 */
export function failedUnsent(error) {
  // Node's own are of another realm than a test's, in some runners.
  if (!types.isNativeError(error)) return unsent(`Nothing was sent: ${String(error)}`, error);
  const { code, syscall } = /** @type {NodeJS.ErrnoException} */ (error);
  // These say it by themselves, an `AggregateError` in each of its own.
  const plain = code === CODE || (syscall !== undefined && syscall !== 'read' && syscall !== 'write');
  if (plain || error.cause !== undefined || 'errors' in error) return error;
  const value = unsent(`${error.message.trim()}, before anything of the request was sent`);
  return Object.defineProperty(error, 'cause', { value, writable: true, configurable: true });
}

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
export function unsent(message, cause) {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code: CODE });
}
