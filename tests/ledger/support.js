/**
 * An emulator with cards for many moves, and the ledgers that the tests are run over.
 */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { Postgres } from './postgres.js';

/** @param {number} at */
export const phoneOf = (at) => String(13800000000 + at);
/** @param {number} at */
export const codeOf = (at) => `card${String(at).padStart(4, 'x')}`;
/** @param {number} at */
export const emptyOf = (at) => `empty-${at}`;

/**
 * Paid cards with much on them, and others that hold nothing and may be destroyed, as the service writes them.
 * @param {number} count
 * @param {number} [empty]
 */
export function cards(count, empty = 0) {
  const card = (
    /** @type {string} */ id,
    /** @type {string} */ code,
    /** @type {number} */ at,
    /** @type {number} */ holds,
  ) => ({
    id,
    code,
    type: '1',
    api_limit: holds,
    user_phone: Number(phoneOf(at)),
  });
  return [
    ...Array.from({ length: count }, (_, at) => card(`id-of-${codeOf(at)}`, codeOf(at), at, 1_000_000)),
    ...Array.from({ length: empty }, (_, at) => card(emptyOf(at), `e${codeOf(at)}`, at, 0)),
  ];
}

/**
 * A transfer between two of these cards. Its amount is its own: by it a record of the service names the operation.
 * @param {number} at
 * @param {number} count
 * @param {string} [prefix]
 */
export function transferOf(at, count, prefix = 'op') {
  const source = at % count;
  const target = (source + 1 + ((at * 7) % (count - 1))) % count;
  return {
    key: `${prefix}-${at}`,
    ...{ phone: phoneOf(source), code: codeOf(source) },
    ...{ targetPhone: phoneOf(target), targetCode: codeOf(target) },
    limit: at + 1,
  };
}

/** A folder that is thrown away with the machine's others. */
export function folder() {
  return mkdtempSync(join(tmpdir(), 'espai-cdkey-ledger-'));
}

/** @type {Postgres | undefined} */
let server;
/** One for all tests of a file; it ends with the process. */
export function postgres() {
  if (server === undefined) {
    server = new Postgres();
    process.on('exit', () => server?.end());
  }
  return server;
}

/** Makes the address of a new ledger, by its kind. @type {Record<string, () => string>} */
export const LEDGERS = {
  memory: () => 'memory:',
  sqlite: () => `sqlite:${join(folder(), 'operations.db')}`,
  postgres: () => postgres().address(),
};

/**
 * Operations over an emulator of one's own.
 * @param {string} url
 * @param {{ count?: number, empty?: number, waitMs?: number, timeoutMs?: number, ledger?: import('espai-cdkey/ledger').LedgerOptions }} [options]
 */
export async function world(url, { count = 8, empty = 4, waitMs = 2000, timeoutMs = 2000, ledger: options = {} } = {}) {
  const emulator = createEmulator({ cards: cards(count, empty), seed: 7 });
  const requests = /** @type {string[]} */ ([]);
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = (address, init) => {
    requests.push(new URL(address).pathname);
    return emulator.fetch(address, init);
  };
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch, timeoutMs, maxRetries: 0 });
  const ledger = await openLedger(url, options);
  return {
    emulator,
    client,
    ledger,
    operations: new Operations({ client, ledger, waitMs }),
    /** How many requests of an endpoint have left. */
    sent: (/** @type {string} */ path) => requests.filter((each) => each === `/cdkey/${path}`).length,
    again: (/** @type {object} */ more = {}) => new Operations({ client, ledger, waitMs, ...more }),
  };
}

/**
 * How often each amount was moved, by the service's own record.
 * @param {ReturnType<typeof createEmulator>} emulator
 */
export async function moved(emulator) {
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  const { logs } = await client.balanceLogs();
  /** @type {Map<number, number>} */
  const counts = new Map();
  // Two rows a transfer, one for each card.
  for (const { apiLimit } of logs) counts.set(Number(apiLimit), (counts.get(Number(apiLimit)) ?? 0) + 0.5);
  return counts;
}

/**
 * Holds the operations of `worker.js` to the service's own record, and gives how many stand how.
 * @param {ReturnType<typeof createEmulator>} emulator
 * @param {readonly import('espai-cdkey/ledger').Operation[]} operations All of a ledger.
 */
export async function agreement(emulator, operations) {
  const counts = await moved(emulator);
  const there = new Set(emulator.cards().map(({ id }) => id));
  const by = { done: 0, failed: 0, unknown: 0, prepared: 0 };
  for (const { key, kind, status, attempts } of operations) {
    const at = Number(key.slice(3));
    const times = kind === 'transfer' ? (counts.get(at + 1) ?? 0) : there.has(emptyOf(at)) ? 0 : 1;
    assert.ok(times <= 1, `${key} was applied ${times} times`);
    assert.notEqual(status, 'sent', key);
    if (status === 'done') assert.equal(times, 1, `${key} is said to be done`);
    if (status === 'failed' || status === 'prepared') assert.equal(times, 0, `${key} is ${status}`);
    assert.ok(attempts >= 1 || status === 'prepared', key);
    by[/** @type {keyof by} */ (status)] += 1;
  }
  // Every amount that the service has moved is an operation's.
  const keys = new Set(operations.map(({ key }) => key));
  for (const amount of counts.keys()) assert.ok(keys.has(`op-${amount - 1}`), `${amount} was moved by nobody`);
  return by;
}

/**
 * @template T
 * @param {AsyncIterable<T>} iterable
 */
export async function all(iterable) {
  /** @type {T[]} */
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/**
 * What a promise was rejected with.
 * @param {Promise<unknown>} promise
 * @returns {Promise<any>}
 */
export async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}

/**
 * Runs SQL on the database of a ledger, behind its back.
 * @param {string} url
 * @param {{ sqlite: string, postgres: string }} sql
 */
export function behind(url, sql) {
  if (url.startsWith('postgres')) return void postgres().sql(url, sql.postgres);
  const { DatabaseSync } = /** @type {any} */ (process.getBuiltinModule('node:sqlite'));
  const database = new DatabaseSync(url.slice('sqlite:'.length));
  database.exec(sql.sqlite);
  database.close();
}

/** What makes a ledger one of the first version. */
export const TO_VERSION_1 = {
  sqlite: 'ALTER TABLE operations DROP COLUMN actor; DROP TABLE settings; PRAGMA user_version = 1',
  postgres:
    'ALTER TABLE espai_cdkey_operations DROP COLUMN actor; DROP TABLE espai_cdkey_settings; UPDATE espai_cdkey_schema SET version = 1',
};
