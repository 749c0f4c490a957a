/**
 * The clock of a machine is set back, in the middle of work and between two runs: nobody is taken for dead who lives, nor for alive who is dead, and
 * nothing is sent twice.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { LEDGERS, agreement, all, cards, rejection, transferOf } from './support.js';

const COUNT = 60;
const CARDS = 20;
const DAY_MS = 86_400_000;
const place = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * A program of this folder whose clock is set back.
 * @param {string} name
 * @param {string[]} args
 * @param {{ backMs: number, afterMs: number }} clock
 */
function under(name, args, { backMs, afterMs }) {
  const env = { ...process.env, ESPAI_CLOCK_BACK_MS: String(backMs), ESPAI_CLOCK_AFTER_MS: String(afterMs) };
  const child = spawn(process.execPath, ['--import', pathToFileURL(place('clock.js')).href, place(name), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { child, ended: once(child, 'close') };
}

for (const [kind, address] of Object.entries(LEDGERS).filter(([name]) => name !== 'memory')) {
  test(`${kind}: the clock set back in mid-run and between runs`, { timeout: 180_000 }, async (t) => {
    const url = address();
    const emulator = createEmulator({ cards: cards(CARDS, COUNT), seed: 7, latencyMs: 10 });
    const server = await emulator.listen();
    const args = [server.url, emulator.apiKey, url, String(COUNT), String(CARDS)];
    const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
    const ledger = await openLedger(url);
    const operations = new Operations({ client, ledger });

    // By a day, in the middle of it; then it is killed.
    const first = under('worker.js', args, { backMs: DAY_MS, afterMs: 600 });
    while ((await all(operations.list({ status: 'done' }))).length < COUNT / 4) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    first.child.kill('SIGKILL');
    await first.ended;
    // The next one begins two days before that, and gets to its end.
    const [status] = await under('worker.js', args, { backMs: 2 * DAY_MS, afterMs: 0 }).ended;
    assert.equal(status, 0);
    await operations.recover();
    const found = await all(operations.list({}));
    assert.equal(found.length, COUNT);
    const by = await agreement(emulator, found);
    assert.ok(by.done > COUNT / 2);
    for (const { key, createdAt, updatedAt } of found) assert.ok(updatedAt >= createdAt, key);
    t.diagnostic(JSON.stringify(by));
    await ledger.close();
    await server.close();
  });

  test(`${kind}: a process whose clock is a day behind is alive while it lives`, { timeout: 120_000 }, async () => {
    const url = address();
    const emulator = createEmulator({ cards: cards(8), seed: 7 });
    const server = await emulator.listen();
    const ledger = await openLedger(url);
    const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
    const operations = new Operations({ client, ledger, waitMs: 200 });
    emulator.inject({ fault: 'hang', when: 'after', endpoint: 'transfer' });
    const other = under('one.js', [server.url, emulator.apiKey, url], { backMs: DAY_MS, afterMs: 0 });
    while ((await operations.get('op-0'))?.status !== 'sent') await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal((await operations.recover()).living, 1);
    assert.equal((await rejection(operations.transfer({ ...transferOf(0, 8), key: 'another' }))).code, 'card_busy');
    other.child.kill('SIGKILL');
    await other.ended;
    const { done, unknown, living } = await operations.recover();
    assert.deepEqual([done + unknown, living], [1, 0]);
    await ledger.close();
    await server.close();
  });
}
