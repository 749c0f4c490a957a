/**
 * However often a browser, a proxy or a second click sends a move, it is made once.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createHandler } from 'espai-cdkey/server';
import { sleep } from '../support/check.js';
import { ALL, TRANSFER, authorize, backend, quotas } from './support.js';

/** @typedef {import('espai-cdkey/server').Handler} Handler */

/**
 * @param {Handler} handle
 * @param {string} key
 * @param {unknown} [body]
 * @param {string} [who]
 * @param {string} [name]
 */
async function send(handle, key, body = TRANSFER, who = 'boss', name = 'transfer') {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${who}`, 'idempotency-key': key };
  const answer = await handle(
    new Request(`http://x/cdkey/${name}`, { method: 'POST', headers, body: JSON.stringify(body) }),
  );
  const text = await answer.text();
  return { status: answer.status, text, json: text === '' ? undefined : JSON.parse(text) };
}

describe('one process', () => {
  test('the second waits for the first, and gets its answer; so does whoever comes later', async () => {
    const { handle, emulator, events } = backend();
    emulator.inject({ fault: 'latency', ms: 50, endpoint: 'transfer' });
    const key = randomUUID();
    const both = await Promise.all([send(handle, key), send(handle, key)]);
    assert.deepEqual(both[0], both[1]);
    assert.equal(both[0].status, 200);
    assert.deepEqual(await send(handle, key), both[0]);
    assert.deepEqual(quotas(emulator), [490, 17]);
    assert.equal(events.length, 3);
  });

  test('the same in another spelling is the same; another body is refused', async () => {
    const { handle, emulator } = backend();
    const { target_phone: targetPhone, target_code: targetCode, phone, code } = TRANSFER;
    assert.equal((await send(handle, 'k')).status, 200);
    assert.equal(
      (await send(handle, 'k', { limit: 10, targetCode, targetPhone, phone: Number(phone), code })).status,
      200,
    );
    const other = await send(handle, 'k', { ...TRANSFER, limit: 11 });
    assert.equal(other.status, 400);
    assert.equal((await send(handle, 'k', ['target'], 'boss', 'destroy')).status, 400, 'also of another endpoint');
    assert.deepEqual(quotas(emulator), [490, 17]);
  });

  test('another body is refused while the first is under way, too', async () => {
    const { handle, emulator } = backend();
    emulator.inject({ fault: 'latency', ms: 50, endpoint: 'transfer' });
    const first = send(handle, 'k');
    await sleep(10);
    assert.equal((await send(handle, 'k', { ...TRANSFER, limit: 11 })).status, 400);
    assert.equal((await first).status, 200);
  });

  test('another person with the same key has nothing to do with it', async () => {
    const { handle, emulator } = backend();
    await send(handle, 'k');
    await send(handle, 'k', TRANSFER, 'clerk');
    assert.deepEqual(quotas(emulator), [480, 27]);
  });

  test('who may not any more gets no answer of before', async () => {
    const { handle } = backend();
    await send(handle, 'k');
    assert.equal((await send(handle, 'k', TRANSFER, 'nobody')).status, 401);
    assert.equal((await send(handle, 'k', TRANSFER, 'reader')).status, 403);
  });

  test('another key is another move, and so is none', async () => {
    const { handle, emulator } = backend();
    await send(handle, 'k');
    await send(handle, 'l');
    const headers = { 'content-type': 'application/json', authorization: 'Bearer boss' };
    for (let time = 0; time < 2; time += 1) {
      await handle(new Request('http://x/cdkey/transfer', { method: 'POST', headers, body: JSON.stringify(TRANSFER) }));
    }
    assert.deepEqual(quotas(emulator), [460, 47]);
  });

  test('what is unknown stays unknown, and what was refused refused: neither is made again', async () => {
    const { handle, emulator } = backend();
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
    assert.deepEqual([(await send(handle, 'k')).status, (await send(handle, 'k')).status], [502, 502]);
    assert.deepEqual(quotas(emulator), [490, 17]);
    const refused = await send(handle, 'l', { ...TRANSFER, limit: 9_000 });
    assert.equal(refused.status, 422);
    assert.deepEqual(await send(handle, 'l', { ...TRANSFER, limit: 9_000 }), refused);
  });

  test('what certainly did not happen, and may well do next time, is made again', async () => {
    const { handle, emulator } = backend();
    emulator.inject({ fault: 'status', status: 429, endpoint: 'transfer' });
    assert.equal((await send(handle, 'k')).status, 429);
    assert.equal((await send(handle, 'k')).status, 200);
    assert.equal((await send(handle, 'k')).status, 200);
    assert.deepEqual(quotas(emulator), [490, 17]);
  });

  test('a read is not remembered', async () => {
    const { handle } = backend();
    assert.equal((await send(handle, 'k', {}, 'boss', 'list')).json.totalNumber, 2);
    assert.equal((await send(handle, 'k', { type: '2' }, 'boss', 'list')).json.totalNumber, 1);
  });

  test('for 24 hours, and the last 10,000', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return new Response('{"success":true}');
    };
    const { handle } = backend({}, { fetch });
    await send(handle, 'k');
    t.mock.timers.setTime(1_000_000 + 86_399_999);
    await send(handle, 'k');
    assert.equal(sent, 1);
    t.mock.timers.setTime(1_000_000 + 86_400_001);
    await send(handle, 'k');
    assert.equal(sent, 2);
    for (let other = 0; other < 9_999; other += 1) await send(handle, `o${other}`);
    await send(handle, 'k');
    assert.equal(sent, 10_001, 'the last 10,000 are remembered');
    await send(handle, 'p');
    await send(handle, 'q');
    await send(handle, 'k');
    assert.equal(sent, 10_004, 'and no more');
  });
});

