/**
 * `openLedger` of `ledger.d.ts`.
 */
import { refused } from './failure.js';
import { MemoryLedger } from './memory.js';
import { opened } from './operations.js';
import { openPostgres } from './postgres.js';
import { openSqlite } from './sqlite.js';

/** @typedef {import('./ledger.js').Ledger} Ledger */

/**
 * @param {string} url
 * @param {object} [options]
 * @returns {Promise<Ledger>}
 */
export async function openLedger(url, options = {}) {
  // Nobody is to believe that something is hidden, or kept, which is not.
  const [odd] = Object.keys(options);
  if (odd !== undefined) throw refused('invalid_config', odd, 'is no option of openLedger; it has none');
  return endingItsUsers(await byAddress(url));
}

/**
 * @param {unknown} url
 * @returns {Promise<Ledger>}
 */
async function byAddress(url) {
  if (typeof url === 'string') {
    if (url === 'memory:') return new MemoryLedger();
    if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url);
    const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(url)?.[1];
    if (path !== undefined && path !== ':memory:') return openSqlite(path);
  }
  throw refused(
    'invalid_config',
    'url',
    "must be 'sqlite:FILE', such as sqlite:./operations.db, 'postgres://…', or 'memory:' for tests",
  );
}

/**
 * Whoever uses it ends first: else its last words could not be written.
 * @param {Ledger} ledger
 * @returns {Ledger}
 */
function endingItsUsers(ledger) {
  const close = ledger.close.bind(ledger);
  /** @type {Promise<void> | undefined} */
  let closed;
  ledger.close = () => {
    closed ??= Promise.all([...opened(ledger)].map((user) => user.close())).then(close);
    return closed;
  };
  return ledger;
}
