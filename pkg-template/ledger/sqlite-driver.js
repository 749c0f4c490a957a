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

/** Asked for in a way that a Node without it only answers with nothing, and that tests can take away. */
function nodeSqlite() {
  return /** @type {any} */ (process).getBuiltinModule?.('node:sqlite');
}

/**
 * @param {string} path
 * @param {boolean} [readOnly] Then it must be there.
 * @returns {Promise<Database>}
 */
export async function openDatabase(path, readOnly = false) {
  const sqlite = nodeSqlite();
  if (sqlite) return new sqlite.DatabaseSync(path, { readOnly });
  return betterSqlite(path, readOnly);
}

/** Its version 13 is loaded by an older Node, too, and ends the process there with a signal. */
const NODE_OF_13 = 22;

/**
 * @param {string} path
 * @param {boolean} readonly
 * @returns {Promise<Database>}
 */
async function betterSqlite(path, readonly) {
  const node = Number.parseInt(process.versions.node, 10);
  let Better;
  let version;
  try {
    // @ts-expect-error -- It has no types, and what is used of it is described above.
    ({ version } = (await import('better-sqlite3/package.json', { with: { type: 'json' } })).default);
    if (node < NODE_OF_13 && Number.parseInt(version, 10) >= 13) throw new Error('not for this Node');
    // @ts-expect-error -- It has no types.
    ({ default: Better } = await import('better-sqlite3'));
  } catch (error) {
    const found = version === undefined ? 'which is not there' : `and ${version} cannot be used here`;
    const todo =
      node < NODE_OF_13
        ? 'run it with Node 22.13 or newer, which has SQLite itself'
        : 'npm install better-sqlite3, or run it with Node 22.13 or newer, which has SQLite itself';
    throw ledgerError(
      'ledger_unavailable',
      `this is Node ${process.versions.node}, which has no SQLite of its own, and needs the package better-sqlite3 for a ledger in SQLite (13 from Node 22 on), ${found}: ${todo}; or keep the ledger in PostgreSQL`,
      { cause: error },
    );
  }
  return new Better(path, { readonly });
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
