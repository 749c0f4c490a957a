/**
 * `transferMany`: order, room, stops, leaving, odd inputs, and that nothing is lost or sent twice.
 */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { checkPartly, rejection, sleep } from '../support/check.js';

/** @typedef {import('espai-cdkey').TransferInput} Input */

/** @param {number} number */
const card = (number) => ({
  id: `id-${number}`,
  code: `code-${number}`,
  type: '5',
  apiLimit: 1000,
  userPhone: '17600000001',
});

/** @param {number} from @param {number} to @param {number} [limit] */
const move = (from, to, limit = 1) => ({
  phone: '17600000001',
  code: `code-${from}`,
  targetPhone: '17600000001',
  targetCode: `code-${to}`,
  limit,
});

/** A move of cards that no other of them touches. @param {number} index */
const apart = (index) => move(2 * index, 2 * index + 1);

/** @param {number} cards */
function shop(cards, latencyMs = 0) {
  const emulator = createEmulator({ cards: Array.from({ length: cards }, (_, index) => card(index)), latencyMs });
  /** @type {string[]} */
  const sent = [];
  let running = 0;
  let most = 0;
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: async (url, init) => {
      sent.push(JSON.parse(init.body).target_code);
      running += 1;
      most = Math.max(most, running);
      try {
        return await emulator.fetch(url, init);
      } finally {
        running -= 1;
      }
    },
  });
  const held = () => emulator.cards().map(({ apiLimit }) => apiLimit);
  return { emulator, client, sent, held, most: () => most };
}

/** @template T @param {AsyncIterable<T>} results */
async function all(results) {
  const list = [];
  for await (const result of results) list.push(result);
  return list;
}

/** @param {{ status: string }[]} results */
const statuses = (results) => results.map(({ status }) => status).join(' ');

test('one result for each, in order, four at a time', async () => {
  const { client, most, held } = shop(40, 5);
  const inputs = Array.from({ length: 20 }, (_, index) => apart(index));
  const results = await all(client.transferMany(inputs));
  assert.equal(results.length, 20);
  for (const [index, result] of results.entries()) {
    assert.deepEqual(Object.keys(result), ['index', 'input', 'status', 'value']);
    assert.equal(result.index, index);
    assert.equal(result.input, inputs[index], 'the item itself');
    assert.equal(result.status, 'done');
    assert.equal(typeof result.value?.message, 'string');
  }
  assert.equal(most(), 4);
  assert.deepEqual(
    held(),
    Array.from({ length: 40 }, (_, index) => (index % 2 ? 1001 : 999)),
  );
});

test('what shares a card runs one after the other, in order, in whatever spelling', async () => {
  const emulator = createEmulator({ cards: [card(0), card(1), card(2), card(3)] });
  /** @type {Set<string>} */
  const busy = new Set();
  /** @type {string[]} */
  const order = [];
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: async (url, init) => {
      const { code, target_code: target, limit } = JSON.parse(init.body);
      for (const one of [code, target]) assert.ok(!busy.has(one), `${one} is in use`);
      busy.add(code).add(target);
      order.push(limit);
      await sleep(3);
      busy.delete(code);
      busy.delete(target);
      return emulator.fetch(url, init);
    },
  });
  const { targetPhone, targetCode, ...rest } = move(1, 0, 2);
  const inputs = [
    move(0, 1, 1),
    { ...rest, phone: 17600000001, target_phone: targetPhone, target_code: targetCode },
    move(2, 1, 3),
    move(2, 3, 4),
  ];
  assert.equal(statuses(await all(client.transferMany(inputs, { concurrency: 9 }))), 'done done done done');
  assert.deepEqual(order, ['1', '2', '3', '4']);
});

test('a bad item fails, an unknown one is unknown, and the others go on', async () => {
  const { client, emulator, held } = shop(8);
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after', skip: 1 });
  const inputs = /** @type {Input[]} */ ([apart(0), { ...apart(1), limit: 0 }, apart(2), null, apart(3)]);
  const results = await all(client.transferMany(inputs, { concurrency: 1 }));
  assert.equal(statuses(results), 'done failed unknown failed done');
  checkPartly(results[1]?.error, { name: 'ValidationError', path: 'limit' });
  checkPartly(results[2]?.error, { name: 'NetworkError', outcome: 'unknown' });
  assert.deepEqual(held(), [999, 1001, 1000, 1000, 999, 1001, 999, 1001]);
});

