/**
 * Where code runs: traced, under fake timers, behind proxies, with a busy event loop, in other threads.
 */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import { CdkeyClient, CdkeyError } from 'espai-cdkey';
import { DETAIL_INPUT, KEY, LIST_ANSWER, TRANSFER_ANSWER, TRANSFER_INPUT } from '../support/page.js';
import { rejection } from '../support/check.js';

const answering = (/** @type {unknown} */ answer) => async () => Response.json(answer);

test('each call keeps its own async context: in fetch, in listeners, in what is tried again, in a walk', async () => {
  const tenant = new AsyncLocalStorage();
  /** @type {string[]} */
  const seen = [];
  let failures = 0;
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = async (_, { body }) => {
    const { code } = JSON.parse(body);
    seen.push(`${code} sent as ${tenant.getStore()}`);
    if (failures++ < 3) return new Response(null, { status: 503, headers: { 'retry-after': '0' } });
    return Response.json(LIST_ANSWER);
  };
  const client = new CdkeyClient({
    apiKey: KEY,
    fetch,
    onEvent: ({ type }) => seen.push(`${type} as ${tenant.getStore()}`),
  });
  const walk = async (/** @type {string} */ code) => {
    for await (const _ of client.listAll({ code })) seen.push(`${code} came as ${tenant.getStore()}`);
  };
  await Promise.all(['A', 'B', 'C'].map((name) => tenant.run(name, () => client.list({ code: name }))));
  await Promise.all(['D', 'E'].map((name) => tenant.run(name, () => walk(name))));
  const lines = seen.filter((line) => /^[A-E] /.test(line));
  assert.equal(lines.length, 10);
  for (const line of lines) assert.match(line, /^(.) (?:sent|came) as \1$/);
  assert.ok(!seen.some((line) => line.endsWith('undefined')), seen.join('\n'));
});

test("a body is read where the runtime lends no class of a stream's readers, as in Jest's jsdom", async (t) => {
  const { ReadableStreamDefaultReader } = globalThis;
  t.after(() => Object.assign(globalThis, { ReadableStreamDefaultReader }));
  Reflect.deleteProperty(globalThis, 'ReadableStreamDefaultReader');
  const client = new CdkeyClient({ apiKey: KEY, fetch: answering(LIST_ANSWER) });
  assert.ok((await client.list()).cards.length > 0);
});

// Jest fakes nextTick, too: tests/matrix runs it. Here it would stop the runner of these tests.
test('faked queueMicrotask and setImmediate hold nothing up', { timeout: 5000 }, async (t) => {
  // Not a Response: Node's own reads its body by way of the global queueMicrotask.
  const { buffer } = new TextEncoder().encode(JSON.stringify(TRANSFER_ANSWER));
  const answer = { status: 200, headers: new Headers(), arrayBuffer: async () => buffer };
  const client = new CdkeyClient({ apiKey: KEY, fetch: async () => answer });
  const nothing = () => {};
  const real = { queueMicrotask, setImmediate };
  const back = () => {
    Object.assign(globalThis, real);
  };
  t.after(back);
  Object.assign(globalThis, { queueMicrotask: nothing, setImmediate: nothing });
  const done = await client.transfer(TRANSFER_INPUT).finally(back);
  assert.deepEqual(done, { message: TRANSFER_ANSWER.message });
});

test('deadlines and backoff follow a faked setTimeout', { timeout: 5000 }, async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const late = rejection(new CdkeyClient({ apiKey: KEY, fetch: () => new Promise(() => {}) }).transfer(TRANSFER_INPUT));
  // The attempt begins in the microtasks that follow the call.
  await new Promise(setImmediate);
  t.mock.timers.tick(30_000);
  assert.equal((await late).code, 'timeout');
});

