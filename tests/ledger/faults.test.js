import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CdkeyClient, LedgerError } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { Postgres } from './postgres.js';
import { LEDGERS, all, cards, folder, moved, postgres, rejection, transferOf, world } from './support.js';

const SAME = fileURLToPath(new URL('same-key.js', import.meta.url));
const ONE = fileURLToPath(new URL('one.js', import.meta.url));
const asRoot = process.getuid?.() === 0;

/**
 * @param {any} error
 * @param {RegExp} words
 */
function isUnavailable(error, words) {
  assert.ok(error instanceof LedgerError, String(error?.stack));
  assert.equal(error.code, 'ledger_unavailable');
  assert.match(error.message, words);
}

for (const kind of ['sqlite', 'postgres']) {
  const address = /** @type {() => string} */ (LEDGERS[kind]);

  test(`${kind}: the same key from 16 processes at once is sent once`, { timeout: 120_000 }, async () => {
    const url = address();
    const emulator = createEmulator({ cards: cards(8), seed: 7, latencyMs: 20 });
    const server = await emulator.listen();
    // All make the ledger, too.
    const workers = Array.from({ length: 16 }, () =>
      spawn(process.execPath, [SAME, server.url, emulator.apiKey, url], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const said = await Promise.all(
      workers.map(async (worker) => {
        let out = '';
        worker.stdout.on('data', (chunk) => (out += String(chunk)));
        const [status] = await once(worker, 'close');
        assert.equal(status, 0);
        return JSON.parse(out);
      }),
    );
    await server.close();
    assert.deepEqual(new Set(said.map(({ status, attempts }) => `${status} ${attempts}`)), new Set(['done 1']));
    assert.equal((await moved(emulator)).get(4), 1);
  });

  test(`${kind}: a ledger of a newer version is refused, and left as it is`, async () => {
    const url = address();
    await (await openLedger(url)).close();
    if (kind === 'postgres') {
      postgres().sql(url, 'UPDATE espai_cdkey_schema SET version = 99');
    } else {
      const { DatabaseSync } = /** @type {any} */ (process.getBuiltinModule('node:sqlite'));
      const file = new DatabaseSync(url.slice('sqlite:'.length));
      file.exec('PRAGMA user_version = 99');
      file.close();
    }
    isUnavailable(await rejection(openLedger(url)), /version 99.*newer espai-cdkey/);
  });

  test(`${kind}: what a dead process left sent holds its cards until it is recovered; what lives is left alone`, async () => {
    const url = address();
    const emulator = createEmulator({ cards: cards(8), seed: 7 });
    const server = await emulator.listen();
    const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
    const ledger = await openLedger(url);
    const operations = new Operations({ client, ledger, waitMs: 300 });
    emulator.inject({ fault: 'hang', when: 'after', endpoint: 'transfer' });
    const other = spawn(process.execPath, [ONE, server.url, emulator.apiKey, url], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const died = once(other, 'close');
    while ((await operations.get('op-0'))?.status !== 'sent') await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(await operations.recover(), { done: 0, unknown: 0, released: 0, living: 1 });
    const same = await rejection(operations.transfer(transferOf(0, 8)));
    assert.deepEqual([same.code, same.outcome], ['card_busy', 'unknown']);
    while ((await moved(emulator)).size === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    other.kill('SIGKILL');
    await died;
    const busy = await rejection(operations.transfer({ ...transferOf(0, 8), key: 'another' }));
    assert.deepEqual([busy.code, busy.outcome], ['card_busy', 'not_sent']);
    const from = performance.now();
    assert.deepEqual(await operations.recover(), { done: 1, unknown: 0, released: 0, living: 0 });
    assert.ok(performance.now() - from < 60_000);
    assert.equal((await operations.transfer({ ...transferOf(0, 8), key: 'another' })).status, 'done');
    assert.equal((await operations.transfer(transferOf(0, 8))).evidence?.verdict, 'likely_applied');
    await ledger.close();
    await server.close();
  });
}

test("sqlite: a file that is no database, or another program's", async () => {
  const path = join(folder(), 'notes.txt');
  writeFileSync(path, 'this is a text of some length, and no database at all\n'.repeat(100));
  isUnavailable(await rejection(openLedger(`sqlite:${path}`)), /is not a database/);
  const { DatabaseSync } = /** @type {any} */ (process.getBuiltinModule('node:sqlite'));
  const others = join(folder(), 'others.db');
  const file = new DatabaseSync(others);
  file.exec('CREATE TABLE theirs (a)');
  file.close();
  isUnavailable(await rejection(openLedger(`sqlite:${others}`)), /another program/);
  isUnavailable(await rejection(openLedger(`sqlite:${join(folder(), 'no/such/folder.db')}`)), /cannot be opened/);
});

test('an option that is none is refused', async () => {
  const open = /** @type {any} */ (openLedger);
  const error = await rejection(open('memory:', { readonly: true }));
  assert.deepEqual([error.code, error.path], ['invalid_config', 'readonly']);
});

test('an address that is none says which there are', async () => {
  for (const url of ['mysql://x', 'operations.db', '', 'sqlite:', undefined]) {
    const error = await rejection(openLedger(/** @type {any} */ (url)));
    assert.deepEqual([error.code, error.path], ['invalid_config', 'url'], String(url));
  }
});

/**
 * A small disk of its own; only root may have one.
 * @param {string} [options]
 */
function disk(options = 'size=512k') {
  const place = join(folder(), 'disk');
  mkdirSync(place);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place]);
  return {
    place,
    again: (/** @type {string} */ how) => execFileSync('mount', ['-o', `remount,${how}`, place]),
    end: () => execFileSync('umount', [place]),
  };
}

const canMount = (() => {
  try {
    disk().end();
    return true;
  } catch {
    return false;
  }
})();

test(
  'sqlite: the disk full: nothing is sent that was not written, and all goes on when there is room',
  { skip: !canMount && 'only where a disk can be mounted' },
  async () => {
    const { place, again, end } = disk();
    const { operations, ledger, sent, emulator } = await world(`sqlite:${join(place, 'operations.db')}`, { count: 40 });
    await operations.transfer(transferOf(0, 40));
    const filler = openSync(join(place, 'filler'), 'w');
    try {
      for (;;) writeSync(filler, Buffer.alloc(1024));
    } catch (error) {
      assert.equal(/** @type {any} */ (error).code, 'ENOSPC');
    }
    closeSync(filler);
    let failed = 0;
    for (let at = 1; at < 40 && failed < 3; at += 1) {
      const before = sent('transfer');
      const error = await operations.transfer(transferOf(at, 40)).then(
        () => null,
        (reason) => reason,
      );
      if (error === null) continue;
      failed += 1;
      isUnavailable(error, /full/);
      // Whatever left is said to be unknown, and nothing left that was not written.
      assert.equal(error.outcome, sent('transfer') > before ? 'unknown' : 'not_sent');
    }
    assert.equal(failed, 3);
    again('size=8m');
    await operations.recover();
    const counts = await moved(emulator);
    for (const { key, status, input } of await all(operations.list({}))) {
      const times = counts.get(Number(input['limit'])) ?? 0;
      if (status === 'done') assert.equal(times, 1, key);
      if (status === 'prepared') assert.equal(times, 0, key);
      assert.notEqual(status, 'sent', key);
    }
    for (let at = 0; at < 40; at += 1) {
      await operations.transfer(transferOf(at, 40)).catch((error) => assert.equal(error.outcome, 'unknown'));
    }
    assert.ok([...(await moved(emulator)).values()].every((times) => times === 1));
    await ledger.close();
    end();
  },
);

test('sqlite: a disk that is read only', { skip: !canMount && 'only where a disk can be mounted' }, async () => {
  const { place, again, end } = disk('size=4m');
  const url = `sqlite:${join(place, 'operations.db')}`;
  await (await openLedger(url)).close();
  again('ro');
  isUnavailable(await rejection(openLedger(url)), /cannot be opened as a ledger/);
  end();
});

test('sqlite: a file that may not be written', { skip: asRoot && 'root may write every file' }, async () => {
  const path = join(folder(), 'operations.db');
  await (await openLedger(`sqlite:${path}`)).close();
  execFileSync('chmod', ['400', path]);
  isUnavailable(await rejection(openLedger(`sqlite:${path}`)), /cannot be opened as a ledger/);
});

test(
  'postgres: stopped in mid-run: nothing is sent that was not written, and what was sent is known later',
  { timeout: 120_000 },
  async () => {
    const server = new Postgres();
    try {
      const url = server.address();
      const { operations, ledger, sent, emulator } = await world(url, { count: 40 });
      await operations.transfer(transferOf(0, 40));
      // While its request is under way.
      emulator.inject({ fault: 'latency', ms: 3000, endpoint: 'transfer', when: 'after' });
      const under = rejection(operations.transfer(transferOf(1, 40), { timeoutMs: 20_000 }));
      while (sent('transfer') < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      server.stop('immediate');
      const lost = await under;
      isUnavailable(lost, /sent/);
      assert.equal(lost.outcome, 'unknown');
      const error = await rejection(operations.transfer(transferOf(2, 40)));
      isUnavailable(error, /nothing was sent/);
      assert.equal(error.outcome, 'not_sent');
      assert.equal(sent('transfer'), 2);
      server.start();
      const at = await operations.get('op-1');
      assert.equal(at?.status, 'sent');
      // What came of it is known here, and is written down now.
      assert.equal((await operations.transfer(transferOf(1, 40))).status, 'done');
      assert.equal((await operations.transfer(transferOf(2, 40))).status, 'done');
      assert.equal(sent('transfer'), 3);
      await ledger.close();
    } finally {
      server.end();
    }
  },
);

test('postgres: an address where nothing is', async () => {
  const error = await rejection(openLedger('postgres://user:secret-word@127.0.0.1:1/db'));
  isUnavailable(error, /cannot be used as a ledger/);
  assert.equal(JSON.stringify([error, error.stack, String(error.cause?.stack)]).includes('secret-word'), false);
});

test('no file of a ledger holds the API key', async () => {
  const place = folder();
  const { operations, ledger, emulator } = await world(`sqlite:${join(place, 'operations.db')}`);
  await operations.transfer(transferOf(0, 8));
  emulator.inject({ fault: 'envelope', code: 400, message: `key ${emulator.apiKey}`, endpoint: 'transfer' });
  await rejection(operations.transfer(transferOf(1, 8)));
  for (const name of readdirSync(place)) {
    assert.equal(readFileSync(join(place, name)).includes(emulator.apiKey), false, name);
  }
  await ledger.close();
});
