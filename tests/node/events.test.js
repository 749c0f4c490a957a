/**
 * What onEvent is told, and that it cannot change what happens.
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
import { rejection } from '../support/check.js';
import { closedPort, service } from '../support/service.js';

/** @typedef {import('espai-cdkey').CdkeyEvent} Event */

const BUSY = { status: 429, headers: { 'retry-after': '0' } };

/** @param {string} baseUrl @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [options] */
function listening(baseUrl, options) {
  /** @type {Omit<Event, 'callId'>[]} */
  const events = [];
  /** @type {number[]} Of the calls that told them. */
  const callIds = [];
  const onEvent = (/** @type {Event} */ { callId, ...event }) => {
    callIds.push(callId);
    events.push(event);
  };
  const client = new CdkeyClient({ apiKey: KEY, baseUrl, onEvent, ...options });
  return { client, events, callIds };
}

/**
 * The events without how long things took, which is checked to be a time.
 * @param {Omit<Event, 'callId'>[]} events
 */
function timeless(events) {
  return events.map(({ durationMs, ...rest }) => {
    if (rest.type === 'request') assert.equal(durationMs, undefined);
    if (durationMs !== undefined) assert.ok(durationMs >= 0 && durationMs < 10_000, `${durationMs} ms`);
    return rest;
  });
}

test('a success: request, response', async (t) => {
  const { url } = await service(t, { body: LIST_ANSWER });
  const { client, events } = listening(url);
  await client.list();
  assert.deepEqual(timeless(events), [
    { type: 'request', endpoint: 'list', attempt: 1 },
    { type: 'response', endpoint: 'list', attempt: 1, httpStatus: 200 },
  ]);
  assert.equal(typeof events[1]?.durationMs, 'number');
});

test('an attempt that is made again is a retry, not an error', async (t) => {
  const { url } = await service(t, BUSY, { body: DETAIL_ANSWER });
  const { client, events } = listening(url);
  await client.detail(DETAIL_INPUT);
  assert.deepEqual(timeless(events), [
    { type: 'request', endpoint: 'detail', attempt: 1 },
    { type: 'response', endpoint: 'detail', attempt: 1, httpStatus: 429 },
    {
      type: 'retry',
      endpoint: 'detail',
      attempt: 1,
      httpStatus: 429,
      outcome: 'rejected',
      code: 'rate_limited',
      delayMs: 0,
    },
    { type: 'request', endpoint: 'detail', attempt: 2 },
    { type: 'response', endpoint: 'detail', attempt: 2, httpStatus: 200 },
  ]);
});

test("error comes once, for the call's end", async (t) => {
  const { url } = await service(t, BUSY);
  const { client, events } = listening(url, { maxRetries: 2 });
  await rejection(client.detail(DETAIL_INPUT));
  assert.deepEqual(
    events.map(({ type, attempt }) => `${type} ${attempt}`),
    ['request 1', 'response 1', 'retry 1', 'request 2', 'response 2', 'retry 2', 'request 3', 'response 3', 'error 3'],
  );
  const { durationMs: _, ...last } = /** @type {Event} */ (events.at(-1));
  assert.deepEqual(last, {
    type: 'error',
    endpoint: 'detail',
    attempt: 3,
    httpStatus: 429,
    outcome: 'rejected',
    code: 'rate_limited',
  });
});

test('no answer: request, error', async () => {
  const { client, events } = listening(`http://127.0.0.1:${await closedPort()}`, { maxRetries: 0 });
  await rejection(client.transfer(TRANSFER_INPUT));
  assert.deepEqual(timeless(events), [
    { type: 'request', endpoint: 'transfer', attempt: 1 },
    { type: 'error', endpoint: 'transfer', attempt: 1, outcome: 'not_sent', code: 'network' },
  ]);
});

