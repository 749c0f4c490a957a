/**
 * `openLedger` of `ledger.d.ts`.
 */
import { addressOf } from './address.js';
import { refused, unavailable } from './failure.js';
import { keepingPhones, phonesOf } from './hashed.js';
import { MemoryLedger } from './memory.js';
import { opened } from './operations.js';
import { openPostgres } from './postgres.js';
import { openSqlite } from './sqlite.js';

/** @typedef {import('./ledger.js').Ledger} Ledger */

/**
 * @param {string} url
 * @param {import('./ledger.js').LedgerOptions} [options]
 * @returns {Promise<Ledger>}
 */
export async function openLedger(url, options = {}) {
  // Nobody is to believe that something is hidden, or kept, which is not.
  const [odd] = Object.keys(options).filter((name) => name !== 'phones' && name !== 'phoneKey');
  if (odd !== undefined) {
    throw refused('invalid_config', odd, 'is no option of openLedger; there are: phones, phoneKey');
  }
  // Before anything is made.
  phonesOf(options);
  const ledger = await byAddress(url);
  try {
    return endingItsUsers(await keepingPhones(ledger, options));
  } catch (error) {
    await ledger.close().catch(() => {});
    throw unavailable(error);
  }
}

/**
 * A ledger of one's own with hashed phones.
 * @param {Ledger} ledger
 * @param {string | Uint8Array} phoneKey
 * @returns {Promise<Ledger>}
 */
export function hashedPhones(ledger, phoneKey) {
  return keepingPhones(ledger, { phones: 'hashed', phoneKey });
}

/**
 * @param {unknown} url
 * @returns {Promise<Ledger>}
 */
async function byAddress(url) {
  const address = addressOf(url);
  if (address.kind === 'memory') return new MemoryLedger();
  return address.kind === 'postgres' ? openPostgres(address.url) : openSqlite(address.path);
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
