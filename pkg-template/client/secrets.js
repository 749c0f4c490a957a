/**
 * Under this a client has a function that gives what must not be shown: its key, and the values of its headers. For the part of this
 * package that answers pages in its name; a function, so that no inspection of a client shows them.
 */
export const SECRETS = Symbol.for('espai-cdkey.secrets');