test('verified, a lost answer is made good', async () => {
  const { client, emulator, held } = shop(8);
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after', times: 4 });
  const results = await all(client.transferMany([0, 1, 2, 3].map(apart), { verify: true }));
  assert.equal(statuses(results), 'done done done done');
  assert.ok(results.every(({ value }) => value?.confirmedBy === 'reconciliation'));
  assert.deepEqual(held(), [999, 1001, 999, 1001, 999, 1001, 999, 1001]);
});

test('stopOnError stops at a failed and at an unknown one: the rest of an array is skipped', async () => {
  for (const fault of /** @type {const} */ (['drop', 'envelope'])) {
    const { client, emulator, sent } = shop(20);
    emulator.inject({ fault, ...(fault === 'envelope' ? { code: 400 } : {}), endpoint: 'transfer', skip: 2 });
    const inputs = Array.from({ length: 10 }, (_, index) => apart(index));
    /** @type {import('espai-cdkey').Progress[]} */
    const told = [];
    const results = await all(
      client.transferMany(inputs, { concurrency: 1, stopOnError: true, onProgress: (progress) => told.push(progress) }),
    );
    const bad = fault === 'drop' ? 'unknown' : 'failed';
    assert.equal(statuses(results), `done done ${bad}${' skipped'.repeat(7)}`);
    assert.deepEqual(
      results.map(({ input }) => input),
      inputs,
    );
    assert.deepEqual(Object.keys(results[9] ?? {}), ['index', 'input', 'status']);
    assert.equal(sent.length, 3);
    const last = told.at(-1);
    assert.deepEqual([last?.total, last?.done, last?.[bad], last?.skipped], [10, 2, 1, 7]);
    assert.equal(told.length, 10);
  }
});

/** Any other input than an array. @param {number} count */
function counted(count) {
  const state = { read: 0, closed: 0 };
  const generate = function* () {
    try {
      while (state.read < count) yield apart(state.read++);
    } finally {
      state.closed += 1;
    }
  };
  const generateAsync = async function* () {
    yield* generate();
  };
  return { state, sync: generate(), async: generateAsync() };
}

for (const kind of /** @type {const} */ (['sync', 'async'])) {
  test(`an endless ${kind} input is read as far as there is room, and closed after a stop and by leaving`, async () => {
    const { client, emulator } = shop(2000);
    const endless = counted(Infinity);
    let taken = 0;
    for await (const { index, status } of client.transferMany(endless[kind], { concurrency: 3 })) {
      assert.deepEqual([index, status], [taken, 'done']);
      taken += 1;
      assert.ok(endless.state.read - taken <= 3 + 4, `${endless.state.read} read, ${taken} taken`);
      if (taken === 50) break;
      if (taken % 10 === 0) await sleep(5);
    }
    assert.equal(endless.state.closed, 1);

    const stops = counted(Infinity);
    emulator.inject({ fault: 'envelope', code: 400, endpoint: 'transfer', skip: 5 });
    const results = await all(client.transferMany(stops[kind], { concurrency: 1, stopOnError: true }));
    assert.equal(results.filter(({ status }) => status === 'failed').length, 1);
    assert.ok(results.length >= 6 && results.length <= 10);
    assert.ok(results.slice(6).every(({ status }) => status === 'skipped'));
    assert.equal(stops.state.closed, 1);

    const ends = counted(5);
    assert.equal(statuses(await all(client.transferMany(ends[kind]))), 'done done done done done');
    assert.equal(ends.state.closed, 1);
  });

  test(`what a ${kind} input throws comes after the results before it`, async () => {
    const { client } = shop(10);
    const mine = new Error('mine');
    const { [kind]: input } = {
      *sync() {
        yield apart(0);
        yield apart(1);
        throw mine;
      },
      async *async() {
        yield apart(0);
        yield apart(1);
        throw mine;
      },
    };
    /** @type {number[]} */
    const given = [];
    const results = client.transferMany(input());
    await assert.rejects(
      async () => {
        for await (const { index } of results) given.push(index);
      },
      (error) => error === mine,
    );
    assert.deepEqual(given, [0, 1]);
    assert.deepEqual(await results.next(), { value: undefined, done: true });
  });
}

