/**
 * `destroyMany`: one id a request. What a bulk is in general, `transfer-many.test.js` holds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { checkPartly, rejection } from '../support/check.js';

function shop() {
  const cards = ['a', 'b', 'c', 'd'].map((id) => ({
    id,
    code: `code-${id}`,
    type: '5',
    apiLimit: id === 'c' ? 1 : 0,
    userPhone: '17600000001',
  }));
  const emulator = createEmulator({ cards });
  /** @type {string[]} */
  const sent = [];
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: (url, init) => {
      sent.push(init.body);
      return emulator.fetch(url, init);
    },
  });
  return { emulator, client, sent };
}

test('each card in a request of its own, as an id, an { id } or a card', async () => {
  const { client, emulator, sent } = shop();
  const [first] = emulator.cards();
  assert.ok(first);
  const ids = [first, 'b', { id: 'c' }, 'none', 'd'];
  const results = [];
  for await (const result of client.destroyMany(ids, { concurrency: 1 })) results.push(result);
  assert.deepEqual(
    results.map(({ index, status }) => [index, status]),
    [
      [0, 'done'],
      [1, 'done'],
      [2, 'failed'],
      [3, 'failed'],
      [4, 'done'],
    ],
  );
  assert.deepEqual(
    results.map(({ input }) => input),
    ids,
  );
  assert.deepEqual(
    sent.map((body) => JSON.parse(body)),
    ['a', 'b', 'c', 'none', 'd'].map((id) => [{ id }]),
  );
  assert.deepEqual(
    emulator.cards().map(({ id }) => id),
    ['c'],
  );
});

test('one card twice is destroyed once, and the second is refused by the service', async () => {
  const { client } = shop();
  const statuses = [];
  for await (const { status } of client.destroyMany(['a', { id: 'a' }])) statuses.push(status);
  assert.deepEqual(statuses, ['done', 'failed']);
});

test('an array is no id, verify is no option, and a text no list', async () => {
  const { client, sent } = shop();
  for await (const { status, error } of client.destroyMany(/** @type {any} */ ([['a', 'b']]))) {
    assert.equal(status, 'failed');
    checkPartly(error, { name: 'ValidationError', path: 'ids[0]' });
  }
  const many = (/** @type {any} */ ids, /** @type {any} */ options) => client.destroyMany(ids, options).next();
  checkPartly(await rejection(many(['a'], { verify: true })), { code: 'invalid_argument', path: 'verify' });
  checkPartly(await rejection(many('a', {})), { code: 'invalid_argument', path: 'inputs', endpoint: 'destroy' });
  assert.equal(sent.length, 0);
});

test('an unknown outcome stays one, and stops it where asked', async () => {
  const { client, emulator } = shop();
  emulator.inject({ fault: 'drop', endpoint: 'destroy', when: 'after' });
  const statuses = [];
  for await (const { status } of client.destroyMany(['a', 'b', 'd'], { concurrency: 1, stopOnError: true })) {
    statuses.push(status);
  }
  assert.deepEqual(statuses, ['unknown', 'skipped', 'skipped']);
  assert.deepEqual(
    emulator.cards().map(({ id }) => id),
    ['b', 'c', 'd'],
  );
});
