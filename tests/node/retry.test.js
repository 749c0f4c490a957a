/**
 * When a call is sent again, and after how long.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import {
  DETAIL_ANSWER,
  DETAIL_INPUT,
  FAILURE,
  KEY,
  LIST_ANSWER,
  TRANSFER_ANSWER,
  TRANSFER_INPUT,
} from '../support/page.js';
import { checkError, rejection } from '../support/check.js';
import { closedPort, send, service } from '../support/service.js';

/** @typedef {import('../support/service.js').Answer} Answer */

/** @param {string} baseUrl @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [options] */
function telling(baseUrl, options) {
  /** @type {number[]} */
  const delays = [];
  const client = new CdkeyClient({
    apiKey: KEY,
    baseUrl,
    onEvent: ({ delayMs }) => delayMs !== undefined && delays.push(delayMs),
    ...options,
  });
  return { client, delays };
}

/** @type {[string, Answer][]} */
const AGAIN = [
  ['408', { status: 408 }],
  ['429', { status: 429 }],
  ['500', { status: 500 }],
  ['502, a proxy', { status: 502, body: '<html></html>' }],
  ['503', { status: 503 }],
  ['599', { status: 599 }],
  ['an envelope of 500', { body: FAILURE }],
  ['an envelope of 429', { body: { success: false, code: 429 } }],
  ['a lost connection', (request) => request.socket.resetAndDestroy()],
  [
    'a cut body',
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"success":true', () => response.destroy());
    },
  ],
  ['no answer in time', () => {}],
];

for (const [what, answer] of AGAIN) {
  test(`reads are tried again: ${what}`, async (t) => {
    const { url, seen } = await service(t, answer, { body: LIST_ANSWER });
    // Only the last one waits for it; a busy machine needs more for the others.
    const { client, delays } = telling(url, { timeoutMs: what === 'no answer in time' ? 150 : 5000 });
    assert.equal((await client.list()).total, 1);
    assert.equal(seen.length, 2);
    assert.equal(seen[0]?.body, seen[1]?.body);
    assert.equal(delays.length, 1);
  });
}

/** @type {[string, Answer][]} */
const NOT_AGAIN = [
  ['400', { status: 400 }],
  ['401', { status: 401 }],
  ['403', { status: 403 }],
  ['404', { status: 404 }],
  ['302', { status: 302, headers: { location: '/' } }],
  ['an envelope of 400', { body: { success: false, code: 400 } }],
  ['an envelope without code', { body: { success: false } }],
  ['garbage', { body: 'garbage' }],
  ['a card outside the contract', { body: { success: true, data: {} } }],
];

for (const [what, answer] of NOT_AGAIN) {
  test(`reads are not tried again: ${what}`, async (t) => {
    const { url, seen } = await service(t, answer);
    const error = await rejection(telling(url).client.detail(DETAIL_INPUT));
    assert.equal(error.attempts, 1);
    assert.equal(error.retryable, false);
    assert.equal(seen.length, 1);
  });
}

test('two retries unless asked otherwise; by the client, by the call', async (t) => {
  const { url, seen } = await service(t, { status: 503, headers: { 'retry-after': '0' } });
  for (const [client, options, attempts] of /** @type {const} */ ([
    [{}, undefined, 3],
    [{ maxRetries: 0 }, undefined, 1],
    [{ maxRetries: 4 }, {}, 5],
    [{ maxRetries: 4 }, { maxRetries: 1 }, 2],
    [{ maxRetries: 0 }, { maxRetries: 1 }, 2],
  ])) {
    seen.length = 0;
    const error = await rejection(telling(url, client).client.detail(DETAIL_INPUT, options));
    checkError(error, {
      name: 'HttpError',
      code: 'http_status',
      outcome: 'unknown',
      httpStatus: 503,
      retryAfterMs: 0,
      attempts,
      retryable: true,
    });
    assert.equal(seen.length, attempts);
  }
});

test('backoff: full jitter under a bound that doubles', async (t) => {
  const { url } = await service(t, { status: 500 });
  const own = Math.random;
  t.after(() => {
    Math.random = own;
  });
  Math.random = () => 0.999999;
  const high = telling(url, { maxRetries: 3 });
  await rejection(high.client.list());
  assert.equal(high.delays.length, 3);
  const [first = 0, second = 0, third = 0] = high.delays;
  assert.ok(first >= 50 && first <= 1000, `${first} ms`);
  assert.ok(Math.abs(second / first - 2) < 0.1 && Math.abs(third / second - 2) < 0.1, `${high.delays}`);
  Math.random = () => 0;
  const low = telling(url, { maxRetries: 3 });
  await rejection(low.client.list());
  assert.deepEqual(low.delays, [0, 0, 0]);
});

test('it really waits, as long as it says', async (t) => {
  /** @type {number[]} */
  const times = [];
  const { url } = await service(t, (_, response) => {
    times.push(performance.now());
    send(response, times.length < 3 ? { status: 500 } : { body: LIST_ANSWER });
  });
  const { client, delays } = telling(url);
  await client.list();
  for (const [index, delay] of delays.entries()) {
    const waited = (times[index + 1] ?? 0) - (times[index] ?? 0);
    assert.ok(waited >= delay - 2, `waited ${waited} ms, said ${delay}`);
  }
});

