/**
 * The page for those who come from axios: each of the platform's samples and ours beside it send the same request, do the
 * same to the cards, and ours prints what the page says.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createEmulator } from 'espai-cdkey/emulator';
import { service } from '../support/service.js';
import * as page from '../support/page.js';
import { ROOT, samplesOf } from './documents.js';
import { listening, runProgram } from './running.js';

const PAGE = 'docs/migration-from-axios.md';
const blocks = samplesOf(join(ROOT, PAGE));
const PAIRS = /** @type {const} */ ([
  ['list', page.LIST_INPUT, page.LIST_ANSWER],
  ['detail', page.DETAIL_INPUT, page.DETAIL_ANSWER],
  ['transfer', page.TRANSFER_INPUT, page.TRANSFER_ANSWER],
  ['destroy', page.DESTROY_INPUT, page.DESTROY_ANSWER],
]);

/** A clock that stands still, so that two emulators end alike. */
const now = () => 1_750_000_000_000;
/** The page moves quota from a card that it shows as a trial card elsewhere: here it is a paid one. */
const PAID = createEmulator()
  .cards()
  .map((card) => (card.code === 'wNaa1GDw' ? { ...card, type: '1' } : card));

/** @param {string} name */
function block(name) {
  const found = blocks.filter((one) => one.name === name);
  assert.equal(found.length, 1, name);
  return found[0]?.text ?? '';
}

/**
 * The platform's samples have their address and key written into them: these two are exchanged, and nothing else.
 * @param {string} text
 * @param {{ url: string, apiKey: string }} service
 */
function addressed(text, { url, apiKey }) {
  const script = text.replace('https://api.espai.fun', url).replace('esp_ai平台的32位open_api_key', apiKey);
  assert.ok(script.includes(url) && script.includes(apiKey));
  return script;
}

for (const [endpoint, input, answer] of PAIRS) {
  const [theirs, ours] = [block(`${endpoint}.axios.cjs`), block(`${endpoint}.mjs`)];

  test(`${endpoint}: both send the same`, async (t) => {
    const { url, seen } = await service(t, { body: answer });
    const to = { url, apiKey: 'k'.repeat(32) };
    for (const [text, kind] of /** @type {const} */ ([
      [addressed(theirs, to), 'cjs'],
      [ours, 'mjs'],
    ])) {
      const ran = await runProgram(t, text, kind, to);
      assert.deepEqual([ran.stderr, ran.status], ['', 0]);
    }
    const requests = seen.map(({ method, url: path, headers, body }) => {
      return [method, path, headers.authorization, headers['content-type'], JSON.parse(body)];
    });
    assert.deepEqual(requests, Array(2).fill(['POST', `/cdkey/${endpoint}`, to.apiKey, 'application/json', input]));
  });

  test(`${endpoint}: both do the same, and ours prints what the page says`, async (t) => {
    const options = { now, ...(endpoint === 'transfer' ? { cards: PAID } : {}) };
    const [one, other] = [await listening(t, options), await listening(t, options)];
    const before = one.emulator.cards();
    const to = { url: one.url, apiKey: one.emulator.apiKey };
    const axios = await runProgram(t, addressed(theirs, to), 'cjs', to);
    assert.match(axios.stdout, /success: true/);
    const ran = await runProgram(t, ours, 'mjs', { url: other.url, apiKey: other.emulator.apiKey });
    assert.deepEqual([ran.stderr, ran.status], ['', 0]);
    const place = blocks.findIndex(({ name }) => name === `${endpoint}.mjs`);
    assert.deepEqual(blocks[place + 1], { language: 'text', name: 'output', text: ran.stdout });
    assert.deepEqual(one.emulator.cards(), other.emulator.cards());
    if (endpoint === 'transfer' || endpoint === 'destroy') assert.notDeepEqual(one.emulator.cards(), before);
  });
}

test('what the page says of a refusal', async (t) => {
  const { emulator, url } = await listening(t);
  const to = { url, apiKey: emulator.apiKey };
  const axios = await runProgram(t, addressed(block('transfer.axios.cjs'), to), 'cjs', to);
  assert.deepEqual([axios.stderr, axios.status], ['', 0]);
  assert.match(axios.stdout, /success: false/);
  const ran = await runProgram(t, block('transfer.mjs'), 'mjs', to);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /ApiError: .* \[api_rejected\]/);
  assert.ok(!ran.stderr.includes(emulator.apiKey));
});

test('what the page says of the key in an error of axios', async (t) => {
  const { url } = await service(t, { status: 500 });
  const to = { url, apiKey: 'k'.repeat(32) };
  const axios = await runProgram(t, addressed(block('detail.axios.cjs'), to), 'cjs', to);
  assert.ok(axios.stderr.includes(to.apiKey));
  const ran = await runProgram(t, block('detail.mjs'), 'mjs', to);
  assert.match(ran.stderr, /\[http_status\]/);
  assert.ok(!ran.stderr.includes(to.apiKey));
});

test('every block of the page is one of these', () => {
  const known = PAIRS.flatMap(([endpoint]) => [`${endpoint}.axios.cjs`, `${endpoint}.mjs`, 'output']);
  assert.deepEqual(
    blocks.map(({ name }) => name),
    known,
  );
  assert.match(readFileSync(join(ROOT, PAGE), 'utf8'), /## 中文/);
});
