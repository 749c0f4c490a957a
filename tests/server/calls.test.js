/**
 * The five calls of a page's client through a backend: it cannot tell it from the service.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { createHandler } from 'espai-cdkey/server';
import { MOVE, authorize, backend, quotas, served } from './support.js';

describe('a page that holds no key', () => {
  test('lists, looks up, moves, destroys and reads usage as with the key itself', async (t) => {
    const { emulator, client, page } = await served(t);
    const mine = page();
    assert.deepEqual(await mine.list({ type: '1', limit: 5 }), await client.list({ type: '1', limit: 5 }));
    assert.deepEqual(await mine.list(), await client.list());
    const input = { phone: MOVE.phone, code: MOVE.code };
    assert.deepEqual(await mine.detail(input), await client.detail(input));
    assert.deepEqual(await mine.transfer(MOVE), { message: '请求成功' });
    assert.deepEqual(quotas(emulator), [490, 17]);
    assert.deepEqual(await mine.balanceLogs({ limit: 1 }), await client.balanceLogs({ limit: 1 }));
    assert.equal((await mine.balanceLogs()).total, 2);
    await mine.transfer({ ...MOVE, limit: 490 });
    const [source] = emulator.cards();
    assert.deepEqual(await mine.destroy(source?.id ?? ''), { message: '删除成功' });
    assert.deepEqual(
      emulator.cards().map(({ id }) => id),
      ['target'],
    );
  });

  test('verifies a transfer, and goes through all pages', async (t) => {
    const { page } = await served(t);
    const done = await page().transfer(MOVE, { verify: true });
    assert.equal(done.confirmedBy, 'response');
    assert.equal(done.after?.target.apiLimit, 17);
    const codes = [];
    for await (const { code } of page().listAll({}, { pageSize: 1 })) codes.push(code);
    assert.deepEqual(codes, [MOVE.code, MOVE.targetCode]);
  });

  test('sees cards of every kind as they are', async (t) => {
    const cards = [
      { id: '1', code: 'a', type: '5', apiLimit: null },
      { id: '2', code: 'b', type: '9', apiLimit: -3, userPhone: '0123', userName: '<b>"\\\u202e' },
      { id: '3', code: 'c', type: '0', apiLimit: 9007199254740991, userPhone: 'none', createTime: 1, updateTime: 2 },
    ];
    const emulator = createEmulator({ cards });
    const fetch = /** @type {any} */ (emulator.fetch);
    const { page } = await served(t, { client: new CdkeyClient({ apiKey: emulator.apiKey, fetch }) });
    assert.deepEqual((await page().list()).cards, emulator.cards());
  });

  test('has the page’s own wire format: a phone is a number, a record’s a text', async (t) => {
    const { post } = await served(t);
    const { json } = await post('list', { type: '1' });
    assert.deepEqual(Object.keys(json), ['message', 'data', 'totalNumber', 'success']);
    assert.equal(json.data[0].user_phone, 15916888888);
    await post('transfer', {
      phone: MOVE.phone,
      code: MOVE.code,
      targetPhone: MOVE.targetPhone,
      target_code: MOVE.targetCode,
      limit: '1',
    });
    const logs = await post('balance_logs', [{}]);
    assert.equal(logs.json.data[0].user_phone, '15916888888');
    assert.equal(typeof logs.json.data[0].cdkey_id, 'string');
  });
});

test('what authorize is asked: the checked input, in camelCase, numbers as numbers', async (t) => {
  /** @type {unknown[]} */
  const seen = [];
  const { post } = await served(t, {
    authorize: (_request, { endpoint, input }) => {
      seen.push({ [endpoint]: input });
      return false;
    },
  });
  const bodies = [
    ['list', { username: 'x', user_phone: 159, api_limit: '5', type: 1, page: '2' }],
    ['detail', { phone: '0159', code: 'a' }],
    ['transfer', { phone: 1, code: 'a', target_phone: '2', target_code: 'b', limit: '007'.slice(2) }],
    ['destroy', [{ id: 'a' }, { id: 'b' }]],
    ['balance_logs', [{ id: 'a', limit: '3' }]],
  ];
  for (const [name, body] of bodies) assert.equal((await post(/** @type {string} */ (name), body)).status, 401);
  assert.deepEqual(seen, [
    { list: { type: '1', userName: 'x', userPhone: '159', apiLimit: 5, page: 2 } },
    { detail: { phone: '0159', code: 'a' } },
    { transfer: { phone: '1', code: 'a', targetPhone: '2', targetCode: 'b', limit: 7 } },
    { destroy: ['a', 'b'] },
    { balanceLogs: { id: 'a', limit: 3 } },
  ]);
});

test('what authorize does to its input does not reach the call', async (t) => {
  const { post, emulator } = await served(t, {
    authorize: (_request, { input }) => {
      /** @type {any} */ (input).limit = 400;
      return { actor: 'x', maxTransfer: 10 };
    },
  });
  assert.equal((await post('transfer', MOVE)).status, 200);
  assert.deepEqual(quotas(emulator), [490, 17]);
});

test('without a socket: a Request in, a Response out', async () => {
  const { handle, events } = backend({ basePath: '/api' });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer boss' };
  const ask = (/** @type {string} */ url) => handle(new Request(url, { method: 'POST', headers, body: '{}' }));
  const answer = await ask('https://panel.example/api/cdkey/list');
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).totalNumber, 2);
  assert.equal((await ask('https://panel.example/cdkey/list')).status, 404);
  assert.deepEqual(
    events.map(({ actor, endpoint, code }) => [actor, endpoint, code]),
    [
      ['boss', 'list', undefined],
      [null, null, 'not_found'],
    ],
  );
});

test('options that are refused', () => {
  const { client } = backend();
  const good = { client, authorize };
  /** @type {[unknown, string][]} */
  const wrong = [
    [undefined, 'options'],
    [{ authorize }, 'client'],
    [{ ...good, client: { list: () => 1 } }, 'client'],
    [{ client }, 'authorize'],
    [{ client, authorize: true }, 'authorize'],
    [{ ...good, allow: ['list', 'nothing'] }, 'allow'],
    [{ ...good, allow: 'list' }, 'allow'],
    [{ ...good, allow: ['balance_logs'] }, 'allow'],
    [{ ...good, origins: ['https://panel.example/'] }, 'origins[0]'],
    [{ ...good, origins: ['https://panel.example:443'] }, 'origins[0]'],
    [{ ...good, origins: ['*'] }, 'origins[0]'],
    [{ ...good, origins: ['null'] }, 'origins[0]'],
    [{ ...good, origins: 'https://panel.example' }, 'origins'],
    [{ ...good, basePath: '/' }, 'basePath'],
    [{ ...good, basePath: 'api' }, 'basePath'],
    [{ ...good, basePath: '/a/../b' }, 'basePath'],
    [{ ...good, maxBodyBytes: 0 }, 'maxBodyBytes'],
    [{ ...good, maxBodyBytes: '5' }, 'maxBodyBytes'],
    [{ ...good, onEvent: 5 }, 'onEvent'],
    [{ ...good, idempotency: { get: () => undefined } }, 'idempotency'],
    [{ ...good, maxTransfer: 5 }, 'maxTransfer'],
  ];
  for (const [options, path] of wrong) {
    assert.throws(() => createHandler(/** @type {any} */ (options)), { code: 'invalid_config', path });
  }
});