test('an abort skips what has not begun, also while the input has nothing', { timeout: 20_000 }, async () => {
  const { client, sent } = shop(40, 20);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const inputs = Array.from({ length: 20 }, (_, index) => apart(index));
  const results = await all(client.transferMany(inputs, { concurrency: 2, signal: controller.signal }));
  assert.equal(results.length, 20);
  assert.match(statuses(results), /^done( done)*( unknown)*( skipped)+$/);
  assert.equal(sent.length, results.filter(({ status }) => status !== 'skipped').length);

  const late = new AbortController();
  const stuck = async function* () {
    yield apart(0);
    await new Promise(() => {});
  };
  setTimeout(() => late.abort(), 30);
  assert.equal(statuses(await all(client.transferMany(stuck(), { signal: late.signal }))), 'done');

  const before = await all(client.transferMany(inputs, { signal: AbortSignal.abort() }));
  assert.equal(statuses(before), Array(20).fill('skipped').join(' '));
});

test('leaving waits for what has begun, and begins nothing more', async () => {
  const { client, sent, held } = shop(40, 30);
  const inputs = Array.from({ length: 20 }, (_, index) => apart(index));
  for await (const { index } of client.transferMany(inputs)) {
    assert.equal(index, 0);
    break;
  }
  const count = sent.length;
  assert.ok(count >= 4 && count <= 8, String(count));
  const now = held();
  assert.equal(now.filter((limit) => limit === 1001).length, count, 'all that was sent has come to its end');
  await sleep(50);
  assert.equal(sent.length, count);

  const never = client.transferMany(inputs);
  assert.deepEqual(await never.return(), { value: undefined, done: true });
  assert.deepEqual(await never.next(), { value: undefined, done: true });
  const mine = new Error('mine');
  await assert.rejects(client.transferMany(inputs).throw(mine), (error) => error === mine);
  assert.equal(sent.length, count);
});

test('next without waiting, return beside it', async () => {
  const { client } = shop(40, 2);
  const inputs = Array.from({ length: 6 }, (_, index) => apart(index));
  const results = client.transferMany(inputs, { concurrency: 2 });
  const asked = await Promise.all(Array.from({ length: 8 }, () => results.next()));
  assert.deepEqual(
    asked.map(({ value, done }) => (done ? 'over' : value?.index)),
    [0, 1, 2, 3, 4, 5, 'over', 'over'],
  );
  const others = client.transferMany(inputs, { concurrency: 1 });
  const [first, second, left] = await Promise.all([others.next(), others.next(), others.return()]);
  assert.deepEqual([first.value?.status, second.done, left.done], ['done', true, true]);
});

test('one object for all items: each is sent as it was when it was read', async () => {
  const { client, sent } = shop(20);
  /** @type {any} */
  const row = {};
  const reuse = function* () {
    for (let index = 0; index < 8; index += 1) yield Object.assign(row, move(0, index + 1));
  };
  assert.equal(statuses(await all(client.transferMany(reuse()))), Array(8).fill('done').join(' '));
  assert.deepEqual(
    sent,
    Array.from({ length: 8 }, (_, index) => `code-${index + 1}`),
  );
});

