import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { HEADER, all, bulk, cards, codeOf, file, folder, lines, phoneOf } from './support.js';

/**
 * A sheet of these lines, an emulator, and where the results go.
 * @param {string[]} rows
 * @param {number} count Of cards.
 */
async function made(rows, count) {
  const emulator = createEmulator({ cards: cards(count), seed: 3 });
  const path = join(folder(), 'results.csv');
  const sheet = await bulk.readTransfers(file('in.csv', [HEADER, ...rows].join('\n')), { allowDuplicates: true });
  assert.deepEqual(sheet.problems, []);
  /** @type {(body: any) => void} */
  let onTransfer = () => {};
  /** @type {typeof globalThis.fetch} */
  const fetch = (url, init) => {
    if (String(url).endsWith('/cdkey/transfer')) onTransfer(JSON.parse(String(init?.body)));
    return emulator.fetch(/** @type {string} */ (url), init);
  };
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch, timeoutMs: 2000 });
  return {
    emulator,
    path,
    rows: () =>
      readFileSync(path, 'utf8')
        .split('\r\n')
        .slice(1, -1)
        .map((row) => row.split(',')),
    /** @param {(body: any) => void} listener */
    onTransfer(listener) {
      onTransfer = listener;
    },
    /** @param {Partial<Parameters<typeof bulk.runTransfers>[0]>} [options] */
    async run(options = {}) {
      const results = await bulk.openResults(path, sheet);
      try {
        return await all(bulk.runTransfers({ client, sheet, results, ...options }));
      } finally {
        await results.close();
      }
    },
  };
}

/** @param {{ line: number, status: string, kept: boolean }[]} results */
const short = (results) => results.map(({ line, status, kept }) => `${line} ${status}${kept ? ' kept' : ''}`);

test('a row says sending, with both balances, before its request leaves', async () => {
  const { run, rows, onTransfer } = await made(lines(12, 6), 6);
  let sent = 0;
  onTransfer(({ limit }) => {
    sent += 1;
    const row = rows().findLast(([line]) => line === String(Number(limit) + 1));
    assert.equal(row?.[2], 'sending');
    assert.match(`${row?.[6]} ${row?.[8]}`, /^\d+ \d+$/);
  });
  const results = await run();
  assert.equal(sent, 12);
  assert.deepEqual(
    short(results),
    Array.from({ length: 12 }, (_, at) => `${at + 2} done`),
  );
});

test('the end of a line is on the disk before another line begins with one of its cards', async () => {
  const [phone, code, target] = [phoneOf(0), codeOf(0), 1];
  const { run, rows, onTransfer } = await made(
    Array.from({ length: 8 }, (_, at) =>
      [phone, code, phoneOf(target + (at % 2)), codeOf(target + (at % 2)), at + 1].join(','),
    ),
    3,
  );
  onTransfer(({ limit }) => {
    for (let line = 2; line <= Number(limit); line += 1) {
      assert.equal(rows().findLast(([at]) => at === String(line))?.[2], 'done', `line ${line}`);
    }
  });
  const results = await run({ concurrency: 8 });
  // Each begins with what the one before it has left.
  results.forEach(({ sourceBefore, sourceAfter }, at) => {
    assert.equal(Number(sourceBefore) - Number(sourceAfter), at + 1);
    assert.equal(sourceBefore, at === 0 ? 1_000_000 : results[at - 1]?.sourceAfter);
  });
});

test('a second run sends nothing again, but what had certainly not left or was not begun', async () => {
  const { run, emulator, onTransfer } = await made(lines(6, 12), 12);
  emulator.inject({ fault: 'envelope', endpoint: 'transfer', code: 400, message: 'no', skip: 1 });
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before', skip: 2 });
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after', skip: 3 });
  // A card that cannot be read before: nothing is sent.
  emulator.inject({ fault: 'envelope', endpoint: 'detail', code: 404, message: 'gone', times: 1 });
  const first = await run({ concurrency: 1 });
  assert.deepEqual(
    first.map(({ status, outcome, code }) => `${status} ${outcome} ${code}`.trim()),
    ['failed not_sent api_rejected', 'done', 'failed rejected api_rejected', 'unknown unknown network', 'done', 'done'],
  );
  assert.ok(first.every(({ kept }) => !kept));
  /** @type {number[]} */
  const sent = [];
  onTransfer(({ limit }) => sent.push(Number(limit)));
  const second = await run();
  assert.deepEqual(sent, [1]);
  assert.deepEqual(short(second), [
    '2 done',
    '3 done kept',
    '4 failed kept',
    '5 unknown kept',
    '6 done kept',
    '7 done kept',
  ]);
  sent.length = 0;
  await run();
  assert.deepEqual(sent, []);
});

