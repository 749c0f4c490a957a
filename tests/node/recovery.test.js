/**
 * A defect in the middle of calls: everything under way ends with an InternalError, nothing hangs, nothing escapes to the
 * process, and the next call works. The defect is made by a runtime whose clock or die throws, which our code cannot
 * expect.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { CdkeyClient, InternalError, isPaid } from 'espai-cdkey';
import {
  DESTROY_INPUT,
  DETAIL_INPUT,
  KEY,
  LIST_ANSWER,
  TRANSFER_ANSWER,
  TRANSFER_INPUT,
  wireCards,
} from '../support/page.js';
import { checkError, rejection, sleep } from '../support/check.js';
import { service } from '../support/service.js';

/** @type {unknown[]} */
const escaped = [];
const note = (/** @type {unknown} */ error) => escaped.push(error);

before(() => {
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
});
after(() => {
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
});
beforeEach(() => {
  escaped.length = 0;
});

/** A fetch whose answers the test gives, one by one. */
function held() {
  /** @type {((answer: unknown) => void)[]} */
  const waiting = [];
  const fetch = () =>
    new Promise((resolve) => {
      waiting.push((answer) => resolve(Response.json(answer)));
    });
  /** @param {number} count */
  const until = async (count) => {
    while (waiting.length < count) await sleep(1);
  };
  return { fetch, waiting, until };
}

/** What a runtime may break. @type {[string, object, string][]} */
const BROKEN = [
  ['Math.random', Math, 'random'],
  ['Date.now', Date, 'now'],
  ['performance.now', performance, 'now'],
];

for (const [what, owner, name] of BROKEN) {
  test(`${what} throws: calls under way are rejected, and the next one works`, { timeout: 20_000 }, async (t) => {
    const { fetch, waiting, until } = held();
    // The clock is asked for those who listen only.
    const client = new CdkeyClient({ apiKey: KEY, fetch, onEvent() {} });
    const other = new CdkeyClient({ apiKey: 'o'.repeat(32), fetch, onEvent() {} });
    const calls = [
      client.list(),
      client.detail(DETAIL_INPUT),
      client.transfer(TRANSFER_INPUT),
      client.destroy(DESTROY_INPUT),
      other.transfer(TRANSFER_INPUT),
      client.listAll().next(),
    ].map((call) => rejection(call));
    await until(calls.length);

    const own = Reflect.get(owner, name);
    t.after(() => Reflect.set(owner, name, own));
    Reflect.set(owner, name, () => {
      throw new Error(`${what} is broken, ${KEY}`);
    });
    waiting[0]?.(LIST_ANSWER);
    const errors = await Promise.all(calls);
    Reflect.set(owner, name, own);

    const endpoints = ['list', 'detail', 'transfer', 'destroy', 'transfer', 'list'];
    for (const [index, error] of errors.entries()) {
      assert.ok(error instanceof InternalError);
      // Each request had left: what became of it nobody knows.
      checkError(error, {
        name: 'InternalError',
        code: 'internal',
        endpoint: endpoints[index],
        outcome: 'unknown',
        retryable: false,
      });
      assert.ok(!JSON.stringify([error, error.message, error.stack]).includes(KEY));
    }

    // Answers that come after that go nowhere, and break nothing.
    for (const answer of waiting.slice(1)) answer(TRANSFER_ANSWER);
    await sleep(20);
    const next = client.transfer(TRANSFER_INPUT);
    await until(calls.length + 1);
    waiting.at(-1)?.(TRANSFER_ANSWER);
    assert.deepEqual(await next, { message: '请求成功' });
    const list = other.list();
    await until(calls.length + 2);
    waiting.at(-1)?.(LIST_ANSWER);
    assert.equal((await list).total, 1);
    assert.equal(isPaid('1'), true);
    await sleep(20);
    assert.deepEqual(escaped, []);
  });
}

test(
  'nothing is left of calls that a defect ended: no connection, no timer, no listener',
  { timeout: 20_000 },
  async (t) => {
    /** @type {AbortSignal[]} */
    const signals = [];
    /** @type {((answer: Response) => void)[]} */
    const waiting = [];
    /** @type {import('espai-cdkey').Fetch} */
    const fetch = (_, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    };
    const controller = new AbortController();
    const listeners = new Set();
    t.mock.method(controller.signal, 'addEventListener', (/** @type {any[]} */ ...[, listener]) =>
      listeners.add(listener),
    );
    t.mock.method(controller.signal, 'removeEventListener', (/** @type {any[]} */ ...[, listener]) =>
      listeners.delete(listener),
    );
    const timers = () => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
    const atFirst = timers();
    /** @type {() => void} */
    let waits = () => {};
    const waitsNow = new Promise((resolve) => {
      waits = () => resolve(undefined);
    });
    const onEvent = (/** @type {import('espai-cdkey').CdkeyEvent} */ { type }) => type === 'retry' && waits();
    const client = new CdkeyClient({ apiKey: KEY, fetch, onEvent });
    const { signal } = controller;
    const calls = [
      client.list({}, { signal }),
      client.transfer(TRANSFER_INPUT, { signal }),
      client.list({}, { signal }),
    ].map((call) => rejection(call));
    while (waiting.length < 3) await sleep(1);
    // The first of them waits to be tried again when it happens.
    waiting[0]?.(new Response(null, { status: 503, headers: { 'retry-after': '50' } }));
    await waitsNow;
    assert.ok(listeners.size > 0);
    const own = Math.random;
    t.after(() => {
      Math.random = own;
    });
    Math.random = () => {
      throw new Error('broken');
    };
    waiting[2]?.(Response.json(LIST_ANSWER));
    for (const error of await Promise.all(calls)) assert.equal(error.code, 'internal');
    Math.random = own;
    assert.equal(signals[1]?.aborted, true);
    assert.equal(listeners.size, 0);
    await sleep(5);
    assert.ok(timers() <= atFirst, `${timers() - atFirst} timers are left`);
    assert.deepEqual(escaped, []);
  },
);

