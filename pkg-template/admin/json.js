/**
 * What a request of the panel's own API must be.
 */

/**
 * Whether a request says that it is JSON. A form of another site can send any other type without asking.
 * @param {Request} request
 */
export function isJson({ headers }) {
  return /^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '');
}