/** As a Redis does: `SET key value PX ttl NX`. */
function atomicStore() {
  /** @type {Map<string, string>} */
  const entries = new Map();
  return {
    entries,
    get: async (/** @type {string} */ name) => {
      await sleep(1);
      return entries.get(name) ?? null;
    },
    set: async (
      /** @type {string} */ name,
      /** @type {string} */ value,
      /** @type {{ ifAbsent: boolean, ttlMs: number }} */ { ifAbsent, ttlMs },
    ) => {
      await sleep(Math.random() * 5);
      assert.equal(ttlMs, 86_400_000);
      if (ifAbsent && entries.has(name)) return false;
      entries.set(name, value);
      return true;
    },
  };
}

describe('several processes with one store', () => {
  /** @param {import('espai-cdkey/server').IdempotencyStore} store @param {number} [count] */
  function workers(store, count = 4) {
    const { emulator, client } = backend();
    const options = { client, authorize, allow: ALL, idempotency: store };
    return { emulator, client, handles: Array.from({ length: count }, () => createHandler(options)) };
  }

  test('one of them makes the move, and all give its answer', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { emulator, handles } = workers(atomicStore());
      emulator.inject({ fault: 'latency', ms: 20, endpoint: 'transfer' });
      const answers = await Promise.all([...handles, ...handles].map((handle) => send(handle, 'k')));
      for (const answer of answers) assert.deepEqual(answer, answers[0]);
      assert.equal(answers[0]?.status, 200);
      assert.deepEqual(quotas(emulator), [490, 17]);
    }
  });

  test('what certainly did not happen is made again, by one of them', async () => {
    const { emulator, handles } = workers(atomicStore());
    emulator.inject({ fault: 'status', status: 429, endpoint: 'transfer', times: 2 });
    const [one, two, three, four] = /** @type {[Handler, Handler, Handler, Handler]} */ (handles);
    assert.equal((await send(one, 'k')).status, 429);
    assert.equal((await send(two, 'k')).status, 429);
    const answers = await Promise.all([one, two, three, four].map((handle) => send(handle, 'k')));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    assert.deepEqual(quotas(emulator), [490, 17]);
  });

  test('another body is refused by any of them', async () => {
    const { handles } = workers(atomicStore(), 2);
    const [one, two] = /** @type {[Handler, Handler]} */ (handles);
    await send(one, 'k');
    assert.equal((await send(two, 'k', { ...TRANSFER, limit: 11 })).status, 400);
  });

  test('a process that died in the middle leaves an unknown outcome, and nobody sends again', async (t) => {
    const store = atomicStore();
    const { emulator, client } = backend();
    /** @type {{ promise: Promise<never>, end: (error: Error) => void }} */
    const held = { promise: new Promise(() => {}), end: () => {} };
    held.promise = new Promise((_, reject) => {
      held.end = reject;
    });
    const dying = new CdkeyClient({ apiKey: emulator.apiKey, fetch: () => held.promise, timeoutMs: 60_000 });
    void send(createHandler({ client: dying, authorize, allow: ALL, idempotency: store }), 'k');
    await sleep(50);
    t.mock.timers.enable({ apis: ['Date', 'setTimeout'] });
    const answer = send(
      createHandler({
        client,
        authorize,
        allow: ALL,
        idempotency: { get: (name) => store.entries.get(name), set: () => false },
      }),
      'k',
    );
    let ended = false;
    void answer.finally(() => {
      ended = true;
    });
    // eslint-disable-next-line no-unmodified-loop-condition -- it is modified where the answer ends.
    while (!ended) {
      t.mock.timers.tick(1_000);
      await new Promise(setImmediate);
    }
    assert.equal((await answer).status, 504);
    t.mock.timers.reset();
    held.end(new Error('at last'));
    assert.deepEqual(quotas(emulator), [500, 7]);
  });

  test('a store that cannot be asked stops the move: nothing is sent', async () => {
    const broken = () => {
      throw new Error('redis://secret is gone');
    };
    for (const idempotency of [
      { get: broken, set: () => true },
      { get: () => undefined, set: async () => broken() },
      { get: () => 'what nobody put there', set: () => true },
      { get: () => /** @type {any} */ ({ an: 'object' }), set: () => true },
    ]) {
      const { emulator, handle } = backend({ idempotency });
      const answer = await send(handle, 'k');
      assert.equal(answer.status, 424);
      assert.ok(!answer.text.includes('redis'));
      assert.deepEqual(quotas(emulator), [500, 7]);
    }
  });

  test('where the end cannot be written, who asked is told all the same, and nobody sends again here', async () => {
    let writes = 0;
    const idempotency = {
      get: () => undefined,
      set: () => {
        writes += 1;
        if (writes > 1) throw new Error('gone');
        return true;
      },
    };
    const { emulator, handle } = backend({ idempotency });
    assert.equal((await send(handle, 'k')).status, 200);
    assert.equal((await send(handle, 'k')).status, 200);
    assert.deepEqual(quotas(emulator), [490, 17]);
  });

  test('a store holds neither phones, nor codes, nor keys', async () => {
    const store = atomicStore();
    const { client, handles } = workers(store, 1);
    const [one] = /** @type {[Handler]} */ (handles);
    void client;
    await send(one, 'the-key-of-the-call');
    const [[name, value]] = /** @type {[[string, string]]} */ ([...store.entries]);
    for (const secret of [TRANSFER.phone, TRANSFER.code, TRANSFER.target_code, 'the-key-of-the-call', 'boss']) {
      assert.ok(!`${name}${value}`.includes(secret), secret);
    }
  });
});
