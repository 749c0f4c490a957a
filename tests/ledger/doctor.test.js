/**
 * `espai-cdkey doctor --ledger URL`: what it says of a ledger, and that it changes nothing.
 */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { createEmulator } from 'espai-cdkey/emulator';
import { inspectLedger } from 'espai-cdkey/ledger';
import { command } from '../support/command.js';
import { LEDGERS, TO_VERSION_1, behind, cards, folder, rejection, transferOf, world } from './support.js';

const phoneKey = 'a secret of the shop, of some length';
const emulator = createEmulator({ cards: cards(8), seed: 7 });
const server = await emulator.listen();
after(() => server.close());

/**
 * @param {string} ledger
 * @param {string[]} [args]
 * @param {NodeJS.ProcessEnv} [more]
 */
async function doctor(ledger, args = [], more = {}) {
  const env = { ...process.env, LANG: 'C', ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url, ...more };
  const run = command(['doctor', '--ledger', ledger, ...args], { cwd: tmpdir(), env });
  const { status, out, err } = await run.ended;
  return { status, out, err };
}

for (const kind of ['sqlite', 'postgres']) {
  const address = /** @type {() => string} */ (LEDGERS[kind]);

  test(`${kind}: doctor says how the ledger stands`, async () => {
    const url = address();
    const { operations, ledger, emulator: service } = await world(url);
    await operations.transfer(transferOf(0, 8));
    service.inject({ fault: 'drop', when: 'before', endpoint: 'transfer', times: 2 });
    await rejection(operations.transfer(transferOf(3, 8)));
    await rejection(operations.transfer(transferOf(5, 8)));
    if (kind === 'postgres') await operations.enqueue([transferOf(6, 8), transferOf(7, 8)]);
    await ledger.close();
    const { status, out, err } = await doctor(url);
    assert.deepEqual([status, err], [0, '']);
    const waits = kind === 'postgres' ? 2 : 0;
    assert.match(out, new RegExp(`✓ ledger: ${kind}, version 2, can be written; phone numbers plain\n`));
    assert.match(out, new RegExp(`✓ operations: prepared ${waits}, sent 0, done 1, failed 0, unknown 2\n`));
    assert.match(out, /✗ unknown: 2 to be looked after, the oldest "op-3" since \d{4}-/);
    if (kind === 'postgres') assert.match(out, /✗ queue: 2 wait for a worker; 0 processes/);
    const chinese = await doctor(url, ['--lang', 'zh']);
    assert.match(chinese.out, /账本：\w+，版本 2，可写；手机号明文\n[^]*未知：2 笔待核对，最早的是 "op-3"/);
    const { ok, checks } = JSON.parse((await doctor(url, ['--json'])).out);
    const found = Object.fromEntries(checks.map((/** @type {any} */ check) => [check.name, check.value]));
    assert.equal(ok, true);
    assert.deepEqual(found.operations, { prepared: waits, sent: 0, done: 1, failed: 0, unknown: 2 });
    assert.equal(found.unknown.key, 'op-3');
    assert.deepEqual(found.queue, kind === 'postgres' ? { waiting: 2, alive: 0 } : undefined);
    const { version, known, writable } = await inspectLedger(url);
    assert.deepEqual([version, known, writable], [2, 2, true]);
  });

  test(`${kind}: doctor makes and brings forward nothing`, async () => {
    const url = address();
    const none = await doctor(url);
    assert.equal(none.status, 0);
    assert.match(none.out, /✓ ledger: \w+, not there yet; its place can be written/);
    const { ledger } = await world(url);
    await ledger.close();
    behind(url, TO_VERSION_1);
    for (let look = 1; look <= 2; look += 1) {
      const { out } = await doctor(url);
      assert.match(out, /✓ ledger: \w+, version 1, and will be brought forward to 2, can be written/);
    }
    behind(url, { sqlite: 'PRAGMA user_version = 99', postgres: 'UPDATE espai_cdkey_schema SET version = 99' });
    const newer = await doctor(url);
    assert.equal(newer.status, 4);
    assert.match(newer.out, /✗ ledger: the ledger is of version 99.*newer espai-cdkey/);
  });

  test(`${kind}: doctor says where the key of the phone numbers does not fit`, async () => {
    const url = address();
    const { ledger } = await world(url, { ledger: { phones: 'hashed', phoneKey } });
    await ledger.close();
    const right = await doctor(url, [], { ESPAI_LEDGER_PHONE_KEY: phoneKey });
    assert.match(right.out, /✓ ledger: .*phone numbers hashed/);
    const wrong = await doctor(url, [], { ESPAI_LEDGER_PHONE_KEY: `${phoneKey}.` });
    assert.equal(wrong.status, 4);
    assert.match(wrong.out, /✗ ledger: the phoneKey is another one/);
    const none = await doctor(url);
    assert.match(none.out, /✗ ledger: this ledger keeps phone numbers as keyed hashes.*ESPAI_LEDGER_PHONE_KEY/);
    assert.equal(JSON.stringify([right, wrong, none]).includes(phoneKey), false);
  });
}

test('sqlite: doctor says what cannot be a ledger, and makes no file', async () => {
  const place = folder();
  const path = join(place, 'notes.txt');
  writeFileSync(path, 'this is a text of some length, and no database at all\n'.repeat(100));
  const text = await doctor(`sqlite:${path}`);
  assert.equal(text.status, 4);
  assert.match(text.out, /✗ ledger: .*is not a database of SQLite/);
  const missing = await doctor(`sqlite:${join(place, 'no/such/operations.db')}`);
  assert.equal(missing.status, 4);
  assert.match(missing.out, /✗ ledger: sqlite, not there yet; its place cannot be written/);
  assert.equal((await doctor('operations.db')).status, 2);
  await doctor(`sqlite:${join(place, 'operations.db')}`);
  assert.deepEqual(readdirSync(place), ['notes.txt']);
  assert.equal(existsSync(join(place, 'operations.db')), false);
  assert.match(readFileSync(path, 'utf8'), /^this is/);
});

test(
  'sqlite: doctor says that a ledger may not be written',
  { skip: process.getuid?.() === 0 && 'root may write every file' },
  async () => {
    const url = /** @type {() => string} */ (LEDGERS['sqlite'])();
    const { ledger } = await world(url);
    await ledger.close();
    chmodSync(url.slice('sqlite:'.length), 0o400);
    const { status, out } = await doctor(url);
    assert.equal(status, 4);
    assert.match(out, /✗ ledger: sqlite, version 2, cannot be written from here/);
  },
);

test('postgres: doctor says that nothing answers, and shows no password', async () => {
  const { status, out } = await doctor('postgres://user:secret-word@127.0.0.1:1/db');
  assert.equal(status, 4);
  assert.match(out, /✗ ledger: PostgreSQL cannot be used as a ledger/);
  assert.equal(out.includes('secret-word'), false);
});