test('bad options and inputs reject the first next, and nothing is read', async () => {
  const { client, sent } = shop(2);
  /** @type {[any, any, string][]} */
  const bad = [
    [[], { concurrency: 0 }, 'concurrency'],
    [[], { concurrency: '4' }, 'concurrency'],
    [[], { stopOnError: 1 }, 'stopOnError'],
    [[], { onProgress: {} }, 'onProgress'],
    [[], { verify: 'yes' }, 'verify'],
    [[], { signal: {} }, 'signal'],
    [[], { timeoutMs: 0 }, 'timeoutMs'],
    [[], { unknown: 1 }, 'unknown'],
    [[], null, 'options'],
    [undefined, undefined, 'inputs'],
    [{}, undefined, 'inputs'],
    ['text', undefined, 'inputs'],
  ];
  for (const [inputs, options, path] of bad) {
    const results = client.transferMany(inputs, options);
    checkPartly(await rejection(results.next()), {
      name: 'ValidationError',
      code: 'invalid_argument',
      endpoint: 'transfer',
      outcome: 'not_sent',
      path,
    });
    assert.deepEqual(await results.next(), { value: undefined, done: true });
  }
  const { transferMany } = client;
  checkPartly(await rejection(Reflect.apply(transferMany, undefined, [[]]).next()), { path: 'this' });
  assert.equal(sent.length, 0);
});

test('what a listener throws or rejects with is ignored; its numbers add up', async () => {
  const { client } = shop(20, 1);
  /** @type {import('espai-cdkey').Progress[]} */
  const told = [];
  const onProgress = (/** @type {import('espai-cdkey').Progress} */ progress) => {
    told.push(progress);
    if (told.length % 2) throw new Error('mine');
    return Promise.reject(new Error('mine'));
  };
  const inputs = Array.from({ length: 10 }, (_, index) => apart(index));
  assert.equal((await all(client.transferMany(inputs, { onProgress }))).length, 10);
  assert.deepEqual(
    told.map(({ done }) => done),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  assert.deepEqual([told.at(-1)?.total, told.at(-1)?.remainingMs], [10, 0]);
  assert.ok(told.every(({ perSecond }) => perSecond > 0));
  /** @type {import('espai-cdkey').Progress[]} */
  const last = [];
  for await (const _ of client.transferMany(inputs.values(), { onProgress: (progress) => last.push(progress) }));
  assert.ok(last.every((progress) => !('total' in progress) && !('remainingMs' in progress)));
});

test('all is done in the async context of who asks first, and through a proxy around the client', async () => {
  const storage = new AsyncLocalStorage();
  const { emulator } = shop(20);
  /** @type {Set<unknown>} */
  const seen = new Set();
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: (url, init) => {
      seen.add(storage.getStore());
      return emulator.fetch(url, init);
    },
  });
  const generate = async function* () {
    for (let index = 0; index < 10; index += 1) {
      seen.add(storage.getStore());
      yield apart(index);
      await sleep(1);
    }
  };
  const onProgress = () => seen.add(storage.getStore());
  const results = storage.run('mine', () => new Proxy(client, {}).transferMany(generate(), { onProgress }));
  const first = storage.run('mine', () => results.next());
  const rest = storage.run('other', () => Promise.all(Array.from({ length: 9 }, () => results.next())));
  assert.equal([await first, ...(await rest)].length, 10);
  assert.deepEqual([...seen], ['mine']);
});

test('an instance that dies in the middle: what runs becomes its rejection, the rest goes on', async (t) => {
  const own = Date.now;
  t.after(() => (Date.now = own));
  const { emulator } = shop(40);
  let requests = 0;
  /** @type {string[]} */
  const sent = [];
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: async (url, init) => {
      requests += 1;
      sent.push(JSON.parse(init.body).code);
      const mine = requests;
      await sleep(2);
      const answer = await emulator.fetch(url, init);
      if (mine === 6) {
        Date.now = () => {
          Date.now = own;
          throw new Error('broken');
        };
      }
      return answer;
    },
  });
  const inputs = Array.from({ length: 20 }, (_, index) => apart(index));
  const results = await all(client.transferMany(inputs, { concurrency: 3 }));
  assert.equal(results.length, 20);
  const lost = results.filter(({ status }) => status !== 'done');
  assert.ok(lost.length >= 1 && lost.length <= 3, statuses(results));
  for (const { error, status } of lost) {
    checkPartly(error, { name: 'InternalError', outcome: 'unknown' });
    assert.equal(status, 'unknown');
  }
  assert.equal(new Set(sent).size, sent.length, 'none was sent twice');
  assert.equal(sent.length, 20);
});
