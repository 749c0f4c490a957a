/**
 * Which ledger a command works over, and how its phones are kept.
 */

/**
 * @param {{ ledger?: string }} options
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function ledgerUrlOf({ ledger }, env) {
  return ledger ?? (env['ESPAI_LEDGER'] || undefined);
}

/**
 * From the environment, as the API key is: an argument shows in the list of processes.
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('../ledger/ledger.js').LedgerOptions}
 */
export function ledgerOptionsOf(env) {
  const phoneKey = env['ESPAI_LEDGER_PHONE_KEY'];
  return phoneKey ? { phones: 'hashed', phoneKey } : {};
}