test('Retry-After in seconds is waited for', async (t) => {
  const { url } = await service(t, { status: 429, headers: { 'retry-after': '1' } }, { body: DETAIL_ANSWER });
  const { client, delays } = telling(url);
  const began = performance.now();
  await client.detail(DETAIL_INPUT);
  assert.deepEqual(delays, [1000]);
  assert.ok(performance.now() - began >= 995);
});

test('Retry-After as a date is waited for', async (t) => {
  const { url } = await service(
    t,
    (_, response) =>
      send(response, { status: 503, headers: { 'retry-after': new Date(Date.now() + 2000).toUTCString() } }),
    { body: DETAIL_ANSWER },
  );
  const { client, delays } = telling(url);
  await client.detail(DETAIL_INPUT);
  const [delay = 0] = delays;
  // A date has whole seconds.
  assert.ok(delay > 500 && delay <= 2000, `${delay} ms`);
});

test('Retry-After in the past, in every form that there is', async (t) => {
  const { url } = await service(
    t,
    { status: 503, headers: { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' } },
    { status: 503, headers: { 'retry-after': 'Sunday, 06-Nov-94 08:49:37 GMT' } },
    { status: 503, headers: { 'retry-after': 'Sun Nov  6 08:49:37 1994' } },
    { status: 503, headers: { 'retry-after': '0.02' } },
    { body: DETAIL_ANSWER },
  );
  const { client, delays } = telling(url, { maxRetries: 4 });
  await client.detail(DETAIL_INPUT);
  assert.deepEqual(delays, [0, 0, 0, 20]);
});

for (const header of ['soon', '-5', '1e3', '']) {
  test(`Retry-After that cannot be read, '${header}', waits as long as a backoff may`, async (t) => {
    const { url } = await service(t, { status: 503, headers: { 'retry-after': header } });
    const controller = new AbortController();
    /** @type {(number | undefined)[]} */
    const delays = [];
    const client = new CdkeyClient({
      apiKey: KEY,
      baseUrl: url,
      onEvent: (event) => {
        if (event.type !== 'retry') return;
        delays.push(event.delayMs);
        controller.abort();
      },
    });
    await rejection(client.detail(DETAIL_INPUT, { signal: controller.signal }));
    assert.deepEqual(delays, [8000]);
  });
}

test('Retry-After of 60 s is waited for, of 61 s fails at once and is told', async (t) => {
  const { url, seen } = await service(t, { status: 429, headers: { 'retry-after': '60' } });
  const { client, delays } = telling(url);
  const controller = new AbortController();
  const waiting = rejection(client.detail(DETAIL_INPUT, { signal: controller.signal }));
  while (delays.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(delays, [60_000]);
  controller.abort();
  assert.equal((await waiting).code, 'aborted');
  for (const [header, ms] of /** @type {const} */ ([
    ['61', 61_000],
    ['86400', 86_400_000],
    ['99999999999999999999', Number.MAX_SAFE_INTEGER],
  ])) {
    const long = await service(t, { status: 429, headers: { 'retry-after': header } });
    const error = await rejection(telling(long.url).client.transfer(TRANSFER_INPUT));
    checkError(error, {
      name: 'RateLimitError',
      code: 'rate_limited',
      outcome: 'rejected',
      httpStatus: 429,
      attempts: 1,
      retryable: true,
      retryAfterMs: ms,
    });
    assert.equal(long.seen.length, 1);
  }
  assert.equal(seen.length, 1);
});

test('a move is sent again after 429, of HTTP and of the envelope', async (t) => {
  for (const busy of [
    { status: 429 },
    { body: { success: false, code: 429 } },
    { status: 429, body: { success: false } },
  ]) {
    const { url, seen } = await service(t, busy, busy, { body: TRANSFER_ANSWER });
    assert.deepEqual(await telling(url).client.transfer(TRANSFER_INPUT), { message: '请求成功' });
    assert.equal(seen.length, 3);
  }
});

test('a move is sent again where nothing was sent', async () => {
  const { client, delays } = telling(`http://127.0.0.1:${await closedPort()}`);
  const error = await rejection(client.transfer(TRANSFER_INPUT));
  checkError(error, { name: 'NetworkError', code: 'network', outcome: 'not_sent', attempts: 3, retryable: true });
  assert.equal(delays.length, 2);
});

test('what was not sent, then sent and lost, is not sent a third time', async (t) => {
  const { url, seen } = await service(t, (request) => request.socket.resetAndDestroy());
  let attempts = 0;
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = async (to, init) => {
    attempts += 1;
    return globalThis.fetch(attempts === 1 ? `http://127.0.0.1:${await closedPort()}/x` : to, init);
  };
  const error = await rejection(telling(url, { fetch, maxRetries: 5 }).client.transfer(TRANSFER_INPUT));
  checkError(error, { name: 'NetworkError', code: 'network', outcome: 'unknown', attempts: 2, retryable: false });
  assert.equal(seen.length, 1);
});

test('timeoutMs is for each attempt', async (t) => {
  const { url, seen } = await service(
    t,
    () => {},
    () => {},
    { body: LIST_ANSWER },
  );
  assert.equal((await telling(url).client.list({}, { timeoutMs: 100 })).total, 1);
  assert.equal(seen.length, 3);
});