test('again and again', { timeout: 20_000 }, async (t) => {
  const client = new CdkeyClient({ apiKey: KEY, fetch: async () => Response.json(TRANSFER_ANSWER) });
  const own = Math.random;
  t.after(() => {
    Math.random = own;
  });
  for (let round = 0; round < 20; round += 1) {
    Math.random = () => {
      throw new Error('broken');
    };
    const [error] = await Promise.all([rejection(client.transfer(TRANSFER_INPUT)), rejection(client.destroy('x'))]);
    assert.equal(error.code, 'internal');
    Math.random = own;
    assert.deepEqual(await client.transfer(TRANSFER_INPUT), { message: '请求成功' });
  }
  await sleep(20);
  assert.deepEqual(escaped, []);
});

test('a walk in the middle ends, and a new one goes through', { timeout: 20_000 }, async (t) => {
  const cards = wireCards(30);
  const fetch = async (/** @type {string} */ _, /** @type {import('espai-cdkey').FetchInit} */ { body }) => {
    const page = Number(JSON.parse(body).page);
    return Response.json({ success: true, data: cards.slice((page - 1) * 10, page * 10), totalNumber: 30 });
  };
  const client = new CdkeyClient({ apiKey: KEY, fetch });
  const own = Math.random;
  t.after(() => {
    Math.random = own;
  });
  /** @type {string[]} */
  const got = [];
  const walk = client.listAll({}, { pageSize: 10 });
  const idle = client.listAll({}, { pageSize: 10 });
  await idle.next();
  const error = await rejection(async () => {
    for await (const card of walk) {
      got.push(card.id);
      if (got.length === 10) {
        Math.random = () => {
          throw new Error('broken');
        };
      }
    }
  });
  Math.random = own;
  assert.equal(error.code, 'internal');
  assert.equal(error.endpoint, 'list');
  assert.equal(got.length, 10);
  // A walk that stood still meanwhile has lost its place: it must say so, not give a wrong end.
  const lost = await rejection(async () => {
    for await (const _ of idle) void _;
  });
  assert.equal(lost.code, 'internal');
  let count = 0;
  for await (const _ of client.listAll({}, { pageSize: 10 })) count += 1;
  assert.equal(count, 30);
  await sleep(20);
  assert.deepEqual(escaped, []);
});

for (const kind of /** @type {const} */ (['Module', 'Instance'])) {
  test(`a policy that refuses a WebAssembly.${kind}: the call says what to add, and the next one works`, async () => {
    // In a process of its own, where no wasm is there yet.
    const script = `
      import { CdkeyClient } from 'espai-cdkey';
      const own = WebAssembly.${kind};
      WebAssembly.${kind} = class {
        constructor() {
          throw new WebAssembly.CompileError('Refused by the following Content Security Policy directive');
        }
      };
      const fetch = async () => Response.json(${JSON.stringify(TRANSFER_ANSWER)});
      const client = new CdkeyClient({ apiKey: ${JSON.stringify(KEY)}, fetch });
      const input = ${JSON.stringify(TRANSFER_INPUT)};
      const error = await client.transfer(input).catch((reason) => reason);
      WebAssembly.${kind} = own;
      const { message } = await client.transfer(input);
      const { name, code, outcome } = error;
      console.log(JSON.stringify({ name, code, outcome, says: error.message, message }));
    `;
    const args = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { says, ...rest } = JSON.parse(stdout);
    assert.deepEqual(rest, {
      name: 'InternalError',
      code: 'internal',
      outcome: 'not_sent',
      message: TRANSFER_ANSWER.message,
    });
    assert.match(says, /'wasm-unsafe-eval'.*script-src/);
  });
}

test('a runtime without WebAssembly: no error before the call, a clear one at it, and then it works', async (t) => {
  const { url } = await service(t, {});
  const script = `
    const own = globalThis.WebAssembly;
    // Node's own fetch needs it, once.
    await (await fetch('${url}')).text();
    delete globalThis.WebAssembly;
    const { CdkeyClient, isPaid } = await import('espai-cdkey');
    const fetched = async () => Response.json(${JSON.stringify(TRANSFER_ANSWER)});
    const client = new CdkeyClient({ apiKey: ${JSON.stringify(KEY)}, fetch: fetched });
    const transfer = () => client.transfer(${JSON.stringify(TRANSFER_INPUT)});
    const { name, code, outcome, message } = await transfer().catch((error) => error);
    let sync;
    try { isPaid('1') } catch (thrown) { sync = thrown.name; }
    globalThis.WebAssembly = own;
    console.log(JSON.stringify({ name, code, outcome, message, sync, later: await transfer() }));`;
  const cwd = new URL('.', import.meta.url);
  // Not execFileSync: the server is in this process.
  const { stdout: output } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd,
  });
  const { message, ...rest } = JSON.parse(output);
  assert.match(message, /WebAssembly/);
  assert.deepEqual(rest, {
    name: 'InternalError',
    code: 'internal',
    outcome: 'not_sent',
    sync: 'InternalError',
    later: { message: '请求成功' },
  });
});
