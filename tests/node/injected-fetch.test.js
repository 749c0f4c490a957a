/**
 * A fetch that the caller gives: what it is called with, and that nothing it gives is trusted.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import {
  CARD,
  DETAIL_ANSWER,
  DETAIL_INPUT,
  KEY,
  LIST_ANSWER,
  TRANSFER_ANSWER,
  TRANSFER_INPUT,
} from '../support/page.js';
import { checkError, rejection, sleep } from '../support/check.js';
import { by } from '../support/outcomes.js';

const TEXT = JSON.stringify(TRANSFER_ANSWER);
const boom = () => {
  throw new Error('boom');
};

test('what it is called with, exactly', async () => {
  /** @type {{ self: unknown, args: any[] }[]} */
  const calls = [];
  const client = by(
    /** @this {unknown} */ function (/** @type {any[]} */ ...args) {
      calls.push({ self: this, args });
      return Promise.resolve(Response.json(TRANSFER_ANSWER));
    },
    { baseUrl: 'https://example.com/pre/', headers: { 'X-Trace': 'abc' } },
  );
  await client.transfer(TRANSFER_INPUT);
  assert.equal(calls.length, 1);
  const [{ self, args }] = /** @type {[{ self: unknown, args: any[] }]} */ (calls);
  assert.equal(self, undefined);
  assert.equal(args.length, 2);
  const [url, init] = args;
  assert.equal(url, 'https://example.com/pre/cdkey/transfer');
  assert.equal(Object.getPrototypeOf(init), Object.prototype);
  assert.deepEqual(Object.keys(init).sort(), ['body', 'headers', 'method', 'redirect', 'signal']);
  assert.equal(init.method, 'POST');
  assert.equal(init.redirect, 'manual');
  assert.equal(Object.getPrototypeOf(init.headers), Object.prototype);
  assert.deepEqual(init.headers, { 'x-trace': 'abc', 'content-type': 'application/json', authorization: KEY });
  assert.equal(typeof init.body, 'string');
  assert.deepEqual(JSON.parse(init.body), { ...TRANSFER_INPUT });
  assert.ok(init.signal instanceof AbortSignal && !init.signal.aborted);
});

test('what it does to its arguments stays its own', async () => {
  /** @type {unknown[]} */
  const seen = [];
  const client = by(
    async (/** @type {string} */ _, /** @type {any} */ init) => {
      seen.push({ ...init.headers });
      init.headers['authorization'] = 'changed';
      delete init.headers['content-type'];
      return seen.length < 3
        ? new Response(null, { status: 503, headers: { 'retry-after': '0' } })
        : Response.json(DETAIL_ANSWER);
    },
    { maxRetries: 2 },
  );
  assert.deepEqual(await client.detail(DETAIL_INPUT), CARD);
  assert.deepEqual(seen, Array(3).fill({ 'content-type': 'application/json', authorization: KEY }));
});

test('its signal fires when the call runs out of time, is aborted, or leaves the answer', async () => {
  /** @type {AbortSignal[]} */
  const signals = [];
  /** @param {unknown} answer */
  const keeping =
    (answer) =>
    (/** @type {string} */ _, /** @type {any} */ { signal }) => {
      signals.push(signal);
      return answer;
    };
  await rejection(by(keeping(new Promise(() => {})), { timeoutMs: 20 }).list());
  const controller = new AbortController();
  const call = rejection(by(keeping(new Promise(() => {}))).list({}, { signal: controller.signal }));
  await sleep(5);
  controller.abort();
  await call;
  await rejection(by(keeping(new Response('x'.repeat(100))), { maxResponseBytes: 10 }).list());
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true, true],
  );
  await by(keeping(Response.json(LIST_ANSWER))).list();
  assert.equal(signals[3]?.aborted, false);
});

const NO_ANSWER = /** @type {const} */ ({
  name: 'DecodeError',
  code: 'bad_response',
  outcome: 'unknown',
  retryable: false,
});

