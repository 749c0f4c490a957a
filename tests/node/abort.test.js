/**
 * The caller's signal: before, during, between; its reason untouched, and nothing left on it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AbortError, CdkeyClient } from 'espai-cdkey';
import { DETAIL_INPUT, KEY, LIST_ANSWER, TRANSFER_INPUT, wireCards } from '../support/page.js';
import { checkError, rejection, sleep } from '../support/check.js';
import { closedPort, service } from '../support/service.js';

const ABORTED = /** @type {const} */ ({ name: 'AbortError', code: 'aborted', retryable: false });

/** A signal that knows who listens on it. */
function watched() {
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {Set<unknown>} */
  const listeners = new Set();
  let ever = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (/** @type {any[]} */ ...args) => {
    ever += 1;
    listeners.add(args[1]);
    Reflect.apply(addEventListener, signal, args);
  };
  signal.removeEventListener = (/** @type {any[]} */ ...args) => {
    listeners.delete(args[1]);
    Reflect.apply(removeEventListener, signal, args);
  };
  return { controller, signal, listeners, ever: () => ever };
}

/** @param {string} baseUrl @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [options] */
const to = (baseUrl, options) => new CdkeyClient({ apiKey: KEY, baseUrl, ...options });

/** @type {[string, unknown][]} */
const REASONS = [
  ['a text', 'stop'],
  ['an Error', new Error('mine', { cause: { key: KEY } })],
  ['null', null],
  ['0', 0],
  ['a symbol', Symbol('stop')],
  ['a bigint', 5n],
  ['an object', { my: ['own', 'reason'] }],
  ['a function', () => 'why'],
  [
    'what throws when it is looked at',
    new Proxy({}, { get: () => assert.fail('looked at'), has: () => assert.fail('looked at') }),
  ],
];

for (const [what, reason] of REASONS) {
  test(`the reason comes back untouched: ${what}`, async (t) => {
    const { url, seen } = await service(t, () => {});
    const client = to(url);
    const before = await rejection(client.transfer(TRANSFER_INPUT, { signal: AbortSignal.abort(reason) }));
    checkError(before, { ...ABORTED, endpoint: 'transfer', outcome: 'not_sent', attempts: 0 });
    assert.ok(Object.is(before.cause, reason));
    assert.ok(before instanceof AbortError);

    const controller = new AbortController();
    const call = rejection(client.transfer(TRANSFER_INPUT, { signal: controller.signal }));
    while (seen.length === 0) await sleep(2);
    controller.abort(reason);
    const during = await call;
    checkError(during, { ...ABORTED, endpoint: 'transfer', outcome: 'unknown', attempts: 1 });
    assert.ok(Object.is(during.cause, reason));
    assert.equal(seen.length, 1);
  });
}

test('without a reason the cause is what the signal says', async () => {
  const signal = AbortSignal.abort();
  const error = await rejection(to('http://127.0.0.1:2').list({}, { signal }));
  assert.equal(error.cause, signal.reason);
  assert.equal(/** @type {any} */ (error.cause).name, 'AbortError');
});

test('AbortSignal.timeout and AbortSignal.any', async (t) => {
  const { url } = await service(t, () => {});
  const timeout = AbortSignal.timeout(30);
  const error = await rejection(to(url).list({}, { signal: AbortSignal.any([timeout, new AbortController().signal]) }));
  checkError(error, { ...ABORTED, endpoint: 'list', outcome: 'unknown' });
  assert.equal(/** @type {any} */ (error.cause).name, 'TimeoutError');
});

test('aborted within the body', async (t) => {
  const controller = new AbortController();
  const { url } = await service(t, (_, response) => {
    response.writeHead(200);
    response.write('{"success":true', () => setTimeout(() => controller.abort('enough'), 20));
  });
  const error = await rejection(to(url).transfer(TRANSFER_INPUT, { signal: controller.signal }));
  checkError(error, { ...ABORTED, outcome: 'unknown', attempts: 1 });
  assert.equal(error.cause, 'enough');
});

test('the connection of an aborted call is given up', async (t) => {
  /** @type {(value: unknown) => void} */
  let left = () => {};
  const gone = new Promise((resolve) => {
    left = resolve;
  });
  const controller = new AbortController();
  const { url } = await service(t, (request) => {
    request.socket.once('close', left);
    controller.abort();
  });
  await rejection(to(url).list({}, { signal: controller.signal }));
  await gone;
});

test('aborted while it waits to try again: the outcome of the last attempt', async (t) => {
  const busy = await service(t, { status: 503, headers: { 'retry-after': '30' } });
  const began = performance.now();
  for (const [baseUrl, outcome] of [
    [busy.url, 'unknown'],
    [(await service(t, { status: 429, headers: { 'retry-after': '30' } })).url, 'rejected'],
  ]) {
    const controller = new AbortController();
    const onEvent = (/** @type {import('espai-cdkey').CdkeyEvent} */ { type }) => {
      if (type === 'retry') setTimeout(() => controller.abort('enough'), 10);
    };
    const error = await rejection(to(String(baseUrl), { onEvent }).detail(DETAIL_INPUT, { signal: controller.signal }));
    checkError(error, { ...ABORTED, outcome, attempts: 1 });
    assert.equal(error.cause, 'enough');
  }
  assert.ok(performance.now() - began < 5000);
});

