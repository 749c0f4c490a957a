import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { PAID_PAIR, TRANSFER, quotas } from './support.js';

const BEFORE = [500, 7];
const AFTER = [490, 17];

/** @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [options] */
function pageOf(options) {
  const emulator = createEmulator({ cards: PAID_PAIR });
  const fetch = emulator.backend({ basePath: '/api' });
  const client = new CdkeyClient({
    apiKey: null,
    baseUrl: 'https://page.example/api',
    fetch,
    maxRetries: 0,
    ...options,
  });
  return { emulator, fetch, client };
}

describe('emulator.backend()', () => {
  test('serves a client that holds no key', async () => {
    const { emulator, client } = pageOf();
    assert.equal((await client.list()).total, 2);
    assert.equal((await client.detail({ phone: '15916888888', code: 'wNaa1GDw' })).apiLimit, 500);
    assert.deepEqual(await client.transfer(TRANSFER), { message: '请求成功' });
    assert.deepEqual(quotas(emulator), AFTER);
    await assert.rejects(client.destroy('target'), { name: 'ApiError', outcome: 'rejected' });
  });

  test('passes exactly the endpoints below its path, and uses its own key whatever log-in comes with them', async () => {
    const { emulator, fetch } = pageOf();
    const page = { method: 'POST', headers: { authorization: 'Bearer of the page' }, body: '{}' };
    for (const [url, init, status] of /** @type {[string | URL | Request, RequestInit | undefined, number][]} */ ([
      ['https://page.example/api/cdkey/list', page, 200],
      ['/api/cdkey/list', page, 200],
      ['/api/cdkey/list?page=2', page, 200],
      [new URL('https://other.example/api/cdkey/list'), page, 200],
      [new Request('https://page.example/api/cdkey/list', page), undefined, 200],
      ['/cdkey/list', page, 404],
      ['/api/cdkey/lists', page, 404],
      ['/api/cdkey/list/', page, 404],
      ['/api/api/cdkey/list', page, 404],
      ['/apicdkey/list', page, 404],
      ['/api', page, 404],
      ['/', page, 404],
      ['/api/cdkey/list', { method: 'GET' }, 404],
      ['/api/cdkey/list', { ...page, method: 'PUT' }, 404],
    ])) {
      const answer = await fetch(url, init);
      const text = await answer.text();
      assert.equal(answer.status, status, `${init?.method} ${String(url)}`);
      assert.equal(JSON.parse(text).success, status === 200);
      assert.ok(!text.includes(emulator.apiKey));
    }
    const plain = await emulator.backend()('/cdkey/list', page);
    assert.equal((await plain.json()).totalNumber, 2);
  });

  for (const [fault, when, quota] of /** @type {const} */ ([
    ['drop', 'before', BEFORE],
    ['drop', 'after', AFTER],
    ['truncate', 'before', BEFORE],
    ['truncate', 'after', AFTER],
  ])) {
    test(`${fault} ${when} the change is a 502 with nothing readable, and so unknown`, async () => {
      const { emulator, client, fetch } = pageOf();
      emulator.inject({ fault, when });
      await assert.rejects(client.transfer(TRANSFER), { name: 'HttpError', httpStatus: 502, outcome: 'unknown' });
      assert.deepEqual(quotas(emulator), quota);
      emulator.inject({ fault, when });
      const answer = await fetch('/api/cdkey/list', { method: 'POST', body: '{}' });
      assert.deepEqual([answer.status, await answer.text()], [502, '']);
    });
  }

  test('passes on what it has read: errors, pages of proxies, garbage, redirects', async () => {
    const { emulator, fetch } = pageOf();
    const status = async () => {
      const answer = await fetch('/api/cdkey/list', { method: 'POST', body: '{}' });
      await answer.arrayBuffer();
      return [answer.status, answer.headers.get('retry-after') ?? answer.headers.get('location')];
    };
    emulator.inject({ fault: 'status', status: 429, retryAfter: 3 });
    emulator.inject({ fault: 'html' });
    emulator.inject({ fault: 'garbage' });
    emulator.inject({ fault: 'redirect' });
    emulator.inject({ fault: 'status', status: 204 });
    emulator.inject({ fault: 'slow-body', ms: 20 });
    emulator.inject({ fault: 'huge-body', bytes: 1_000_000 });
    const seen = [];
    for (let time = 0; time < 7; time += 1) seen.push(await status());
    assert.deepEqual(seen, [
      [429, '3'],
      [502, null],
      [200, null],
      [302, '/moved'],
      [204, null],
      [200, null],
      [200, null],
    ]);
  });

  test('an answer of no end is one that was lost', async () => {
    const { emulator, fetch } = pageOf();
    emulator.inject({ fault: 'huge-body', bytes: 2 ** 40 });
    const answer = await fetch('/api/cdkey/list', { method: 'POST', body: '{}' });
    assert.deepEqual([answer.status, await answer.text()], [502, '']);
  });

  test('sees to its end what it has begun, though its page leaves', async () => {
    const { emulator, client } = pageOf();
    emulator.inject({ fault: 'latency', ms: 100 });
    const leaving = client.transfer(TRANSFER, { timeoutMs: 20 });
    await assert.rejects(leaving, { name: 'TimeoutError', outcome: 'unknown' });
    assert.deepEqual(quotas(emulator), BEFORE);
    const until = performance.now() + 5_000;
    while (quotas(emulator)[0] !== AFTER[0] && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.deepEqual(quotas(emulator), AFTER);
  });

  test('hangs as long as its caller stays', async () => {
    const { emulator, client } = pageOf({ timeoutMs: 30 });
    emulator.inject({ fault: 'hang' });
    await assert.rejects(client.list(), { name: 'TimeoutError' });
    const reason = new Error('of the page');
    await assert.rejects(
      emulator.backend()('/cdkey/list', { method: 'POST', signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    );
  });

  test('refuses wrong options with their path', () => {
    const { emulator } = pageOf();
    for (const [options, path] of /** @type {[unknown, string][]} */ ([
      [{ basePath: 'api' }, 'basePath'],
      [{ basePath: '/' }, 'basePath'],
      [{ basePath: '/api/' }, 'basePath'],
      [{ basePath: '/api?x' }, 'basePath'],
      [{ basePath: '/a/../b' }, 'basePath'],
      [{ basePath: 5 }, 'basePath'],
      [{ base: '/api' }, 'base'],
      [null, 'options'],
      ['/api', 'options'],
    ])) {
      assert.throws(() => emulator.backend(/** @type {any} */ (options)), { code: 'invalid_argument', path });
    }
  });
});
