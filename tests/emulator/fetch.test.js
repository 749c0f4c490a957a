import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import { createEmulator } from 'espai-cdkey/emulator';
import { PAID_PAIR, TRANSFER, poster, quotas } from './support.js';

describe('the in-process fetch', () => {
  test('is called as any fetch is', async () => {
    const { fetch, apiKey } = createEmulator();
    const url = 'https://api.espai.fun/cdkey/detail';
    const body = JSON.stringify({ code: 'wNaa1GDw', phone: '15916888888' });
    const method = 'POST';
    /** @type {(() => Promise<Response>)[]} */
    const calls = [
      () => fetch(url, { method, headers: { Authorization: apiKey }, body }),
      () => fetch(url, { method: 'post', headers: [['authorization', apiKey]], body }),
      () => fetch(new URL(url), { method, headers: new Headers({ authorization: apiKey }), body }),
      () => fetch('/cdkey/detail', { method, headers: { authorization: apiKey }, body }),
      () => fetch(url, { method, headers: { authorization: apiKey }, body: new TextEncoder().encode(body) }),
      () => fetch(url, { method, headers: { authorization: apiKey }, body: new Blob([body]) }),
      () => fetch(new Request(url, { method, headers: { authorization: apiKey }, body })),
      () => fetch(new Request(url, { method, body }), { headers: { authorization: apiKey } }),
    ];
    for (const call of calls) {
      const answer = await call();
      assert.ok(answer instanceof Response);
      assert.equal((await answer.json()).success, true, call.toString());
    }
  });

  test('rejects at once, and moves nothing, where the signal has spoken', async () => {
    const emulator = createEmulator({ cards: PAID_PAIR });
    const reason = { why: 'no longer' };
    const post = poster(emulator, emulator.fetch, 'http://x');
    await assert.rejects(
      post('transfer', TRANSFER, { signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    );
    assert.deepEqual(quotas(emulator), [500, 7]);
  });

  test('rejects with the reason of an abort, while it waits and while the body comes', async () => {
    const emulator = createEmulator();
    const post = poster(emulator, emulator.fetch, 'http://x');
    const reason = { why: 'no longer' };
    for (const fault of /** @type {const} */ (['latency', 'hang'])) {
      emulator.inject({ fault });
      const controller = new AbortController();
      const answer = post('list', {}, { signal: controller.signal });
      setTimeout(() => {
        controller.abort(reason);
      }, 10);
      await assert.rejects(answer, (error) => error === reason);
    }
    emulator.inject({ fault: 'slow-body', ms: 60_000 });
    const controller = new AbortController();
    const answer = await post('list', {}, { signal: controller.signal });
    setTimeout(() => {
      controller.abort(reason);
    }, 10);
    await assert.rejects(answer.text(), (error) => error === reason);
  });

  test('a request that is a Request is aborted by its own signal', async () => {
    const emulator = createEmulator();
    emulator.inject({ fault: 'hang' });
    const request = new Request('http://x/cdkey/list', { method: 'POST', signal: AbortSignal.timeout(20) });
    await assert.rejects(emulator.fetch(request), { name: 'TimeoutError' });
  });

  test('many calls under one signal are no leak that Node warns of, and all are aborted by it', async () => {
    /** @type {Error[]} */
    const warnings = [];
    const warn = (/** @type {Error} */ warning) => warnings.push(warning);
    process.on('warning', warn);
    const emulator = createEmulator();
    const post = poster(emulator, emulator.fetch, 'http://x');
    const backend = poster(emulator, emulator.backend(), 'http://x');
    const controller = new AbortController();
    emulator.inject({ fault: 'hang', times: 40 });
    const { signal } = controller;
    const hung = Array.from({ length: 20 }, () => [
      post('list', {}, { signal }),
      backend('list', {}, { signal }),
    ]).flat();
    const ends = hung.map((call) => assert.rejects(call, { name: 'AbortError' }));
    await immediate();
    controller.abort();
    await Promise.all(ends);
    await immediate();
    process.off('warning', warn);
    assert.deepEqual(warnings, []);
  });

  test('leaves nothing running behind', async () => {
    const emulator = createEmulator();
    const post = poster(emulator, emulator.fetch, 'http://x');
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    emulator.inject({ fault: 'latency', ms: 60_000 });
    const controller = new AbortController();
    const late = post('list', {}, { signal: controller.signal });
    emulator.inject({ fault: 'slow-body', ms: 60_000 });
    const slow = await post('list', {});
    const reader = /** @type {ReadableStream<Uint8Array>} */ (slow.body).getReader();
    void reader.read();
    await immediate();
    assert.ok(timers() > before, 'both wait');
    controller.abort();
    await assert.rejects(late, { name: 'AbortError' });
    await reader.cancel();
    assert.equal(timers(), before);
  });

  test('many at once never lose or make quota', async () => {
    const emulator = createEmulator({ cards: PAID_PAIR, latencyMs: 1 });
    const post = poster(emulator, emulator.fetch, 'http://x');
    const answers = await Promise.all(
      Array.from({ length: 80 }, async () => (await post('transfer', TRANSFER)).json()),
    );
    assert.equal(answers.filter((answer) => answer.success).length, 50);
    assert.deepEqual(quotas(emulator), [0, 507]);
  });
});
