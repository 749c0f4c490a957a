/**
 * What there is to know of a ledger without opening it as one: nothing is made, brought forward or written.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { addressOf } from './address.js';
import { rules } from './core.js';
import { newerLedger, refused } from './failure.js';
import { fits, phonesOf } from './hashed.js';
import { connectTo, refused as refusedByPostgres } from './postgres.js';
import { STEPS as POSTGRES } from './postgres-schema.js';
import { refused as refusedBySqlite } from './sqlite.js';
import { openDatabase } from './sqlite-driver.js';
import { APPLICATION, STEPS as SQLITE } from './sqlite-schema.js';

/** @typedef {import('./ledger.js').LedgerReport} LedgerReport */
/** @typedef {{ version: number, phones: string | null, counts: [string, number][], unknown: [string, number] | undefined, queue: LedgerReport['queue'] }} Seen */

/**
 * @param {string} url
 * @param {import('./ledger.js').LedgerOptions} [options]
 * @returns {Promise<LedgerReport>}
 */
export async function inspectLedger(url, options = {}) {
  const address = addressOf(url);
  if (address.kind === 'memory') {
    throw refused('invalid_config', 'url', 'is of a ledger in memory, which is nowhere else');
  }
  phonesOf(options);
  try {
    const { seen, writable } = await (address.kind === 'sqlite' ? inFile(address.path) : inPostgres(address.url));
    if (seen?.phones) fits(seen.phones, options);
    const { version = null, phones = null, counts = [], unknown, queue = null } = seen ?? {};
    return {
      ...{
        kind: address.kind,
        version,
        known: (address.kind === 'sqlite' ? SQLITE : POSTGRES).length,
        writable,
        queue,
      },
      phones: phones === null ? null : phones === 'plain' ? 'plain' : 'hashed',
      counts: { prepared: 0, sent: 0, done: 0, failed: 0, unknown: 0, ...Object.fromEntries(counts) },
      oldestUnknown: unknown === undefined ? null : { key: unknown[0], updatedAt: unknown[1] },
    };
  } catch (error) {
    throw address.kind === 'sqlite' ? refusedBySqlite(address.path, error) : refusedByPostgres(error);
  }
}

/**
 * @param {string} path
 * @returns {Promise<{ seen: Seen | null, writable: boolean }>}
 */
async function inFile(path) {
  if (!existsSync(path)) return { seen: null, writable: mayWrite(dirname(path)) };
  const writable = mayWrite(path) && mayWrite(dirname(path));
  const file = await openDatabase(path, true);
  try {
    const number = (/** @type {string} */ pragma) => Number(Object.values(file.prepare(`PRAGMA ${pragma}`).get())[0]);
    const version = known(number('user_version'), SQLITE.length);
    if (number('application_id') !== APPLICATION) {
      if (Number(file.prepare('SELECT count(*) AS n FROM sqlite_schema').get().n) === 0) {
        return { seen: null, writable };
      }
      throw new Error('the file is a database of another program');
    }
    const oldest = file
      .prepare(`SELECT key, updated_at AS at FROM operations WHERE status = 'unknown' ORDER BY updated_at LIMIT 1`)
      .get();
    const hasSettings = version > 1;
    const phones = hasSettings && file.prepare(`SELECT value FROM settings WHERE name = 'phones'`).get();
    const counts = file.prepare('SELECT status, count(*) AS n FROM operations GROUP BY status').all();
    const seen = {
      version,
      phones: phones ? phones.value : null,
      counts: counts.map(({ status, n }) => /** @type {[string, number]} */ ([status, Number(n)])),
      unknown: oldest && /** @type {[string, number]} */ ([oldest.key, Number(oldest.at)]),
      queue: null,
    };
    return { seen, writable };
  } finally {
    file.close();
  }
}

/**
 * Of a newer one nothing is known.
 * @param {number} version
 * @param {number} newest
 */
function known(version, newest) {
  if (version <= newest) return version;
  throw newerLedger(version, newest);
}

/** @param {string} path */
function mayWrite(path) {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} url
 * @returns {Promise<{ seen: Seen | null, writable: boolean }>}
 */
async function inPostgres(url) {
  const pool = await connectTo(url);
  try {
    const first = async (/** @type {string} */ sql) => (await pool.query(sql)).rows[0];
    const { writable } = await first(`SELECT current_setting('transaction_read_only') = 'off' AS writable`);
    const { there } = await first(`SELECT to_regclass('espai_cdkey_schema') IS NOT NULL AS there`);
    if (!there) return { seen: null, writable };
    const version = known(
      Number((await first('SELECT version FROM espai_cdkey_schema'))?.version ?? 0),
      POSTGRES.length,
    );
    const phones = version > 1 && (await first(`SELECT value FROM espai_cdkey_settings WHERE name = 'phones'`));
    const oldest = await first(
      `SELECT key, updated_at AS at FROM espai_cdkey_operations WHERE status = 'unknown' ORDER BY updated_at LIMIT 1`,
    );
    const counts = await pool.query('SELECT status, count(*) AS n FROM espai_cdkey_operations GROUP BY status');
    const { waiting } = await first(
      `SELECT count(*) AS waiting FROM espai_cdkey_operations WHERE queued AND status = 'prepared' AND holder IS NULL`,
    );
    const silentMs = rules((glue) => glue.silentMs());
    const { alive } = await first(
      `SELECT count(*) AS alive FROM espai_cdkey_processes WHERE beaten_at > clock_timestamp() - interval '${silentMs} milliseconds'`,
    );
    const seen = {
      version,
      phones: phones ? String(phones.value) : null,
      counts: counts.rows.map(({ status, n }) => /** @type {[string, number]} */ ([status, Number(n)])),
      unknown: oldest && /** @type {[string, number]} */ ([oldest.key, Number(oldest.at)]),
      queue: { waiting: Number(waiting), alive: Number(alive) },
    };
    return { seen, writable };
  } finally {
    await pool.end();
  }
}