/** @type {[string, () => unknown][]} */
const NO_RESPONSE = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['a text', () => TEXT],
  ['a number', () => 200],
  ['true', () => true],
  ['a symbol', () => Symbol('response')],
  ['an empty object', () => ({})],
  ['an envelope in place of a response', () => TRANSFER_ANSWER],
  ['a list', () => [200, TEXT]],
  ['a function', () => () => new Response(TEXT)],
  ['an Error', () => new Error('not thrown')],
  ['bytes', () => new TextEncoder().encode(TEXT)],
  ['a status alone', () => ({ status: 200 })],
  ['a status that is a text', () => ({ status: '200', headers: new Headers(), text: async () => TEXT })],
  ['a status of 0', () => ({ status: 0, headers: new Headers(), arrayBuffer: async () => new ArrayBuffer(0) })],
  ['a status of NaN', () => ({ status: NaN, headers: new Headers(), arrayBuffer: async () => new ArrayBuffer(0) })],
  [
    'a getter that throws',
    () => ({
      get status() {
        return boom();
      },
    }),
  ],
  [
    'headers that throw',
    () => ({
      status: 200,
      get headers() {
        return boom();
      },
    }),
  ],
  [
    'a body that throws',
    () => ({
      status: 200,
      headers: new Headers(),
      get body() {
        return boom();
      },
    }),
  ],
  ['a proxy that throws', () => new Proxy({}, { get: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom })],
  ['an object that only inherits from Response', () => Object.create(Response.prototype)],
  ['a Response with a status of its own', () => Object.defineProperty(new Response(TEXT), 'status', { get: boom })],
  [
    'a response whose text lies',
    () => ({ status: 200, headers: { get: () => null }, body: null, arrayBuffer: async () => 'text' }),
  ],
  ['a response without a way to its body', () => ({ status: 200, headers: { get: () => null }, body: {} })],
  [
    'a body of texts',
    () =>
      new Response(
        new ReadableStream({
          start: (c) => {
            c.enqueue(TEXT);
            c.close();
          },
        }),
      ),
  ],
  [
    'a body of numbers',
    () =>
      new Response(
        new ReadableStream({
          start: (c) => {
            c.enqueue(123);
            c.close();
          },
        }),
      ),
  ],
  [
    'a body of nothings',
    () =>
      new Response(
        new ReadableStream({
          start: (c) => {
            c.enqueue(undefined);
            c.close();
          },
        }),
      ),
  ],
  [
    'a body of shared numbers',
    () =>
      new Response(
        new ReadableStream({
          start: (c) => {
            c.enqueue(new Float64Array(4));
            c.close();
          },
        }),
      ),
  ],
  [
    'a body that was read',
    async () => {
      const read = new Response(TEXT);
      await read.text();
      return read;
    },
  ],
  [
    'a body that someone else reads',
    () => {
      const taken = new Response(TEXT);
      taken.body?.getReader();
      return taken;
    },
  ],
];

for (const [what, given] of NO_RESPONSE) {
  test(`no answer: ${what}`, { timeout: 5000 }, async () => {
    for (const fetch of [async () => given(), () => given()]) {
      const error = await rejection(by(fetch, { timeoutMs: 2000 }).transfer(TRANSFER_INPUT));
      // A stream may refuse what is no bytes by itself, and then it is the network's failure.
      if (error.code === 'network') {
        checkError(error, {
          name: 'NetworkError',
          code: 'network',
          outcome: 'unknown',
          endpoint: 'transfer',
          attempts: 1,
        });
      } else {
        checkError(error, {
          ...NO_ANSWER,
          endpoint: 'transfer',
          attempts: 1,
          path: error.path,
          httpStatus: error.httpStatus,
        });
      }
      assert.ok(error.code === 'network' || error.path === 'response' || error.path === 'body');
    }
  });
}

// A page gets the like for a redirect: its status is 0, which is none to tell of.
test('an opaque answer is no success', async () => {
  const error = await rejection(by(async () => Response.error()).transfer(TRANSFER_INPUT));
  checkError(error, { name: 'HttpError', code: 'http_status', outcome: 'unknown', retryable: false });
});

test('a Response behind a proxy is read or refused, as the runtime has it, and is no defect', async () => {
  const came = await by(async () => new Proxy(new Response(TEXT), {}))
    .transfer(TRANSFER_INPUT)
    .catch((error) => error.code);
  assert.ok(came === 'bad_response' || came.message === '请求成功', String(came));
});

test('answers of other realms and other shapes are read', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(DETAIL_ANSWER));
  const pieces = () =>
    new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
  class Derived extends Response {}
  for (const answer of [
    () => new Response(pieces()),
    () => new Derived(bytes),
    () => new Response(bytes, { status: 299 }),
    () => ({ status: 200, headers: { get: () => null }, body: pieces() }),
    () => ({ status: 200, headers: new Headers(), arrayBuffer: async () => bytes.buffer }),
    () =>
      runInNewContext('({ status: 200, headers: new Map(), arrayBuffer: async () => Uint8Array.from(bytes).buffer })', {
        bytes: [...bytes],
      }),
  ]) {
    assert.deepEqual(await by(async () => answer()).detail(DETAIL_INPUT), CARD);
    assert.deepEqual(await by(answer).detail(DETAIL_INPUT), CARD);
    assert.deepEqual(
      await by(() => ({ then: (/** @type {any} */ resolve) => resolve(answer()) })).detail(DETAIL_INPUT),
      CARD,
    );
  }
});

test('a stream of a Response is left when the answer is too long', async () => {
  let cancelled = false;
  let pulls = 0;
  const fetch = async (/** @type {string} */ _, /** @type {any} */ { signal }) => {
    const body = new ReadableStream({
      start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
      pull: (controller) => {
        pulls += 1;
        controller.enqueue(new Uint8Array(1000));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    signal.addEventListener('abort', () => {
      cancelled = true;
    });
    return new Response(body);
  };
  const error = await rejection(by(fetch, { maxResponseBytes: 5000 }).list());
  assert.equal(error.code, 'response_too_large');
  assert.ok(cancelled && pulls < 20, `${pulls} pieces`);
});
