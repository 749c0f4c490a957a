/**
 * A fetch that the caller gives, and that fails: it is unknown what became of a move, unless it says for certain.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { CdkeyClient } from 'espai-cdkey';
import { DETAIL_INPUT, KEY, TRANSFER_ANSWER, TRANSFER_INPUT } from '../support/page.js';
import { checkError, rejection, sleep } from '../support/check.js';
import { by } from '../support/outcomes.js';

const boom = () => {
  throw new Error('boom');
};

/** @type {[string, () => unknown][]} */
const THROWN = [
  ['an Error', () => new Error('x')],
  ['a text', () => 'x'],
  ['undefined', () => undefined],
  ['null', () => null],
  ['a number', () => 5],
  ['a symbol', () => Symbol('x')],
  ['an Error of another realm', () => runInNewContext('new TypeError("x")')],
  ['an object with a code that lies about its type', () => ({ code: { toString: boom }, message: 5, name: [] })],
  [
    'getters that throw',
    () => ({
      get code() {
        return boom();
      },
      get message() {
        return boom();
      },
      get cause() {
        return boom();
      },
      get errors() {
        return boom();
      },
    }),
  ],
  ['a proxy that throws', () => new Proxy({}, { get: boom, getPrototypeOf: boom, has: boom, ownKeys: boom })],
  [
    'a cause in a circle',
    () => {
      const error = new Error('x');
      error.cause = error;
      return error;
    },
  ],
  ['a million errors', () => new AggregateError(Array(1_000_000).fill(new Error('x')))],
  ['a DOMException that says abort', () => new DOMException('x', 'AbortError')],
  [
    'what looks like one of ours',
    () => ({ name: 'ApiError', code: 'api_rejected', outcome: 'rejected', message: 'x', endpoint: 'transfer' }),
  ],
];

for (const [what, thrown] of THROWN) {
  test(`a failure of it is no answer, and unknown: ${what}`, async () => {
    for (const fetch of [
      () => {
        throw thrown();
      },
      () => Promise.reject(thrown()),
      async () => new Response(new ReadableStream({ pull: (c) => c.error(thrown()) })),
    ]) {
      const error = await rejection(by(fetch).transfer(TRANSFER_INPUT));
      checkError(error, {
        name: 'NetworkError',
        code: 'network',
        outcome: 'unknown',
        endpoint: 'transfer',
        attempts: 1,
        retryable: false,
      });
    }
  });
}

/** @type {[string, object, 'not_sent' | 'unknown'][]} */
const CODES = [
  ['refused', { code: 'ECONNREFUSED', syscall: 'connect' }, 'not_sent'],
  ['not found', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'not_sent'],
  ['unreachable at connect', { code: 'EHOSTUNREACH', syscall: 'connect' }, 'not_sent'],
  ['unreachable at write', { code: 'EHOSTUNREACH', syscall: 'write' }, 'unknown'],
  ['timed out at connect', { code: 'ETIMEDOUT', syscall: 'connect' }, 'not_sent'],
  ['timed out at read', { code: 'ETIMEDOUT', syscall: 'read' }, 'unknown'],
  ['timed out somewhere', { code: 'ETIMEDOUT' }, 'unknown'],
  ['reset', { code: 'ECONNRESET', syscall: 'read' }, 'unknown'],
  ['a broken pipe', { code: 'EPIPE', syscall: 'write' }, 'unknown'],
  ['the headers took too long', { code: 'UND_ERR_HEADERS_TIMEOUT' }, 'unknown'],
  ['a socket that closed', { code: 'UND_ERR_SOCKET' }, 'unknown'],
  ['no connection in time', { code: 'UND_ERR_CONNECT_TIMEOUT' }, 'not_sent'],
  ['a certificate of the past', { code: 'CERT_HAS_EXPIRED' }, 'not_sent'],
  ['a code of nobody', { code: 'E_MINE' }, 'unknown'],
];

for (const [what, fields, outcome] of CODES) {
  test(`what a code says for certain, and no more: ${what}`, async () => {
    const error = await rejection(
      by(async () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), fields) });
      }).transfer(TRANSFER_INPUT),
    );
    checkError(error, {
      name: 'NetworkError',
      code: 'network',
      outcome,
      endpoint: 'transfer',
      retryable: outcome === 'not_sent',
    });
  });
}

test('of several addresses, all must have refused', async () => {
  const refusal = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
  /** @param {Error[]} errors @param {string} code */
  const outcomeOf = async (errors, code) => {
    const cause = Object.assign(new AggregateError(errors), { code });
    return (
      await rejection(by(() => Promise.reject(new TypeError('fetch failed', { cause }))).transfer(TRANSFER_INPUT))
    ).outcome;
  };
  assert.equal(await outcomeOf([refusal, refusal], 'ECONNREFUSED'), 'not_sent');
  assert.equal(await outcomeOf([refusal, reset], 'ECONNREFUSED'), 'unknown');
  assert.equal(await outcomeOf([reset, refusal], 'ECONNREFUSED'), 'unknown');
});

test('a body that never ends runs out of time', { timeout: 5000 }, async () => {
  const drip = () =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          await sleep(1);
          controller.enqueue(new Uint8Array([0x20]));
        },
      }),
    );
  const silent = () => new Response(new ReadableStream({}));
  const foreign = () => ({
    status: 200,
    headers: { get: () => null },
    body: {},
    arrayBuffer: () => new Promise(() => {}),
  });
  for (const answer of [drip, silent, foreign, () => new Promise(() => {})]) {
    const error = await rejection(by(async () => answer(), { timeoutMs: 60 }).transfer(TRANSFER_INPUT));
    checkError(error, {
      name: 'TimeoutError',
      code: 'timeout',
      outcome: 'unknown',
      endpoint: 'transfer',
      retryable: false,
    });
  }
});

test('an answer that comes after its time changes nothing', async () => {
  /** @type {unknown[]} */
  const unhandled = [];
  const note = (/** @type {unknown} */ reason) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  for (const late of [() => Response.json(TRANSFER_ANSWER), boom]) {
    const fetch = async () => {
      await sleep(60);
      return late();
    };
    assert.equal((await rejection(by(fetch, { timeoutMs: 20 }).transfer(TRANSFER_INPUT))).code, 'timeout');
  }
  await sleep(80);
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled, []);
});

test('a fetch that throws at a look at it, or has an answer to every look, is called all the same', async () => {
  const answer = async () => Response.json(TRANSFER_ANSWER);
  const prickly = new Proxy(answer, {
    get() {
      throw new Error('do not look');
    },
  });
  const mock = new Proxy(answer, { get: () => () => undefined });
  for (const fetch of [prickly, mock]) {
    assert.deepEqual(await by(fetch, { timeoutMs: 500 }).transfer(TRANSFER_INPUT), {
      message: TRANSFER_ANSWER.message,
    });
  }
});

test('a global fetch that is taken away between attempts is a failure of the network', async (t) => {
  const own = globalThis.fetch;
  t.after(() => {
    globalThis.fetch = own;
  });
  globalThis.fetch = async () => {
    Reflect.set(globalThis, 'fetch', undefined);
    return new Response('', { status: 503, headers: { 'retry-after': '0' } });
  };
  const client = new CdkeyClient({ apiKey: KEY, maxRetries: 1 });
  const error = await rejection(client.detail(DETAIL_INPUT));
  assert.deepEqual([error.code, error.attempts], ['network', 2]);
});