test('out of time, and aborted under way', async (t) => {
  const { url } = await service(t, () => {});
  const { client, events } = listening(url, { maxRetries: 0, timeoutMs: 50 });
  await rejection(client.transfer(TRANSFER_INPUT));
  assert.deepEqual(timeless(events).at(-1), {
    type: 'error',
    endpoint: 'transfer',
    attempt: 1,
    outcome: 'unknown',
    code: 'timeout',
  });
  const controller = new AbortController();
  setTimeout(() => controller.abort('enough'), 20);
  await rejection(client.transfer(TRANSFER_INPUT, { signal: controller.signal, timeoutMs: 5000 }));
  assert.deepEqual(timeless(events).at(-1), {
    type: 'error',
    endpoint: 'transfer',
    attempt: 1,
    outcome: 'unknown',
    code: 'aborted',
  });
});

test('what is refused before anything is sent: an error alone, of attempt 0', async () => {
  const { client, events } = listening('http://127.0.0.1:2');
  await rejection(client.detail(/** @type {any} */ ({})));
  await rejection(client.list({}, { signal: AbortSignal.abort() }));
  assert.deepEqual(events, [
    { type: 'error', endpoint: 'detail', attempt: 0, outcome: 'not_sent', code: 'invalid_argument' },
    { type: 'error', endpoint: 'list', attempt: 0, outcome: 'not_sent', code: 'aborted' },
  ]);
});

test('a walk tells of each of its pages', async (t) => {
  const { url } = await service(t, { body: LIST_ANSWER });
  const { client, events } = listening(url);
  for await (const _ of client.listAll()) void _;
  assert.deepEqual(
    events.map(({ type }) => type),
    ['request', 'response'],
  );
});

test('what a listener throws, or rejects with, is ignored', async (t) => {
  const { url, seen } = await service(t, BUSY, { body: TRANSFER_ANSWER });
  /** @type {unknown[]} */
  const unhandled = [];
  const note = (/** @type {unknown} */ reason) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  t.after(() => process.off('unhandledRejection', note));
  for (const onEvent of [
    () => {
      throw new Error('listener');
    },
    async () => {
      throw new Error('async listener');
    },
    () => ({
      get then() {
        throw new Error('hostile listener');
      },
    }),
  ]) {
    const client = new CdkeyClient({ apiKey: KEY, baseUrl: url, onEvent });
    assert.deepEqual(await client.transfer(TRANSFER_INPUT), { message: '请求成功' });
  }
  await new Promise(setImmediate);
  assert.deepEqual(unhandled, []);
  assert.equal(seen.length, 4);
});

test('a listener may call the client, and change what it was given', async (t) => {
  const { url } = await service(t, { body: LIST_ANSWER });
  /** @type {Promise<unknown>[]} */
  const calls = [];
  const client = new CdkeyClient({
    apiKey: KEY,
    baseUrl: url,
    onEvent: (event) => {
      if (calls.length < 3) calls.push(client.list());
      /** @type {any} */ (event).attempt = 99;
      Object.freeze(event);
    },
  });
  assert.equal((await client.list()).total, 1);
  assert.equal((await Promise.all(calls)).length, 3);
});

test('no event holds a key, a phone or a card', async (t) => {
  const { url } = await service(t, { body: DETAIL_ANSWER }, { body: FAILURE }, { status: 500 });
  const { client, events } = listening(url, { maxRetries: 0 });
  await client.detail(DETAIL_INPUT);
  await rejection(client.detail(DETAIL_INPUT));
  await rejection(client.transfer(TRANSFER_INPUT));
  const known = ['type', 'endpoint', 'attempt', 'durationMs', 'httpStatus', 'outcome', 'code', 'delayMs'];
  for (const event of events) {
    assert.deepEqual(
      Object.keys(event).filter((key) => !known.includes(key)),
      [],
    );
  }
  assert.ok(!/15916888888|wNaa1GDw|sk-/.test(JSON.stringify(events)));
});

test('the events of a call have its number, and no other call has it', async (t) => {
  const { url } = await service(t, BUSY, { body: LIST_ANSWER }, { body: LIST_ANSWER });
  const { client, events, callIds } = listening(url);
  await client.list();
  await client.list();
  await rejection(client.detail(/** @type {any} */ ({})));
  assert.equal(events.length, 8);
  const [first, second, third] = [...new Set(callIds)];
  assert.deepEqual(callIds, [first, first, first, first, first, second, second, third]);
  assert.ok(callIds.every((id) => Number.isInteger(id) && id > 0));
});
