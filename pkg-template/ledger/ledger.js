/**
 * `espai-cdkey/ledger`: moves of quota that are written down before they are sent, so that none is sent twice. For Node only.
 */
export { ledgerConformance } from './conformance.js';
export { inspectLedger } from './inspect.js';
export { hashedPhones, openLedger } from './open.js';
export { Operations } from './operations.js';
