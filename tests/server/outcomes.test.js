/**
 * What a page's client makes of whatever goes wrong behind the backend: an outcome that is known stays known, an unknown one stays
 * unknown, and the connection lives.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { closedPort } from '../support/service.js';
import { keptConnection, sendAndLeave } from '../support/kept.js';
import { rejection, sleep } from '../support/check.js';
import { MOVE, TRANSFER, backend, quotas, serve, served } from './support.js';
import { CdkeyClient } from 'espai-cdkey';
import { toNodeListener } from 'espai-cdkey/server';

/** @typedef {import('espai-cdkey/emulator').Fault} Fault */
/** @typedef {import('espai-cdkey').Outcome} Outcome */

/** @type {[Fault, boolean, Outcome | 'done', number][]} The fault, whether the quota moved, what the page says, the status. */
const WAYS = [
  [{ fault: 'drop', when: 'before' }, false, 'unknown', 502],
  [{ fault: 'drop', when: 'after' }, true, 'unknown', 502],
  [{ fault: 'truncate' }, true, 'unknown', 502],
  [{ fault: 'truncate', bytes: 0 }, true, 'unknown', 502],
  [{ fault: 'hang', when: 'before' }, false, 'unknown', 504],
  [{ fault: 'hang', when: 'after' }, true, 'unknown', 504],
  [{ fault: 'slow-body', ms: 50 }, true, 'done', 200],
  [{ fault: 'slow-body', ms: 5_000, when: 'before' }, true, 'unknown', 504],
  [{ fault: 'latency', ms: 50, when: 'after' }, true, 'done', 200],
  [{ fault: 'huge-body' }, true, 'unknown', 502],
  [{ fault: 'garbage' }, true, 'unknown', 502],
  [{ fault: 'html', when: 'after' }, true, 'unknown', 502],
  [{ fault: 'html', when: 'before' }, false, 'unknown', 502],
  [{ fault: 'redirect', when: 'after' }, true, 'unknown', 502],
  [{ fault: 'redirect', when: 'before', status: 307 }, false, 'unknown', 502],
  [{ fault: 'envelope', when: 'after', code: 500, message: '系统错误' }, true, 'unknown', 502],
  [{ fault: 'envelope', code: 400, message: '不行' }, false, 'rejected', 422],
  [{ fault: 'envelope', code: 401, message: '缺失参数' }, false, 'rejected', 422],
  [{ fault: 'envelope', code: 429, message: '慢一点' }, false, 'rejected', 429],
  ...[204, 205, 304, 408, 500, 503, 599].map(
    (status) =>
      /** @type {[Fault, boolean, 'unknown', number]} */ ([
        { fault: 'status', status, when: 'after' },
        true,
        'unknown',
        502,
      ]),
  ),
  ...[400, 401, 403, 404, 407, 421, 425].map(
    (status) =>
      /** @type {[Fault, boolean, 'rejected', number]} */ ([{ fault: 'status', status }, false, 'rejected', 424]),
  ),
  [{ fault: 'status', status: 429, retryAfter: 7 }, false, 'rejected', 429],
];

