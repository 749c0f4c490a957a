import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PAID_PAIR, TRANSFER, WAYS, quotas } from './support.js';

const BEFORE = [500, 7];
const AFTER = [490, 17];
const DONE = '{"success":true,"message":"请求成功"}';

/** @param {Promise<unknown>} promise */
async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof Error, String(error));
    return /** @type {Error & { cause?: { code?: string } }} */ (error);
  }
  return assert.fail('it was not rejected');
}

for (const [name, open] of Object.entries(WAYS)) {
  describe(`faults ${name}`, { timeout: 60_000 }, () => {
    /** @type {import('./support.js').Way} */
    let way;
    beforeEach(async () => {
      way = await open({ cards: PAID_PAIR });
    });
    afterEach(() => way.close());

    /**
     * A transfer whose caller leaves: once the change is made, or, where it is not to be, once it must have arrived.
     * @param {'before' | 'after'} when
     */
    async function leave(when) {
      const controller = new AbortController();
      const error = rejection(way.post('transfer', TRANSFER, { signal: controller.signal }));
      if (when === 'before') await sleep(500);
      else while (quotas(way.emulator)[0] !== AFTER[0]) await sleep(5);
      controller.abort();
      assert.equal((await error).name, 'AbortError');
    }

    /** Does the next transfer right, so that a fault is known to be used up. */
    async function nextIsFine() {
      const quota = quotas(way.emulator);
      const answer = await way.post('transfer', TRANSFER);
      assert.equal(await answer.text(), DONE);
      assert.notDeepEqual(quotas(way.emulator), quota);
    }

    test('latency: late, and right', async () => {
      way.emulator.inject({ fault: 'latency', ms: 80 });
      const begun = performance.now();
      const answer = await way.post('transfer', TRANSFER);
      assert.ok(performance.now() - begun >= 79);
      assert.equal(await answer.text(), DONE);
      assert.deepEqual(quotas(way.emulator), AFTER);
    });

    for (const [when, expected] of /** @type {const} */ ([
      ['before', BEFORE],
      ['after', AFTER],
    ])) {
      test(`latency ${when}: whoever leaves meanwhile ${when === 'before' ? 'moved nothing' : 'moved it'}`, async () => {
        way.emulator.inject({ fault: 'latency', ms: 60_000, when });
        await leave(when);
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`hang ${when}`, async () => {
        way.emulator.inject({ fault: 'hang', when });
        await leave(when);
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`drop ${when}`, async () => {
        way.emulator.inject({ fault: 'drop', when });
        const error = await rejection(way.post('transfer', TRANSFER));
        assert.ok(error instanceof TypeError);
        assert.equal(error.message, 'fetch failed');
        assert.equal(error.cause?.code, 'ECONNRESET');
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`truncate ${when}`, async () => {
        way.emulator.inject({ fault: 'truncate', when });
        const answer = await way.post('transfer', TRANSFER);
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('content-length'), String(Buffer.byteLength(DONE)));
        const error = await rejection(answer.text());
        assert.equal(error.message, 'terminated');
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`garbage ${when}`, async () => {
        way.emulator.inject({ fault: 'garbage', when });
        const answer = await way.post('transfer', TRANSFER);
        assert.equal(answer.status, 200);
        const bytes = await answer.arrayBuffer();
        assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
        assert.throws(() => JSON.parse(new TextDecoder().decode(bytes)));
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`html ${when}`, async () => {
        way.emulator.inject({ fault: 'html', when, retryAfter: 7 });
        const answer = await way.post('transfer', TRANSFER);
        assert.equal(answer.status, 502);
        assert.equal(answer.headers.get('content-type'), 'text/html');
        assert.equal(answer.headers.get('retry-after'), '7');
        assert.match(await answer.text(), /^<html>/);
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`status ${when}`, async () => {
        way.emulator.inject({ fault: 'status', status: 429, retryAfter: 3, when });
        const answer = await way.post('transfer', TRANSFER);
        assert.equal(answer.status, 429);
        assert.equal(answer.headers.get('retry-after'), '3');
        assert.equal(await answer.text(), '');
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`envelope ${when}`, async () => {
        way.emulator.inject({ fault: 'envelope', code: 503, message: '忙', when });
        const answer = await way.post('transfer', TRANSFER);
        assert.equal(answer.status, 200);
        assert.equal(await answer.text(), '{"success":false,"message":"忙","code":503}');
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`redirect ${when}`, async () => {
        way.emulator.inject({ fault: 'redirect', location: 'https://elsewhere.example/', when });
        const answer = await way.post('transfer', TRANSFER);
        assert.equal(answer.status, 302);
        assert.equal(answer.headers.get('location'), 'https://elsewhere.example/');
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`slow-body ${when}: slow, and right`, async () => {
        way.emulator.inject({ fault: 'slow-body', ms: 400, when });
        const begun = performance.now();
        const answer = await way.post('transfer', TRANSFER);
        const headersAfter = performance.now() - begun;
        assert.equal(await answer.text(), DONE);
        const wholeAfter = performance.now() - begun;
        assert.ok(wholeAfter >= 390, String(wholeAfter));
        assert.ok(headersAfter < wholeAfter - 100, `${headersAfter} of ${wholeAfter}`);
        assert.deepEqual(quotas(way.emulator), AFTER);
      });

      test(`slow-body ${when}: whoever leaves meanwhile ${when === 'before' ? 'moved nothing' : 'moved it'}`, async () => {
        way.emulator.inject({ fault: 'slow-body', ms: 60_000, when });
        const controller = new AbortController();
        const answer = await way.post('transfer', TRANSFER, { signal: controller.signal });
        const error = rejection(answer.text());
        controller.abort();
        assert.equal((await error).name, 'AbortError');
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });

      test(`huge-body ${when}`, async () => {
        way.emulator.inject({ fault: 'huge-body', bytes: 3_000_000, when });
        const answer = await way.post('transfer', TRANSFER);
        assert.equal(answer.headers.get('content-length'), null);
        const text = await answer.text();
        assert.equal(text.length, 3_000_000);
        assert.equal(JSON.parse(text).success, true);
        assert.deepEqual(quotas(way.emulator), expected);
        await nextIsFine();
      });
    }

    test('a huge body is made no faster than it is read, and no further than that', async () => {
      way.emulator.inject({ fault: 'huge-body', bytes: 2 ** 40 });
      const answer = await way.post('list', {});
      const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
      let length = 0;
      while (length < 40 * 2 ** 20) length += (await reader.read()).value?.length ?? assert.fail('it ended');
      await reader.cancel();
      await nextIsFine();
    });

    test('a huge body is more than 32 MiB unless said otherwise', async () => {
      way.emulator.inject({ fault: 'huge-body' });
      const answer = await way.post('list', {});
      assert.equal((await answer.arrayBuffer()).byteLength, 64 * 2 ** 20);
    });

    test('truncate at nothing', async () => {
      way.emulator.inject({ fault: 'truncate', bytes: 0 });
      const answer = await way.post('list', {});
      assert.equal(answer.status, 200);
      await rejection(answer.text());
    });

    test('a status with no body', async () => {
      way.emulator.inject({ fault: 'status', status: 204 });
      const answer = await way.post('list', {});
      assert.equal(answer.status, 204);
      assert.equal(await answer.text(), '');
    });

    test('a status with an envelope', async () => {
      way.emulator.inject({ fault: 'status', status: 403, code: 403, message: '禁止' });
      const answer = await way.post('list', {});
      assert.equal(answer.status, 403);
      assert.equal(await answer.text(), '{"success":false,"message":"禁止","code":403}');
    });

    test('endpoint, skip and times', async () => {
      way.emulator.inject({ fault: 'status', endpoint: 'transfer', skip: 1, times: 2 });
      const statuses = [];
      for (const call of ['list', 'transfer', 'transfer', 'list', 'transfer', 'transfer']) {
        const answer = await way.post(call, call === 'list' ? {} : TRANSFER);
        await answer.arrayBuffer();
        statuses.push(answer.status);
      }
      assert.deepEqual(statuses, [200, 200, 500, 200, 500, 200]);
    });

    test('a refused move is not made after a fault, either', async () => {
      way.emulator.inject({ fault: 'drop', when: 'after' });
      await rejection(way.post('transfer', { ...TRANSFER, limit: '501' }));
      assert.deepEqual(quotas(way.emulator), BEFORE);
    });
  });
}
