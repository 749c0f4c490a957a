/**
 * How a ledger on PostgreSQL grows with its workers, against an emulator with 50 ms latency: `node bench/ledger.js FOLDER`, FOLDER being one
 * where the packed package is installed with tests/package.json (as scripts/test/consumer.js makes it), under a Node that has SQLite. It prints one JSON.
 *
 * A transfer is five requests one after another (two cards, the transfer, two cards), so that one at a time takes 250 ms at least.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const TRANSFERS = 240;
const CONCURRENCY = 2;
const folder = resolve(process.argv[2] ?? '.');
/** @type {typeof import('../tests/ledger/support.js')} */
const { LEDGERS, all, cards, codeOf, moved, phoneOf } = await import(
  pathToFileURL(join(folder, 'tests/ledger/support.js')).href
);
const installed = (/** @type {string} */ name) =>
  import(pathToFileURL(join(folder, 'node_modules/espai-cdkey', name)).href);
const { createEmulator } = await installed('emulator.node.js');
const { Operations, openLedger } = await installed('ledger.js');

/** @param {number} workers */
async function perSecond(workers) {
  const emulator = createEmulator({ cards: cards(TRANSFERS * 2), seed: 7, latencyMs: 50 });
  const server = await emulator.listen();
  const url = /** @type {() => string} */ (LEDGERS['postgres'])();
  const ledger = await openLedger(url);
  const operations = new Operations({ ledger });
  await operations.enqueue(
    Array.from({ length: TRANSFERS }, (_, at) => {
      const [from, to] = [at, at + TRANSFERS];
      const source = { phone: phoneOf(from), code: codeOf(from) };
      return { key: `b${at}`, ...source, targetPhone: phoneOf(to), targetCode: codeOf(to), limit: at + 1 };
    }),
  );
  const env = { ...process.env, ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url, ESPAI_LEDGER: url };
  const command = join(folder, 'node_modules/espai-cdkey/bin/espai-cdkey.js');
  const running = Array.from({ length: workers }, () =>
    spawn(process.execPath, [command, 'ops', 'work', '--concurrency', String(CONCURRENCY)], { env, stdio: 'ignore' }),
  );
  for (;;) {
    const done = await all(operations.list({ status: 'done' }));
    if (done.length === TRANSFERS) {
      for (const worker of running) worker.kill('SIGTERM');
      const ends = done.map(({ updatedAt }) => updatedAt).sort((one, other) => one - other);
      // Between the first tenth and the last: starts and the tail are left out.
      const [from, to] = [Math.floor(TRANSFERS * 0.1), Math.floor(TRANSFERS * 0.9)];
      await Promise.all(running.map((worker) => new Promise((closed) => worker.once('close', closed))));
      if ([...(await moved(emulator)).values()].some((times) => times !== 1)) throw new Error('moved twice');
      await ledger.close();
      await server.close();
      return ((to - from) / (Number(ends[to]) - Number(ends[from]))) * 1000;
    }
    await new Promise((wait) => setTimeout(wait, 200));
  }
}

const one = await perSecond(1);
const four = await perSecond(4);
console.log(JSON.stringify({ one, four, times: four / one }));
