import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createEmulator } from 'espai-cdkey/emulator';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { LEDGERS, all, cards, codeOf, folder, moved, phoneOf, rejection, transferOf } from './support.js';

const COMMAND = join(dirname(fileURLToPath(import.meta.resolve('espai-cdkey'))), 'bin/espai-cdkey.js');
const MANY = 400;
const WORKERS = 4;

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function command(args, env) {
  const process_ = spawn(process.execPath, [COMMAND, ...args, '--lang', 'en'], { env: { ...process.env, ...env } });
  const out = { process: process_, text: '', words: '', ended: once(process_, 'close') };
  process_.stdout.on('data', (chunk) => (out.text += String(chunk)));
  process_.stderr.on('data', (chunk) => (out.words += String(chunk)));
  return out;
}

test(
  'four workers, one of them killed, finish 400 transfers, and the service agrees',
  { timeout: 300_000 },
  async (t) => {
    const url = /** @type {() => string} */ (LEDGERS['postgres'])();
    const emulator = createEmulator({ cards: cards(MANY), seed: 7, latencyMs: 50 });
    const server = await emulator.listen();
    const env = { ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url, ESPAI_LEDGER: url };
    const file = join(folder(), 'transfers.csv');
    const line = (/** @type {number} */ at) => {
      const { phone, code, targetPhone, targetCode, limit } = transferOf(at, MANY);
      return [phone, code, targetPhone, targetCode, limit].join(',');
    };
    const lines = Array.from({ length: MANY }, (_, at) => line(at));
    writeFileSync(file, ['phone,code,target_phone,target_code,limit', ...lines].join('\n'));
    const enqueued = command(['ops', 'enqueue', '--from', file], env);
    assert.equal((await enqueued.ended)[0], 0, enqueued.words);

    const ledger = await openLedger(url);
    const operations = new Operations({ ledger });
    // Some answers are lost, after they were applied and before.
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer', skip: 30, times: 3 });
    const workers = Array.from({ length: WORKERS }, () =>
      command(['ops', 'work', '--concurrency', '4', '--timeout', '2'], env),
    );
    const count = async (/** @type {any} */ status) => (await all(operations.list({ status }))).length;
    const until = async (/** @type {() => Promise<boolean>} */ is, /** @type {number} */ most) => {
      for (const from = performance.now(); !(await is());) {
        assert.ok(
          performance.now() - from < most,
          `after ${most} ms: ${workers.map(({ words }) => words).join(' | ')}`,
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await until(async () => (await count('done')) > 60, 60_000);
    workers[0]?.process.kill('SIGKILL');
    const killedAt = performance.now();
    await until(async () => (await count(['prepared', 'sent'])) === 0, 90_000);
    t.diagnostic(`all ended ${Math.round(performance.now() - killedAt)} ms after one was killed`);
    assert.ok(performance.now() - killedAt < 75_000);

    for (const { process: worker } of workers.slice(1)) worker.kill('SIGTERM');
    for (const { ended, words } of workers.slice(1)) assert.equal((await ended)[0], 0, words);
    await server.close();
    const counts = await moved(emulator);
    const by = { done: 0, unknown: 0 };
    for (const { key, status, input } of await all(operations.list({}))) {
      const times = counts.get(Number(input['limit'])) ?? 0;
      assert.ok(times <= 1, `${key} was applied ${times} times`);
      assert.ok(status === 'done' || status === 'unknown', `${key} is ${status}`);
      if (status === 'done') assert.equal(times, 1, key);
      by[status] += 1;
    }
    assert.equal(by.done + by.unknown, MANY);
    assert.ok(by.unknown <= 6, JSON.stringify(by));
    t.diagnostic(JSON.stringify(by));
    await ledger.close();
  },
);

test('enqueue takes all or none, and a key that is there changes nothing', async () => {
  const ledger = await openLedger(/** @type {() => string} */ (LEDGERS['postgres'])());
  const operations = new Operations({ ledger });
  const inputs = [0, 1, 2].map((at) => transferOf(at, 8));
  const first = await operations.enqueue(inputs);
  assert.deepEqual(
    first.map(({ status }) => status),
    ['prepared', 'prepared', 'prepared'],
  );
  assert.deepEqual(await operations.enqueue(inputs), first);
  const bad = await rejection(operations.enqueue([transferOf(5, 8), { ...transferOf(6, 8), limit: 0 }]));
  assert.equal(bad.path, 'limit');
  const conflict = await rejection(operations.enqueue([transferOf(5, 8), { ...transferOf(1, 8), limit: 99 }]));
  assert.equal(conflict.code, 'key_conflict');
  assert.equal((await all(operations.list({}))).length, 3);
  await ledger.close();
  const memory = await openLedger('memory:');
  const error = await rejection(new Operations({ ledger: memory }).enqueue(inputs));
  assert.deepEqual([error.code, error.path], ['invalid_config', 'ledger']);
  await memory.close();
});

test('a rate is over all workers', async () => {
  const emulator = createEmulator({ cards: cards(40), seed: 7 });
  const server = await emulator.listen();
  const url = /** @type {() => string} */ (LEDGERS['postgres'])();
  const env = { ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url, ESPAI_LEDGER: url };
  const ledger = await openLedger(url);
  const operations = new Operations({ ledger });
  await operations.enqueue(
    Array.from({ length: 20 }, (_, at) => ({
      key: `r${at}`,
      ...{ phone: phoneOf(at), code: codeOf(at), targetPhone: phoneOf(at + 20), targetCode: codeOf(at + 20), limit: 1 },
    })),
  );
  const workers = [1, 2].map(() => command(['ops', 'work', '--concurrency', '4', '--rate', '5'], env));
  while ((await all(operations.list({ status: 'done' }))).length < 20) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const times = (await all(operations.list({}))).map(({ updatedAt }) => updatedAt).sort((one, other) => one - other);
  // 19 spaces of 200 ms; the last of them may end sooner after its beginning than the first.
  assert.ok(Number(times.at(-1)) - Number(times[0]) >= 3400, String(times));
  for (const { process: worker } of workers) worker.kill('SIGTERM');
  for (const { ended, words } of workers) assert.equal((await ended)[0], 0, words);
  await server.close();
  await ledger.close();
});