describe('a transfer', () => {
  for (const [fault, moved, outcome, status] of WAYS) {
    test(JSON.stringify(fault), async (t) => {
      const { emulator, handle, events } = backend({}, { maxResponseBytes: 100_000 });
      const url = await serve(t, toNodeListener(handle));
      const headers = { authorization: 'Bearer boss' };
      emulator.inject({ ...fault, endpoint: 'transfer' });
      /** @type {number[]} */
      const seen = [];
      const page = new CdkeyClient({
        apiKey: null,
        baseUrl: url,
        headers,
        maxRetries: 0,
        fetch: async (address, init) => {
          const answer = await fetch(address, init);
          seen.push(answer.status);
          return answer;
        },
      });
      const said = await page.transfer(MOVE).then(
        () => 'done',
        (error) => error.outcome,
      );
      assert.equal(said, outcome);
      assert.deepEqual(seen, [status]);
      assert.equal(events.length, 1);
      assert.equal(events[0]?.outcome, outcome === 'done' ? undefined : outcome);
      // A slow body is applied when its last piece leaves; here it never does.
      if (!(fault.fault === 'slow-body' && outcome === 'unknown')) {
        assert.deepEqual(quotas(emulator), moved ? [490, 17] : [500, 7]);
      }
      assert.equal((await page.list()).total, 2, 'the page goes on');
    });
  }

  test('that nobody behind it takes is known not to have happened, and can be sent again', async (t) => {
    const { page } = await served(t, {}, { baseUrl: `http://127.0.0.1:${await closedPort()}`, fetch: undefined });
    const error = await rejection(page().transfer(MOVE));
    assert.deepEqual([error.outcome, error.httpStatus], ['rejected', 424]);
    assert.equal((await rejection(page().list())).httpStatus, 502);
  });

  test('that the service refuses keeps its envelope', async (t) => {
    const { page, post } = await served(t);
    const error = await rejection(page().transfer({ ...MOVE, limit: 501 }));
    const direct = await rejection(backend().client.transfer({ ...MOVE, limit: 501 }));
    assert.deepEqual(
      [error.name, error.apiCode, error.apiMessage, error.outcome],
      [direct.name, direct.apiCode, direct.apiMessage, 'rejected'],
    );
    const { status, json } = await post('detail', { phone: '1', code: 'none' });
    assert.deepEqual([status, json.success, json.code], [422, false, 404]);
  });

  test('that the rate refuses is made again by the page’s client, with the same key', async (t) => {
    const { page, emulator } = await served(t);
    emulator.inject({ fault: 'status', status: 429, endpoint: 'transfer' });
    await page('boss', { maxRetries: 1 }).transfer(MOVE);
    assert.deepEqual(quotas(emulator), [490, 17]);
  });
});

describe('a kept connection', () => {
  const wire = JSON.stringify(TRANSFER);
  test('goes on after every fault, and after bodies that are too long', async (t) => {
    const { emulator, handle } = backend({ authorize: () => ({ actor: 'x' }) });
    const send = keptConnection(await serve(t, toNodeListener(handle)));
    t.after(send.close);
    assert.equal((await send('/cdkey/list', '{}')).status, 200);
    for (const [fault, , , status] of WAYS) {
      emulator.inject({ ...fault, endpoint: 'transfer' });
      const answer = await send('/cdkey/transfer', wire);
      if (fault.fault !== 'huge-body') assert.equal(answer.status, status, JSON.stringify(fault));
    }
    const large = JSON.stringify({ code: 'x'.repeat(4_000_000) });
    assert.equal((await send('/cdkey/list', large)).status, 413);
    assert.equal((await send('/cdkey/nothing', large)).status, 404);
    assert.equal((await send('/cdkey/list', large, 'PUT')).status, 405);
    assert.equal((await send('/cdkey/list', '{}')).status, 200);
  });

  test('a move is seen to its end after the page has gone; a read is given up', async (t) => {
    const { emulator, handle, events } = backend({ authorize: () => ({ actor: 'x' }) });
    const url = await serve(t, toNodeListener(handle));
    emulator.inject({ fault: 'latency', ms: 300, when: 'before', endpoint: 'transfer' });
    await sendAndLeave(`${url}/cdkey/transfer`, wire, 100);
    emulator.inject({ fault: 'hang', endpoint: 'list' });
    await sendAndLeave(`${url}/cdkey/list`, '{}', 100);
    const until = performance.now() + 5_000;
    while (events.length < 2 && performance.now() < until) await sleep(10);
    assert.deepEqual(quotas(emulator), [490, 17]);
    assert.deepEqual(events.map(({ endpoint, code }) => [endpoint, code]).sort(), [
      ['list', 'aborted'],
      ['transfer', undefined],
    ]);
  });
});
