/**
 * The four samples of the platform's page, letter by letter, run with real axios against the emulator over a socket:
 * nothing is changed but the address and the key. And the same requests through our client give the same cards.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { inspect, promisify } from 'node:util';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import * as page from '../support/page.js';

const LIST = `const axios = require('axios');
// 定义请求头部
const headers = {
'authorization': 'esp_ai平台的32位open_api_key',
'Content-Type': 'application/json'
};
// 定义要发送的数据
const data = {
"id": "772868ead56c48d68fd1924aa5ec3aac",
"type": "0",
"code": "wNaa1GDw",
"user_name": "琳琅",
"user_phone": "15916888888",
"api_limit": "423",
"page": "1",
"limit": "10",
};
// 发送POST请求
axios.post('https://api.espai.fun/cdkey/list', data, {headers})
.then(response => {
console.log(response.data);
})
.catch(error => {
console.error(error);
});`;

const DETAIL = `const axios = require('axios');
// 定义请求头部
const headers = {
'authorization': 'esp_ai平台的32位open_api_key',
'Content-Type': 'application/json'
};
// 定义要发送的数据
const data = {
"code": "wNaa1GDw",
"phone": "15916888888",
};
// 发送POST请求
axios.post('https://api.espai.fun/cdkey/detail', data, {headers})
.then(response => {
console.log(response.data);
})
.catch(error => {
console.error(error);
});`;

const TRANSFER = `const axios = require('axios');
// 定义请求头部
const headers = {
'authorization': 'esp_ai平台的32位open_api_key',
'Content-Type': 'application/json'
};
// 定义要发送的数据
const data = {
"code": "wNaa1GDw",
"phone": "15916888888",
"target_code": "3AoPbLSQ",
"target_phone": "17516888888",
"limit": "10"
};
// 发送POST请求
axios.post('https://api.espai.fun/cdkey/transfer', data, {headers})
.then(response => {
console.log(response.data);
})
.catch(error => {
console.error(error);
});`;

const DESTROY = `const axios = require('axios');
// 定义请求头部
const headers = {
'authorization': 'esp_ai平台的32位open_api_key',
'Content-Type': 'application/json'
};
// 定义要发送的数据
const data = [{"id": "196bd2a26e4d459f9dc7d12053a05c15"}];
// 发送POST请求
axios.post('https://api.espai.fun/cdkey/destroy', data, {headers})
.then(response => {
console.log(response.data);
})
.catch(error => {
console.error(error);
});`;

/** A clock that stands still, so that two emulators answer alike. */
const now = () => 1_750_000_000_000;

/** The two cards of the page's transfer, given as paid ones: one set cannot show the first as a trial card and move from it. */
const PAID = createEmulator()
  .cards()
  .map((card) => (card.code === 'wNaa1GDw' ? { ...card, type: '1' } : card));

/**
 * An emulator on a socket.
 * @param {{ after: (clean: () => unknown) => void }} t
 * @param {import('espai-cdkey/emulator').EmulatorOptions} [options]
 */
async function listening(t, options) {
  const emulator = createEmulator({ now, ...options });
  const server = await emulator.listen();
  t.after(() => server.close());
  return { emulator, url: server.url };
}

/**
 * Runs a sample, and gives what it printed.
 * @param {string} sample
 * @param {{ emulator: { apiKey: string }, url: string }} service
 */
async function run(sample, { emulator, url }) {
  const script = sample.replace('https://api.espai.fun', url).replace('esp_ai平台的32位open_api_key', emulator.apiKey);
  assert.ok(script.includes(emulator.apiKey) && script.includes(url));
  const args = ['--input-type=commonjs', '-e', script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: new URL('.', import.meta.url) });
  assert.equal(stderr, '');
  return stdout.trim();
}

/** @param {{ emulator: { apiKey: string }, url: string }} service */
const clientOf = ({ emulator, url }) => new CdkeyClient({ apiKey: emulator.apiKey, baseUrl: url });

test('list', async (t) => {
  const service = await listening(t);
  assert.equal(await run(LIST, service), inspect(page.LIST_ANSWER));
  const { cards, total } = await clientOf(service).list(page.LIST_INPUT);
  assert.deepEqual(cards, [page.CARD]);
  assert.equal(total, page.LIST_ANSWER.totalNumber);
});

test('detail', async (t) => {
  const service = await listening(t);
  assert.equal(await run(DETAIL, service), inspect(page.DETAIL_ANSWER));
  assert.deepEqual(await clientOf(service).detail(page.DETAIL_INPUT), page.CARD);
});

test('transfer, from a card that is given as a paid one', async (t) => {
  const [theirs, ours] = [await listening(t, { cards: PAID }), await listening(t, { cards: PAID })];
  assert.equal(await run(TRANSFER, theirs), inspect(page.TRANSFER_ANSWER));
  assert.deepEqual(await clientOf(ours).transfer(page.TRANSFER_INPUT), { message: page.TRANSFER_ANSWER.message });
  assert.deepEqual(ours.emulator.cards(), theirs.emulator.cards());
  const quota = new Map(ours.emulator.cards().map(({ code, apiLimit }) => [code, apiLimit]));
  assert.deepEqual([quota.get('wNaa1GDw'), quota.get('3AoPbLSQ')], [490, 210]);
});

test("transfer, from the trial card that the page shows: refused by the page's rule", async (t) => {
  const service = await listening(t);
  const before = service.emulator.cards();
  const printed = await run(TRANSFER, service);
  assert.match(printed, /success: false/);
  assert.match(printed, /code: 400/);
  await assert.rejects(clientOf(service).transfer(page.TRANSFER_INPUT), {
    name: 'ApiError',
    outcome: 'rejected',
    apiCode: 400,
  });
  assert.deepEqual(service.emulator.cards(), before);
});

test('destroy', async (t) => {
  const [theirs, ours] = [await listening(t), await listening(t)];
  assert.equal(await run(DESTROY, theirs), inspect(page.DESTROY_ANSWER));
  assert.deepEqual(await clientOf(ours).destroy(page.DESTROY_INPUT), { message: page.DESTROY_ANSWER.message });
  assert.deepEqual(ours.emulator.cards(), theirs.emulator.cards());
  assert.ok(!ours.emulator.cards().some(({ id }) => id === page.DESTROY_INPUT[0]?.id));
});

test('all cards, by axios and by ours', async (t) => {
  const service = await listening(t);
  const sample = LIST.replace(/const data = \{[^}]*\};/, 'const data = {};').replace(
    'console.log(response.data)',
    'console.log(JSON.stringify(response.data.data))',
  );
  /** @type {Record<string, unknown>[]} */
  const theirs = JSON.parse(await run(sample, service));
  const { cards } = await clientOf(service).list();
  assert.equal(cards.length, theirs.length);
  for (const [index, card] of cards.entries()) {
    const wire = theirs[index] ?? {};
    assert.deepEqual(
      { ...card, userPhone: Number(card.userPhone) },
      {
        id: wire['id'],
        code: wire['code'],
        type: wire['type'],
        apiLimit: wire['api_limit'],
        userId: wire['user_id'],
        userPhone: wire['user_phone'],
        userName: wire['user_name'],
        createTime: wire['create_time'],
        updateTime: wire['update_time'],
      },
    );
  }
});