test('a move aborted between attempts of which nothing was sent: not sent', async () => {
  const controller = new AbortController();
  const onEvent = (/** @type {import('espai-cdkey').CdkeyEvent} */ { type }) => {
    if (type === 'retry') controller.abort('enough');
  };
  const client = to(`http://127.0.0.1:${await closedPort()}`, { onEvent });
  const error = await rejection(client.transfer(TRANSFER_INPUT, { signal: controller.signal }));
  checkError(error, { ...ABORTED, outcome: 'not_sent', attempts: 1 });
});

test('aborted in the very moment of the request', async (t) => {
  const { url, seen } = await service(t, { body: LIST_ANSWER });
  const controller = new AbortController();
  const onEvent = () => {
    controller.abort('now');
  };
  const error = await rejection(to(url, { onEvent }).transfer(TRANSFER_INPUT, { signal: controller.signal }));
  assert.equal(error.code, 'aborted');
  await sleep(30);
  if (seen.length === 0) assert.ok(error.outcome === 'not_sent' || error.outcome === 'unknown');
  else assert.equal(error.outcome, 'unknown');
});

test('a signal that comes after the end changes nothing', async (t) => {
  const { url } = await service(t, { body: LIST_ANSWER });
  const controller = new AbortController();
  assert.equal((await to(url).list({}, { signal: controller.signal })).total, 1);
  controller.abort();
  await sleep(5);
});

test('nothing is left on a signal, however a call ends', async (t) => {
  const good = await service(t, { body: LIST_ANSWER });
  const bad = await service(t, { status: 400 });
  const busy = await service(t, { status: 503 });
  const hang = await service(t, () => {});
  const { signal, listeners, ever, controller } = watched();
  for (let call = 0; call < 20; call += 1) await to(good.url).list({}, { signal });
  await rejection(to(bad.url).list({}, { signal }));
  await rejection(to(busy.url, { maxRetries: 1 }).list({}, { signal }));
  await rejection(to(hang.url, { maxRetries: 1, timeoutMs: 30 }).list({}, { signal }));
  await rejection(to(`http://127.0.0.1:${await closedPort()}`).transfer(TRANSFER_INPUT, { signal }));
  await rejection(to(good.url, { maxResponseBytes: 1 }).list({}, { signal }));
  await rejection(to(good.url, { fetch: async () => 'no response' }).list({}, { signal }));
  await rejection(to(good.url).list(/** @type {any} */ ({ nope: 1 }), { signal }));
  for await (const _ of to(good.url).listAll({}, { signal })) void _;
  assert.ok(ever() > 20);
  assert.equal(listeners.size, 0);
  const last = rejection(to(hang.url).list({}, { signal }));
  await sleep(20);
  controller.abort();
  await last;
  assert.equal(listeners.size, 0);
});

test('no timer keeps the process alive after a call', async (t) => {
  const { url } = await service(t, { body: LIST_ANSWER });
  await to(url, { timeoutMs: 100_000 }).list();
  const timers = process.getActiveResourcesInfo().filter((what) => what === 'Timeout');
  // Node's own fetch keeps a timer for its connections; ours would be one more for each call.
  for (let call = 0; call < 10; call += 1) await to(url, { timeoutMs: 100_000 }).list();
  const after = process.getActiveResourcesInfo().filter((what) => what === 'Timeout');
  assert.ok(after.length <= timers.length + 2, `${timers.length} timers became ${after.length}`);
});

test('a walk ends at its signal, with what came before it given', async (t) => {
  const cards = wireCards(30);
  const { url, seen } = await service(t, (_, response, { body }) => {
    const { page } = JSON.parse(body);
    response.end(JSON.stringify({ success: true, data: cards.slice((page - 1) * 10, page * 10), totalNumber: 30 }));
  });
  const { signal, controller, listeners } = watched();
  /** @type {string[]} */
  const got = [];
  const error = await rejection(async () => {
    for await (const card of to(url).listAll({}, { pageSize: 10, signal })) {
      got.push(card.id);
      if (got.length === 15) controller.abort('enough');
    }
  });
  checkError(error, { ...ABORTED, endpoint: 'list', outcome: 'not_sent', attempts: 0 });
  assert.equal(error.cause, 'enough');
  // What a page brought is given, also after the signal: it is here already.
  assert.ok(got.length === 15 || got.length === 20);
  assert.equal(seen.length, 2);
  assert.equal(listeners.size, 0);
});
