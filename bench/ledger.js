/**
 * Durable operations, in a process of their own: `node bench/ledger.js FOLDER ROUNDS`, FOLDER being one where the packed package is installed with
 * tests/package.json (as scripts/test/consumer.js makes it), under a Node that has SQLite. It prints one JSON: rows as bench/main.js has them, and
 * none of those that need PostgreSQL where that is missing.
 *
 * Workers: against an emulator with 50 ms latency. A transfer is five requests one after another (two cards, the transfer, two cards), so that one
 * at a time takes 250 ms at least.
 */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ENQUEUED, LEDGER_LINES, WORKERS, enqueuedName, workersName } from './ledger-rows.js';
import { linesName } from './bulk.js';

const TRANSFERS = 240;
const CONCURRENCY = 2;
const folder = resolve(process.argv[2] ?? '.');
const rounds = Number(process.argv[3] ?? 1);
/** @type {typeof import('../tests/ledger/support.js')} */
const {
  LEDGERS,
  all,
  cards,
  codeOf,
  folder: place,
  moved,
  phoneOf,
  postgres,
} = await import(pathToFileURL(join(folder, 'tests/ledger/support.js')).href);
const installed = (/** @type {string} */ name) =>
  import(pathToFileURL(join(folder, 'node_modules/espai-cdkey', name)).href);
const { createEmulator } = await installed('emulator.node.js');
/** @type {typeof import('../pkg-template/ledger/ledger.js')} */
const { Operations, openLedger } = await installed('ledger.js');
const COMMAND = join(folder, 'node_modules/espai-cdkey/bin/espai-cdkey.js');

/**
 * The transfer of this place among so many, no two of which use one card.
 * @param {number} at
 * @param {number} count
 */
function transferOf(at, count) {
  const [from, to] = [at, at + count];
  return { phone: phoneOf(from), code: codeOf(from), targetPhone: phoneOf(to), targetCode: codeOf(to), limit: at + 1 };
}

/** @param {string} kind */
const address = (kind) => /** @type {() => string} */ (LEDGERS[kind])();

/**
 * Milliseconds a transfer, between the first tenth and the last: starts and the tail are left out.
 * @param {number} workers
 */
async function working(workers) {
  const emulator = createEmulator({ cards: cards(TRANSFERS * 2), seed: 7, latencyMs: 50 });
  const server = await emulator.listen();
  const url = address('postgres');
  const ledger = await openLedger(url);
  const operations = new Operations({ ledger });
  await operations.enqueue(
    Array.from({ length: TRANSFERS }, (_, at) => ({ key: `b${at}`, ...transferOf(at, TRANSFERS) })),
  );
  const env = { ...process.env, ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url, ESPAI_LEDGER: url };
  const running = Array.from({ length: workers }, () =>
    spawn(process.execPath, [COMMAND, 'ops', 'work', '--concurrency', String(CONCURRENCY)], { env, stdio: 'ignore' }),
  );
  const closed = running.map((worker) => once(worker, 'close'));
  for (;;) {
    const done = await all(operations.list({ status: 'done' }));
    if (done.length === TRANSFERS) {
      for (const worker of running) worker.kill('SIGTERM');
      await Promise.all(closed);
      const ends = done.map(({ updatedAt }) => updatedAt).sort((one, other) => one - other);
      const [from, to] = [Math.floor(TRANSFERS * 0.1), Math.floor(TRANSFERS * 0.9)];
      if ([...(await moved(emulator)).values()].some((times) => times !== 1)) throw new Error('moved twice');
      await ledger.close();
      await server.close();
      return (Number(ends[to]) - Number(ends[from])) / (to - from);
    }
    await new Promise((wait) => setTimeout(wait, 200));
  }
}

/**
 * Milliseconds of each of so many that are enqueued at once.
 * @param {number} count
 */
async function enqueuing(count) {
  const ledger = await openLedger(address('postgres'));
  const operations = new Operations({ ledger });
  // Its tables are there.
  await operations.enqueue([{ key: 'first', ...transferOf(0, count) }]);
  const inputs = Array.from({ length: count }, (_, at) => ({ key: `e${at}`, ...transferOf(at, count) }));
  const from = performance.now();
  const taken = await operations.enqueue(inputs);
  const took = performance.now() - from;
  if (taken.length !== count) throw new Error(`${taken.length} of ${count} were taken`);
  await ledger.close();
  return took / count;
}

/**
 * Milliseconds a line of `espai-cdkey transfer --from FILE --ledger sqlite:…`, with its start, against an emulator without latency.
 * @param {number} count
 */
async function transferring(count) {
  const emulator = createEmulator({ cards: cards(count * 2), seed: 7 });
  const server = await emulator.listen();
  const where = place();
  const file = join(where, 'transfers.csv');
  const lines = Array.from({ length: count }, (_, at) => Object.values(transferOf(at, count)).join(','));
  writeFileSync(file, ['phone,code,target_phone,target_code,limit', ...lines].join('\n'));
  const env = { ...process.env, ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url };
  const args = ['transfer', '--from', file, '--ledger', `sqlite:${join(where, 'operations.db')}`, '--yes'];
  const from = performance.now();
  const run = spawn(process.execPath, [COMMAND, ...args], { env, stdio: 'ignore' });
  const [status] = await once(run, 'close');
  const took = performance.now() - from;
  if (status !== 0) throw new Error(`transfer --ledger ended with ${status}`);
  if ((await moved(emulator)).size !== count) throw new Error('not all were moved');
  await server.close();
  rmSync(where, { recursive: true });
  return took / count;
}

/** @type {Record<string, Record<string, number[]>>} */
const rows = {};
/**
 * @param {string} row
 * @param {Record<string, () => Promise<number>>} ways
 */
async function timed(row, ways) {
  const found = Object.fromEntries(Object.keys(ways).map((way) => [way, /** @type {number[]} */ ([])]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [way, once_] of Object.entries(ways)) found[way]?.push(await once_());
  }
  rows[row] = found;
}

await timed(
  'ledger-file',
  Object.fromEntries(LEDGER_LINES.map((count) => [linesName(count), () => transferring(count)])),
);
try {
  postgres();
} catch (error) {
  console.error(`bench: no rows of workers and of enqueue: ${/** @type {Error} */ (error).message}`);
  console.log(JSON.stringify(rows));
  process.exit();
}
await timed(
  'ledger-enqueue',
  Object.fromEntries(ENQUEUED.map((count) => [enqueuedName(count), () => enqueuing(count)])),
);
await timed('ledger-work', Object.fromEntries(WORKERS.map((count) => [workersName(count), () => working(count)])));
console.log(JSON.stringify(rows));
