/**
 * The option `headers` as a function, a backend's own log-in, and `idempotency-key`.
 */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { CdkeyClient, explain } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { DETAIL_INPUT, KEY, LIST_ANSWER, TRANSFER_INPUT } from '../support/page.js';
import { assertReason, checkError, rejection } from '../support/check.js';

/** @typedef {Partial<import('espai-cdkey').CdkeyClientOptions>} Options */

const BACKEND = { apiKey: null, baseUrl: 'https://backend.example/api' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const NOT_SENT = { code: 'invalid_config', name: 'ValidationError', outcome: 'not_sent', retryable: false };

/**
 * A client of a backend, and the headers of each request that it sends.
 * @param {Options} options
 * @param {(() => Response)[]} [answers] One an attempt; then a success each.
 */
function sending(options, answers = []) {
  /** @type {Record<string, string>[]} */
  const sent = [];
  const fetch = async (/** @type {string} */ _, /** @type {import('espai-cdkey').FetchInit} */ { headers }) => {
    sent.push(headers);
    return answers.shift()?.() ?? Response.json(LIST_ANSWER);
  };
  const client = new CdkeyClient({ ...BACKEND, fetch, ...options });
  return { client, sent };
}

const refused =
  (/** @type {number} */ status, message = '系统繁忙') =>
  () =>
    Response.json({ success: false, message, code: status }, { headers: { 'retry-after': '0' } });

test('a function for headers is asked for each attempt, in the async context of its caller', async () => {
  const context = new AsyncLocalStorage();
  /** @type {unknown[]} */
  const seen = [];
  const headers = async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    seen.push(context.getStore());
    return { Authorization: `Bearer token-${seen.length}`, 'x-none': undefined };
  };
  const { client, sent } = sending({ headers }, [refused(429), refused(429)]);
  await Promise.all([context.run('a', () => client.list()), context.run('b', () => client.list())]);
  assert.deepEqual(
    sent.map(({ authorization }) => authorization).sort(),
    [1, 2, 3, 4].map((n) => `Bearer token-${n}`),
  );
  assert.deepEqual([...seen].sort(), ['a', 'a', 'b', 'b']);
  assert.ok(sent.every((all) => all['content-type'] === 'application/json' && !('x-none' in all)));

  const plain = sending({ headers: () => ({ 'x-trace': 'abc' }), apiKey: KEY });
  await plain.client.list();
  assert.deepEqual(plain.sent, [{ 'x-trace': 'abc', 'content-type': 'application/json', authorization: KEY }]);
});

/** @type {[string, () => any, string, string][]} */
const REFUSED = [
  ['undefined', () => undefined, 'headers', 'not_headers'],
  ['a Headers', () => new Headers(), 'headers', 'not_headers'],
  ['a list', async () => [['a', 'b']], 'headers', 'not_headers'],
  ['a line break', () => ({ x: 'secret\nvalue' }), 'headers.x', 'not_a_header_value'],
  ['a getter that throws', () => ({ get x() { throw new Error('secret'); } }), 'headers.x', 'not_a_header_value'], // prettier-ignore
  ['a host', () => ({ Host: 'secret' }), 'headers.Host', 'reserved_header'],
  ['an idempotency-key', () => ({ 'idempotency-key': 'secret' }), 'headers.idempotency-key', 'our_idempotency_key'],
];

test('what a function gives is checked as the option is, and nothing is sent where it is refused', async () => {
  for (const [what, headers, path, reason] of REFUSED) {
    const { client, sent } = sending({ headers });
    const error = await rejection(client.transfer(TRANSFER_INPUT));
    checkError(error, { ...NOT_SENT, endpoint: 'transfer', attempts: 1, path });
    assert.equal(error.reason, reason, what);
    assert.ok(sent.length === 0 && !inspect(error).includes('secret'), what);
  }
  const { client, sent } = sending({ apiKey: KEY, headers: () => ({ authorization: 'x' }) });
  checkError(await rejection(client.list()), { ...NOT_SENT, attempts: 1, path: 'headers.authorization' });
  assert.equal(sent.length, 0);
});

test('a function that throws or is rejected ends the call: not sent, not tried again, its own error is the cause', async () => {
  for (const headers of [
    () => {
      throw new TypeError('no token for 15916888888');
    },
    () => Promise.reject(new TypeError('no token for 15916888888')),
  ]) {
    let asked = 0;
    /** @type {import('espai-cdkey').CdkeyEvent[]} */
    const events = [];
    const { client, sent } = sending({
      headers: () => {
        asked += 1;
        return headers();
      },
      onEvent: (event) => events.push(event),
    });
    for (const call of [() => client.list(), () => client.transfer(TRANSFER_INPUT)]) {
      asked = 0;
      const error = await rejection(call());
      checkError(error, { ...NOT_SENT, attempts: 1, path: 'headers' });
      assert.equal(error.reason, 'headers_failed');
      const { cause } = /** @type {{ cause: Error }} */ (/** @type {unknown} */ (error));
      assert.deepEqual([cause.name, cause.message], ['TypeError', 'no token for 159****8888']);
      assert.deepEqual([asked, sent.length], [1, 0]);
    }
    assert.deepEqual(
      events.map(({ type }) => type),
      ['request', 'error', 'request', 'error'],
    );
    const error = await rejection(client.transfer(TRANSFER_INPUT));
    assert.match(explain(error).what, /额度没有变动/);
  }
});