test('what was left unknown is looked at again, and is done where its cards show it by then', async () => {
  const { run, emulator } = await made(lines(1, 2), 2);
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
  // Both reads after it fail, with those that are tried again.
  emulator.inject({ fault: 'status', status: 503, endpoint: 'detail', skip: 2, times: 3 });
  const [first] = await run();
  assert.deepEqual([first?.status, first?.sourceAfter], ['unknown', null]);
  const [second] = await run();
  assert.deepEqual([second?.status, second?.kept, second?.sourceAfter], ['done', true, 999_999]);
  assert.equal(emulator.cards()[0]?.apiLimit, 999_999);
});

test('a stop: what has begun ends and is written, the rest is skipped and runs next time', async () => {
  const { run, rows, onTransfer, emulator } = await made(lines(30, 40), 40);
  const stop = new AbortController();
  let sent = 0;
  onTransfer(() => {
    sent += 1;
    if (sent === 5) stop.abort();
  });
  const first = await run({ signal: stop.signal });
  const statuses = first.map(({ status }) => status);
  assert.equal(first.length, 30);
  assert.equal(statuses.filter((status) => status === 'done').length, sent);
  assert.equal(statuses.filter((status) => status === 'skipped').length, 30 - sent);
  assert.ok(sent < 12, `${sent} were sent`);
  assert.equal(rows().filter(([, , status]) => status === 'skipped').length, 30 - sent);
  const second = await run();
  assert.ok(second.every(({ status }) => status === 'done'));
  assert.equal(sent, 30);
  // Stopped before it began.
  const third = await made(lines(3, 4), 4);
  assert.deepEqual(short(await third.run({ signal: AbortSignal.abort() })), ['2 skipped', '3 skipped', '4 skipped']);
  assert.equal(
    emulator.cards().reduce((sum, card) => sum + Number(card.apiLimit), 0),
    40_000_000,
  );
});

test('stopOnError', async () => {
  const { run, emulator } = await made(lines(10, 20), 20);
  emulator.inject({ fault: 'envelope', endpoint: 'transfer', code: 400, skip: 2 });
  const results = await run({ stopOnError: true, concurrency: 1 });
  assert.deepEqual(
    results.map(({ status }) => status),
    ['done', 'done', 'failed', ...Array(7).fill('skipped')],
  );
});

test('progress counts every line of the sheet, with those of earlier runs', async () => {
  const { run, emulator } = await made(lines(8, 16), 16);
  emulator.inject({ fault: 'envelope', endpoint: 'transfer', code: 400, skip: 2 });
  await run({ stopOnError: true, concurrency: 1 });
  /** @type {any[]} */
  const told = [];
  await run({ onProgress: (progress) => told.push(progress) });
  assert.deepEqual(
    told.map(({ total, done, failed, unknown, skipped }) => [total, done, failed, unknown, skipped]),
    [3, 4, 5, 6, 7].map((done) => [8, done, 1, 0, 0]),
  );
  assert.equal(told.at(-1).remainingMs, 0);
});

test('where a row cannot be written nothing more is sent, and the error says why', async () => {
  const { emulator, path } = await made(lines(20, 40), 40);
  const sheet = await bulk.readTransfers(file('in.csv', [HEADER, ...lines(20, 40)].join('\n')));
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  const results = await bulk.openResults(path, sheet);
  let rows = 0;
  const { append } = results;
  // As a full disk answers.
  results.append = (at, news) => {
    rows += 1;
    if (rows > 6) return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    return append.call(results, at, news);
  };
  /** @type {string[]} */
  const statuses = [];
  await assert.rejects(async () => {
    for await (const { status } of bulk.runTransfers({ client, sheet, results, concurrency: 1 })) statuses.push(status);
  }, /no space left/);
  await results.close();
  assert.deepEqual(statuses, ['done', 'done', 'done', 'failed', ...Array(16).fill('skipped')]);
  const { logs } = await client.balanceLogs();
  assert.equal(logs.length, 6);
});

test('leaving the loop waits for what has begun, and writes it', async () => {
  const { emulator, path } = await made(lines(20, 40), 40);
  const sheet = await bulk.readTransfers(file('in.csv', [HEADER, ...lines(20, 40)].join('\n')));
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  const results = await bulk.openResults(path, sheet);
  for await (const { line } of bulk.runTransfers({ client, sheet, results })) if (line === 4) break;
  // What was opened has had its run: its lines are not what they were.
  await assert.rejects(all(bulk.runTransfers({ client, sheet, results })), /open them anew/);
  await results.close();
  const again = await bulk.openResults(path, sheet);
  await again.close();
  assert.equal(again.resumed.settle, 0);
  const { logs } = await client.balanceLogs();
  assert.equal(logs.length, again.resumed.done * 2);
});