test('what has arrived is looked at before the time is called up', { timeout: 10_000 }, async (t) => {
  // How many requests have come there, and how many were answered.
  const count = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const count = new Int32Array(workerData);
     const answer = ${JSON.stringify(JSON.stringify(TRANSFER_ANSWER))};
     require('node:http').createServer((request, response) => {
       const answered = () => Atomics.add(count, 1, 1);
       Atomics.add(count, 0, 1);
       request.resume().on('end', () => setTimeout(() => response.end(answer, answered), 30));
     }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });`,
    { eval: true, workerData: count.buffer },
  );
  t.after(() => worker.terminate());
  const [port] = await once(worker, 'message');
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 200 });
  // Opens the connection.
  await client.transfer(TRANSFER_INPUT, { timeoutMs: 5000 });
  const move = client.transfer(TRANSFER_INPUT);
  while (count[0] !== 2) await new Promise(setImmediate);
  // Past the deadline, and until the answer lies in the socket, however busy the machine is.
  for (const until = Date.now() + 400; Date.now() < until || count[1] !== 2;);
  assert.deepEqual(await move, { message: TRANSFER_ANSWER.message });
});

test('a Proxy around a client (Vue, MobX) is as good as the client, and shows no key', async () => {
  const client = new CdkeyClient({ apiKey: KEY, fetch: answering(TRANSFER_ANSWER) });
  /** @type {ProxyHandler<any>} As Vue's `reactive`: what it gives is wrapped again. */
  const handler = {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      return typeof value === 'object' && value !== null ? new Proxy(value, handler) : value;
    },
  };
  const proxied = new Proxy(client, handler);
  assert.deepEqual(await proxied.transfer(TRANSFER_INPUT), { message: TRANSFER_ANSWER.message });
  for (const shown of [client, proxied, { ...client }, structuredClone(client)]) {
    const text = `${inspect(shown, { showHidden: true, depth: Infinity })} ${JSON.stringify(shown)}`;
    assert.ok(!text.includes(KEY), text);
  }
  assert.deepEqual(Object.keys(client), []);
  assert.equal(Object.hasOwn(CdkeyClient.prototype, 'transfer'), true);
  const { list } = client;
  const lost = await rejection(list());
  assert.ok(lost instanceof CdkeyError);
  assert.match(lost.message, /client\.list/);
});

test("the stack of every rejection leads to the caller's line", async () => {
  const refusing = new CdkeyClient({ apiKey: KEY, fetch: async () => new Response('', { status: 404 }) });
  async function chargeOrder() {
    return await refusing.detail({ ...DETAIL_INPUT, phone: '' });
  }
  function lookUp() {
    return refusing.detail(DETAIL_INPUT);
  }
  async function walkAll() {
    for await (const card of refusing.listAll()) return card;
    return undefined;
  }
  for (const call of [chargeOrder, lookUp, walkAll]) {
    const error = await rejection(call());
    assert.ok(error.stack?.includes(call.name), error.stack);
    assert.ok(error.stack?.startsWith(`${error.name}: ${error.message}\n`), error.stack);
  }
});

test('many calls under one signal warn of no leak', async () => {
  const script = `
    import { CdkeyClient } from 'espai-cdkey';
    process.on('warning', ({ name }) => console.log(name));
    const client = new CdkeyClient({ apiKey: 'k'.repeat(32), fetch: async () => Response.json(${JSON.stringify(TRANSFER_ANSWER)}) });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 50 }, () => client.destroy('x', { signal })));
    console.log('done');`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  assert.equal(stdout, 'done\n');
});

test('an error can be logged and sent: toJSON has all of its fields', async () => {
  const refusing = new CdkeyClient({
    apiKey: KEY,
    fetch: async () => Response.json({ success: false, message: 'no' }),
  });
  const error = await rejection(refusing.transfer(TRANSFER_INPUT));
  const { name, code, endpoint, outcome, retryable, attempts, httpStatus, apiMessage, message } = error;
  const all = { name, message, code, endpoint, outcome, retryable, attempts, httpStatus, apiMessage };
  assert.deepEqual(error.toJSON(), all);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), all);
  assert.deepEqual(structuredClone(error.toJSON()), all);
});

test('a client by the environment', (t) => {
  const { ESPAI_API_KEY, ESPAI_BASE_URL } = process.env;
  t.after(() => {
    Object.assign(
      process.env,
      ESPAI_API_KEY === undefined ? {} : { ESPAI_API_KEY },
      ESPAI_BASE_URL === undefined ? {} : { ESPAI_BASE_URL },
    );
  });
  delete process.env['ESPAI_API_KEY'];
  delete process.env['ESPAI_BASE_URL'];
  assert.throws(() => CdkeyClient.fromEnv(), {
    name: 'ValidationError',
    code: 'invalid_config',
    path: 'apiKey',
    message: /ESPAI_API_KEY/,
  });
  assert.ok(CdkeyClient.fromEnv({ apiKey: KEY }) instanceof CdkeyClient);
  process.env['ESPAI_API_KEY'] = KEY;
  class Mine extends CdkeyClient {}
  assert.ok(Mine.fromEnv({ apiKey: undefined }) instanceof Mine);
  process.env['ESPAI_BASE_URL'] = 'ftp://x';
  assert.throws(() => CdkeyClient.fromEnv(), { path: 'baseUrl' });
  assert.throws(() => CdkeyClient.fromEnv(/** @type {any} */ (5)), { path: 'options' });
  delete process.env['ESPAI_API_KEY'];
  delete process.env['ESPAI_BASE_URL'];
});

test('what a runtime has not is named', async () => {
  const script = `
    delete globalThis.TextDecoder;
    const { CdkeyClient } = await import('espai-cdkey');
    const fetch = async () => new Response('{}');
    const error = await new CdkeyClient({ apiKey: 'k'.repeat(32), fetch }).list().catch((reason) => reason);
    console.log(error.code, error.message);
    const { createEmulator } = await import('espai-cdkey/emulator');
    try { createEmulator(); } catch (thrown) { console.log(thrown.code, thrown.message); }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  assert.match(stdout, /^internal this runtime has no TextDecoder, which espai-cdkey needs/);
  assert.match(stdout, /\ninternal this runtime has no TextDecoder, which the emulator needs/);
});

test('what frameworks hand over is read: instances of classes, whole cards; one without fields is refused', async () => {
  /** @type {string[]} */
  const sent = [];
  const client = new CdkeyClient({
    apiKey: KEY,
    fetch: async (_, { body }) => {
      sent.push(body);
      return Response.json(TRANSFER_ANSWER);
    },
  });
  class Move {
    phone = '15916888888';
    code = 'a';
    targetPhone = '17516888888';
    targetCode = 'b';
    limit = 1;
  }
  await client.transfer(new Move());
  /** @type {import('espai-cdkey').Card} */
  const card = {
    id: 'x',
    code: 'a',
    type: '1',
    apiLimit: 0,
    userId: null,
    userPhone: null,
    userName: null,
    createTime: null,
    updateTime: null,
  };
  await client.destroy(card);
  await client.destroy([card, { id: 'y' }]);
  assert.deepEqual(sent.slice(1), ['[{"id":"x"}]', '[{"id":"x"},{"id":"y"}]']);
  class Nothing {}
  for (const slip of [new Date(), new Map(), Promise.resolve({}), new Nothing()]) {
    const error = await rejection(client.list(/** @type {any} */ (slip)));
    assert.equal(error.code, 'invalid_argument');
    assert.equal(error.path, 'query');
  }
  assert.equal(sent.length, 3);
});
