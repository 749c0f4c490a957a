import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { networkInterfaces } from 'node:os';
import { createEmulator } from 'espai-cdkey/emulator';
import { PAID_PAIR, TRANSFER, asked, poster, quotas } from './support.js';

describe('listen({ control: true })', () => {
  const emulator = createEmulator({ cards: PAID_PAIR });
  /** @type {import('espai-cdkey/emulator').EmulatorServer} */
  let server;
  before(async () => {
    server = await emulator.listen({ control: true, cors: ['http://localhost:5173'] });
  });
  after(() => server.close());

  /**
   * @param {string} name
   * @param {unknown} [fault]
   * @param {Record<string, string>} [headers]
   */
  async function control(name, fault, headers = {}) {
    const method = name === 'cards' ? 'GET' : 'POST';
    const body = fault === undefined || typeof fault === 'string' ? fault : JSON.stringify(fault);
    const answer = await asked(`${server.url}/_control/${name}`, { method, headers, body });
    return { ...answer, json: JSON.parse(answer.text) };
  }

  test('orders faults, reads the cards and starts over, with no key', async () => {
    const post = poster(emulator, fetch, server.url);
    const ordered = await control('inject', { fault: 'envelope', endpoint: 'transfer', code: 503, when: 'after' });
    assert.deepEqual([ordered.status, ordered.json], [200, { success: true }]);
    assert.equal((await (await post('transfer', TRANSFER)).json()).code, 503);
    const cards = await control('cards');
    assert.deepEqual(cards.json, emulator.cards());
    assert.equal(cards.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(cards.headers['cache-control'], 'no-store');
    assert.deepEqual(quotas(emulator), [490, 17]);
    await control('inject', { fault: 'drop', times: 5 });
    assert.deepEqual((await control('reset')).json, { success: true });
    assert.deepEqual(quotas(emulator), [500, 7]);
    assert.equal((await post('list', {})).status, 200);
  });

  test('says what is wrong with a fault', async () => {
    for (const [fault, path] of /** @type {[unknown, string | undefined][]} */ ([
      [{ fault: 'explode' }, 'fault'],
      [{ fault: 'drop', times: 0 }, 'times'],
      [[], 'options'],
      ['{', undefined],
      ['', undefined],
    ])) {
      const { status, json } = await control('inject', fault);
      assert.deepEqual([status, json.success, json.code, json.path], [400, false, 'invalid_argument', path]);
      assert.ok(json.message.length > 10);
    }
    assert.equal((await poster(emulator, fetch, server.url)('list', {})).status, 200);
  });

  test('has these three and no more', async () => {
    for (const name of ['', 'inject/', 'Inject', 'toString', '__proto__']) {
      assert.equal((await control(name)).status, 404);
    }
    const wrong = await asked(`${server.url}/_control/cards`, { method: 'POST', body: '{}' });
    assert.deepEqual([wrong.status, wrong.headers.allow], [405, 'GET']);
    assert.equal((await asked(`${server.url}/_control/reset`, { method: 'GET' })).status, 405);
  });

  test('answers no page of another origin or under another name, and the page that is let in', async () => {
    const { host, port } = new URL(server.url);
    emulator.inject({ fault: 'latency', endpoint: 'detail', times: 1 });
    for (const [status, headers] of /** @type {[number, Record<string, string>][]} */ ([
      [200, { host: `localhost:${port}` }],
      [200, { host: `app.localhost:${port}` }],
      [200, { host: `[::1]:${port}` }],
      [200, { host, origin: `http://${host}` }],
      [200, { host, origin: 'http://localhost:5173', 'sec-fetch-site': 'cross-site' }],
      [403, { host, origin: 'http://localhost:5174' }],
      [403, { host, origin: 'null' }],
      [403, { host, 'sec-fetch-site': 'cross-site' }],
      [403, { host, 'sec-fetch-site': 'same-site' }],
      [403, { host: `rebound.example:${port}` }],
      [403, { host: `rebound.example:${port}`, origin: `http://rebound.example:${port}` }],
      [403, { host: `localhost.example:${port}` }],
      [403, { host: `192.168.1.1:${port}` }],
    ])) {
      const answer = await control('cards', undefined, headers);
      assert.equal(answer.status, status, JSON.stringify(headers));
      if (status === 403) assert.deepEqual([answer.json.success, answer.json.code], [false, 'forbidden']);
    }
  });

  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  test('answers this machine alone', { skip: outside === undefined }, async () => {
    const everywhere = await emulator.listen({ control: true, host: '0.0.0.0' });
    const { port } = new URL(everywhere.url);
    // From the address that others see: what comes that way may be anyone.
    const answer = await asked(`http://${outside?.address}:${port}/_control/cards`, {
      headers: { host: `localhost:${port}` },
    });
    assert.equal(answer.status, 403);
    assert.equal((await asked(`${everywhere.url}/_control/cards`, {})).status, 200);
    await everywhere.close();
  });

  test('is there for who asked for it alone', async () => {
    const without = await emulator.listen();
    for (const name of ['inject', 'reset', 'cards']) {
      const answer = await asked(`${without.url}/_control/${name}`, { method: name === 'cards' ? 'GET' : 'POST' });
      assert.equal(answer.status, 404);
    }
    await without.close();
  });
});
