/**
 * Libraries that only some need, and who needs them installs: loaded when they are used.
 */
import { ledgerError } from './failure.js';

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} load
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function peer(name, load, what) {
  try {
    return await load();
  } catch (error) {
    if (!(/** @type {any} */ (error)?.code?.includes?.('MODULE_NOT_FOUND'))) throw error;
    throw ledgerError(
      'ledger_unavailable',
      `${what} needs the package ${name}, which is not there: npm install ${name}`,
    );
  }
}
