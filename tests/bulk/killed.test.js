import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { MOVE_FAULTS } from '../support/move-faults.js';
import { HEADER, bulk, cards, file, folder, lines } from './support.js';

const LINES = 320;
const CARDS = 48;
const WORKER = fileURLToPath(new URL('worker.js', import.meta.url));

/**
 * Kills the worker again and again, until one comes to its end.
 * @param {string} sheet
 * @param {string} results
 */
async function untilDone(sheet, results) {
  const emulator = createEmulator({ cards: cards(CARDS), seed: 7, latencyMs: 2 });
  const server = await emulator.listen();
  let kills = 0;
  try {
    for (let round = 0; ; round += 1) {
      MOVE_FAULTS.forEach((fault, at) => {
        emulator.inject({ ...fault, endpoint: 'transfer', times: 1, skip: at * 3 + round });
      });
      const worker = spawn(process.execPath, [WORKER, server.url, emulator.apiKey, sheet, results], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const ended = once(worker, 'exit');
      // Later each time, as what was done is gone through again; from within the first reads to the middle of it.
      const timer = setTimeout(() => worker.kill('SIGKILL'), round < 12 ? 250 + Math.random() * 700 : 60_000);
      const [status, signal] = await ended;
      clearTimeout(timer);
      if (signal === 'SIGKILL') {
        kills += 1;
        continue;
      }
      assert.equal(status, 0);
      return { emulator, kills };
    }
  } finally {
    await server.close();
  }
}

/** How often each amount was moved, by the service's own record. @param {ReturnType<typeof createEmulator>} emulator */
async function moved(emulator) {
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  const { logs } = await client.balanceLogs();
  /** @type {Map<number, number>} */
  const counts = new Map();
  // Two rows a transfer, one for each card.
  for (const { apiLimit } of logs) counts.set(Number(apiLimit), (counts.get(Number(apiLimit)) ?? 0) + 0.5);
  return counts;
}

/**
 * @param {string} sheetPath
 * @param {string} resultsPath
 */
async function agrees(sheetPath, resultsPath) {
  const { emulator, kills } = await untilDone(sheetPath, resultsPath);
  assert.ok(kills >= 3, `killed ${kills} times only`);
  const counts = await moved(emulator);
  assert.equal(
    emulator.cards().reduce((sum, card) => sum + Number(card.apiLimit), 0),
    CARDS * 1_000_000,
  );

  const sheet = await bulk.readTransfers(sheetPath);
  const results = await bulk.openResults(resultsPath, sheet);
  const told = { done: 0, failed: 0, unknown: 0 };
  let at = 0;
  for (const { row } of results.tasks()) {
    at += 1;
    const times = counts.get(at) ?? 0;
    const status = row?.status ?? 'nothing';
    assert.ok(times <= 1, `line ${row?.line} was sent ${times} times`);
    assert.ok(status === 'done' || status === 'failed' || status === 'unknown', `line ${at + 1} is ${status}`);
    if (status !== 'unknown') assert.equal(times, status === 'done' ? 1 : 0, `line ${row?.line} is ${status}`);
    if (status === 'done') {
      assert.equal(Number(row?.target_after) - Number(row?.target_before), row?.target_after == null ? NaN : at);
    }
    told[status] += 1;
  }
  await results.close();
  assert.equal(at, LINES);
  assert.ok(told.done > LINES / 2, JSON.stringify(told));
  // No line went back from an end to being sent, but one that had not left.
  /** @type {Map<string, string>} */
  const last = new Map();
  for (const row of readFileSync(resultsPath, 'utf8').split('\r\n').slice(1, -1)) {
    const [line = '', , status = '', outcome = ''] = row.split(',');
    if (status === 'sending') {
      assert.ok([undefined, 'failed not_sent'].includes(last.get(line)), `line ${line}: ${last.get(line)}`);
    }
    last.set(line, `${status} ${outcome}`.trim());
  }
  return { kills, ...told };
}

test('a run that is killed again and again ends with what the service says, and sends nothing twice', async (t) => {
  const sheet = file('transfers.csv', [HEADER, ...lines(LINES, CARDS)].join('\r\n'));
  t.diagnostic(JSON.stringify(await agrees(sheet, join(folder(), 'results.csv'))));
});

test('the same with a sheet in GB18030, as Excel writes it in China', async (t) => {
  const text = ['手机号,兑换码,目标手机号,目标兑换码,额度', ...lines(LINES, CARDS)].join('\r\n');
  const sheet = file('转让.csv', gbk(text));
  const { encoding } = await bulk.readTransfers(sheet);
  assert.equal(encoding, 'gb18030');
  t.diagnostic(JSON.stringify(await agrees(sheet, join(folder(), 'results.csv'))));
});

/**
 * The bytes of a text in GBK, which Node decodes only: by what each pair of bytes decodes to.
 * @param {string} text
 */
function gbk(text) {
  const decoder = new TextDecoder('gb18030');
  /** @type {Map<string, number[]>} */
  const bytes = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail !== 0x7f) bytes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return Uint8Array.from([...text].flatMap((character) => bytes.get(character) ?? [character.charCodeAt(0)]));
}
