/**
 * `espai-cdkey/server`: a backend that holds the key, for any runtime that has `Request` and `Response`.
 */
export { createHandler } from './handler.js';
export { toNodeListener } from './node-listener.js';
