import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEmulator } from 'espai-cdkey/emulator';
import { PAID_PAIR, TRANSFER, asked, poster, quotas } from './support.js';

const PAGE = 'http://localhost:5173';

/**
 * What a browser asks before a page of another origin sends.
 * @param {string} url
 * @param {Record<string, string>} [headers]
 */
function preflight(url, headers) {
  return asked(url, {
    method: 'OPTIONS',
    headers: {
      origin: PAGE,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
      ...headers,
    },
  });
}

/** @param {Record<string, unknown>} headers */
function grants(headers) {
  return Object.entries(headers).filter(([name]) => name.startsWith('access-control-'));
}

describe('listen({ cors })', () => {
  for (const [title, cors, origin] of /** @type {const} */ ([
    ['any origin', true, '*'],
    ['an origin that is named', ['https://panel.example', PAGE, 'tauri://localhost'], PAGE],
  ])) {
    test(`lets pages of ${title} ask and read, mistakes too`, async () => {
      const emulator = createEmulator({ cards: PAID_PAIR });
      const server = await emulator.listen({ cors });
      const url = `${server.url}/cdkey/transfer`;
      const before = await preflight(url);
      assert.equal(before.status, 204);
      assert.deepEqual(grants(before.headers), [
        ['access-control-allow-origin', origin],
        ['access-control-expose-headers', 'retry-after'],
        ['access-control-allow-methods', 'GET, POST'],
        ['access-control-allow-headers', 'authorization, content-type, idempotency-key'],
        ['access-control-max-age', '60'],
      ]);
      const local = await preflight(url, { 'access-control-request-private-network': 'true' });
      assert.equal(local.headers['access-control-allow-private-network'], 'true');
      const more = await preflight(url, { 'access-control-request-headers': 'X-Tenant, authorization,\tbad header' });
      assert.equal(
        more.headers['access-control-allow-headers'],
        'authorization, content-type, idempotency-key, x-tenant',
      );
      assert.deepEqual(quotas(emulator), [500, 7]);

      const post = poster(emulator, fetch, server.url);
      const headers = { origin: PAGE, authorization: emulator.apiKey, 'content-type': 'application/json' };
      emulator.inject({ fault: 'html', endpoint: 'detail', retryAfter: 1 });
      const answers = [
        await post('transfer', TRANSFER, { headers }),
        await post('nowhere', {}, { headers }),
        await post('list', {}, { headers: { origin: PAGE } }),
        await post('detail', {}, { headers }),
        await post('list', {}, { headers, method: 'GET', body: null }),
      ];
      assert.deepEqual(
        answers.map((answer) => [answer.status, answer.headers.get('access-control-allow-origin')]),
        [200, 404, 200, 502, 405].map((status) => [status, origin]),
      );
      assert.equal(answers[3]?.headers.get('access-control-expose-headers'), 'retry-after');
      assert.equal(answers[0]?.headers.get('vary'), cors === true ? null : 'origin');
      assert.deepEqual(quotas(emulator), [490, 17]);
      await server.close();
    });
  }

  for (const [title, cors] of /** @type {const} */ ([
    ['no origin, unless said otherwise', undefined],
    ['no origin, where none is named', []],
    ['no other origin than those that are named', ['http://localhost:5174', 'https://localhost:5173']],
  ])) {
    test(`lets pages of ${title}`, async () => {
      const emulator = createEmulator();
      const server = await emulator.listen({ cors });
      const before = await preflight(`${server.url}/cdkey/list`);
      assert.deepEqual([before.status, grants(before.headers)], [405, []]);
      const headers = { origin: PAGE, authorization: emulator.apiKey };
      const answer = await poster(emulator, fetch, server.url)('list', {}, { headers });
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
      await server.close();
    });
  }
});
