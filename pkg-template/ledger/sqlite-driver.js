/**
 * SQLite by Node's own module, or by better-sqlite3 where that is installed and Node's is not there.
 */
import process from 'node:process';
import { ledgerError } from './failure.js';

/**
 * What is used of either.
 * @typedef {object} Database
 * @property {(sql: string) => void} exec
 * @property {(sql: string) => Statement} prepare
 * @property {() => void} close
 */

/**
 * @typedef {object} Statement
 * @property {(...values: any[]) => any} get
 * @property {(...values: any[]) => any[]} all
 * @property {(...values: any[]) => { changes: number | bigint }} run
 */

/**
 * @param {string} path
 * @returns {Promise<Database>}
 */
export async function openDatabase(path) {
  const sqlite = /** @type {any} */ (process).getBuiltinModule?.('node:sqlite');
  if (sqlite) return new sqlite.DatabaseSync(path);
  let Better;
  try {
    // @ts-expect-error -- It has no types, and what is used of it is described above.
    ({ default: Better } = await import('better-sqlite3'));
  } catch {
    throw ledgerError(
      'ledger_unavailable',
      `a ledger in SQLite needs Node 22.13 or newer, and this is ${process.version}: run it with a newer Node, or where that has better-sqlite3, npm install better-sqlite3`,
    );
  }
  return new Better(path);
}

/**
 * SQLite's own number for what went wrong, without the details.
 * @param {any} error
 * @returns {number | undefined}
 */
export function codeOf(error) {
  if (typeof error?.errcode === 'number') return error.errcode & 0xff;
  const name = /^SQLITE_([A-Z]+)/.exec(String(error?.code))?.[1];
  return name === undefined ? undefined : NAMES[name];
}

/** @type {Record<string, number>} */
const NAMES = { BUSY: 5, LOCKED: 6, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 };
export const BUSY = 5;
export const NOT_A_DATABASE = 26;