test('a function that does not settle ends with the time or with the signal: nothing is sent, also later', async () => {
  /** @type {((headers: Record<string, string>) => void)[]} */
  const waiting = [];
  const headers = () =>
    new Promise((/** @type {(headers: Record<string, string>) => void} */ resolve) => {
      waiting.push(resolve);
    });
  const { client, sent } = sending({ headers });
  const late = await rejection(client.transfer(TRANSFER_INPUT, { timeoutMs: 20, maxRetries: 0 }));
  checkError(late, { name: 'TimeoutError', code: 'timeout', outcome: 'not_sent', retryable: true, attempts: 1 });
  const leaving = new AbortController();
  setTimeout(() => {
    leaving.abort('gone');
  }, 20);
  const gone = await rejection(client.transfer(TRANSFER_INPUT, { signal: leaving.signal }));
  checkError(gone, { name: 'AbortError', code: 'aborted', outcome: 'not_sent', attempts: 1 });
  for (const give of waiting) give({ x: '1' });
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  assert.equal(sent.length, 0);

  const at = new AbortController();
  const own = sending({
    headers: () => {
      at.abort('within it');
      return {};
    },
  });
  const within = await rejection(own.client.transfer(TRANSFER_INPUT, { signal: at.signal }));
  checkError(within, { name: 'AbortError', code: 'aborted', outcome: 'not_sent', attempts: 1 });
  assert.equal(own.sent.length, 0);
});

test('the values of headers are masked in whatever an error repeats', async () => {
  const token = 'eyJhbGciOi.of-somebody';
  for (const headers of [{ authorization: `Bearer ${token}` }, () => ({ authorization: `Bearer ${token}` })]) {
    const { client } = sending({ headers }, [refused(401, `no such token: ${token} (Bearer ${token})`)]);
    const error = await rejection(client.detail(DETAIL_INPUT));
    assert.equal(error.apiMessage, 'no such token: *** (***)');
    assert.ok(!inspect(error).includes(token) && !JSON.stringify(error).includes(token));
    const lost = sending({ headers, fetch: () => Promise.reject(new Error(`lost with ${token}`)), maxRetries: 0 });
    const network = await rejection(lost.client.transfer(TRANSFER_INPUT));
    assert.ok(!inspect(network).includes(token) && /lost with \*\*\*/.test(network.message), inspect(network));
    assert.ok(!inspect(client).includes(token));
  }
});

test('moves to a backend carry one idempotency-key a call, over its attempts; false leaves it out', async () => {
  const { client, sent } = sending({}, [refused(429), refused(429), refused(429, 'done')]);
  await rejection(client.transfer(TRANSFER_INPUT, { maxRetries: 2 }));
  await client.destroy('a');
  await client.list();
  const keys = sent.map((headers) => headers['idempotency-key']);
  assert.equal(keys.length, 5);
  assert.match(String(keys[0]), UUID);
  assert.deepEqual([keys[1], keys[2], keys[4]], [keys[0], keys[0], undefined]);
  assert.match(String(keys[3]), UUID);
  assert.notEqual(keys[3], keys[0]);

  for (const options of [{ idempotencyHeader: false }, { apiKey: KEY }, { apiKey: KEY, idempotencyHeader: true }]) {
    const other = sending(options);
    await other.client.destroy('a');
    assert.ok(!('idempotency-key' in (other.sent[0] ?? {})));
  }
  const own = sending({ idempotencyHeader: false, headers: { 'Idempotency-Key': 'mine' } });
  await own.client.destroy('a');
  assert.equal(own.sent[0]?.['idempotency-key'], 'mine');
  assert.throws(
    () => new CdkeyClient({ ...BACKEND, headers: { 'Idempotency-Key': 'mine' } }),
    (/** @type {any} */ error) => {
      checkError(error, { ...NOT_SENT, attempts: 0, path: 'headers.Idempotency-Key' });
      assertReason(error);
      return true;
    },
  );
});

test('where a runtime has nothing random the header is left out, and the move is made', async (t) => {
  t.mock.method(globalThis.crypto, 'getRandomValues', () => {
    throw new Error('not here');
  });
  const { client, sent } = sending({});
  await client.destroy('a');
  assert.ok(sent.length === 1 && !('idempotency-key' in (sent[0] ?? {})));
});

test('a backend of the emulator takes a move with all of it', async () => {
  const emulator = createEmulator();
  const client = new CdkeyClient({
    apiKey: null,
    baseUrl: 'https://page.example/api',
    fetch: emulator.backend({ basePath: '/api' }),
    headers: async () => ({ authorization: 'Bearer a-log-in' }),
  });
  const [source, target] = (await client.list()).cards.filter(
    ({ type, apiLimit }) => type !== '0' && Number(apiLimit) > 1,
  );
  const [phone, code] = [source?.userPhone ?? '', source?.code ?? ''];
  await client.transfer({
    phone,
    code,
    targetPhone: target?.userPhone ?? '',
    targetCode: target?.code ?? '',
    limit: 1,
  });
  assert.equal((await client.detail({ phone, code })).apiLimit, Number(source?.apiLimit) - 1);
});
