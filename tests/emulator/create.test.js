import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { describe, test } from 'node:test';
import { CdkeyClient, CdkeyError, ValidationError } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { PAID_PAIR, TRANSFER, poster, quotas } from './support.js';

/**
 * @param {() => unknown} use
 * @param {string} code
 * @param {string} path
 */
function refused(use, code, path) {
  assert.throws(use, (error) => {
    assert.ok(error instanceof ValidationError && error instanceof CdkeyError && error instanceof Error);
    assert.deepEqual([error.name, error.code, error.path], ['ValidationError', code, path]);
    assert.equal(error.endpoint, null);
    assert.equal(error.outcome, 'not_sent');
    assert.ok(error.message.startsWith(path), error.message);
    return true;
  });
}

describe('createEmulator', () => {
  test('serves the client', async () => {
    const emulator = createEmulator({ cards: PAID_PAIR, now: () => 1_800_000_000_000 });
    const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
    const { cards, total } = await client.list({ code: 'wNaa1GDw' });
    assert.equal(total, 1);
    assert.deepEqual(cards, [emulator.cards()[0]]);
    assert.deepEqual(await client.detail({ phone: 15916888888, code: 'wNaa1GDw' }), emulator.cards()[0]);
    assert.deepEqual(await client.transfer(TRANSFER), { message: '请求成功' });
    assert.deepEqual(quotas(emulator), [490, 17]);
    assert.deepEqual(
      emulator.cards().map((card) => card.updateTime),
      [1_800_000_000_000, 1_800_000_000_000],
    );
  });

  test('gives cards as Card, keys in order, nothing missing', () => {
    const [card, other] = createEmulator({ cards: PAID_PAIR }).cards();
    assert.deepEqual(Object.entries(card ?? {}), [
      ['id', '772868ead56c48d68fd1924aa5ec3aac'],
      ['code', 'wNaa1GDw'],
      ['type', '1'],
      ['apiLimit', 500],
      ['userId', '87215a4192654cea8781a1a596d23cae'],
      ['userPhone', '15916888888'],
      ['userName', '琳琅'],
      ['createTime', 1743506056109],
      ['updateTime', null],
    ]);
    assert.deepEqual(Object.values(other ?? {}), ['target', '3AoPbLSQ', '2', 7, null, '17516888888', null, null, null]);
  });

  test('cards that are changed outside change nothing inside', () => {
    const given = structuredClone(PAID_PAIR);
    const emulator = createEmulator({ cards: given });
    given.length = 0;
    emulator.cards().length = 0;
    assert.equal(emulator.cards().length, 2);
  });

  test('makes a key of its own, a new one each time, and with a seed the same', () => {
    const keys = [createEmulator().apiKey, createEmulator({}).apiKey];
    assert.match(keys.join(), /^[0-9a-f]{32},[0-9a-f]{32}$/);
    assert.notEqual(keys[0], keys[1]);
    const [one, same, other] = [1, 1, 2].map((seed) => createEmulator({ seed }));
    assert.equal(one?.apiKey, same?.apiKey);
    assert.deepEqual(one?.cards(), same?.cards());
    assert.notEqual(one?.apiKey, other?.apiKey);
    assert.equal(createEmulator({ apiKey: 'k'.repeat(32), seed: 1 }).apiKey, 'k'.repeat(32));
  });

  test('shows neither key nor cards by accident', () => {
    const emulator = createEmulator();
    for (const text of [
      inspect(emulator, { depth: 9, showHidden: true, getters: false }),
      inspect(new Proxy(emulator, {}), { depth: 9, showProxy: true }),
      inspect({ ...emulator }, { depth: 9, showHidden: true }),
      JSON.stringify(emulator),
      JSON.stringify({ ...emulator }),
      String(emulator),
    ]) {
      assert.ok(!text.includes(emulator.apiKey), text);
      assert.ok(!text.includes('15916888888'), text);
    }
  });

  test('emulators share nothing', async () => {
    const [one, other] = [createEmulator({ cards: PAID_PAIR }), createEmulator({ cards: PAID_PAIR })];
    await poster(one, one.fetch, 'http://x')('transfer', TRANSFER);
    assert.deepEqual(quotas(one), [490, 17]);
    assert.deepEqual(quotas(other), [500, 7]);
  });

  test('tells each change before its answer, and no more than that', async () => {
    /** @type {unknown[]} */
    const told = [];
    const emulator = createEmulator({
      cards: [...PAID_PAIR, { id: 'empty', code: 'e', type: '1', apiLimit: 0 }],
      onChange({ type, cards }) {
        told.push([type, cards.map((card) => [card.id, card.apiLimit])]);
        throw new Error('a listener of a user');
      },
    });
    const [source = assert.fail(), target = assert.fail(), empty] = emulator.cards();
    const post = poster(emulator, emulator.fetch, 'http://x');
    await post('list', {});
    await post('transfer', { ...TRANSFER, limit: '1000' });
    emulator.inject({ fault: 'envelope' });
    await post('transfer', TRANSFER);
    assert.deepEqual(told, []);
    const answer = await post('transfer', TRANSFER);
    assert.equal((await answer.json()).success, true);
    await post('destroy', [{ id: 'empty' }]);
    emulator.reset();
    assert.deepEqual(told, [
      [
        'transfer',
        [
          [source.id, 490],
          [target.id, 17],
        ],
      ],
      ['destroy', [['empty', 0]]],
      [
        'reset',
        [
          [source.id, 500],
          [target.id, 7],
          [empty?.id, 0],
        ],
      ],
    ]);
  });

  test('reset brings the first cards back, and takes faults and records', async () => {
    const emulator = createEmulator({ cards: PAID_PAIR });
    const first = emulator.cards();
    const post = poster(emulator, emulator.fetch, 'http://x');
    await post('transfer', TRANSFER);
    emulator.inject({ fault: 'drop' });
    emulator.reset();
    assert.deepEqual(emulator.cards(), first);
    assert.equal((await (await post('balance_logs', [{}])).json()).totalNumber, 0);
  });

  test('holds unlimited cards', async () => {
    const given = PAID_PAIR.map((card, index) => (index === 0 ? { ...card, api_limit: null } : card));
    const emulator = createEmulator({ cards: /** @type {any} */ (given) });
    const post = poster(emulator, emulator.fetch, 'http://x');
    assert.equal((await (await post('transfer', TRANSFER)).json()).success, true);
    assert.deepEqual(quotas(emulator), [null, 17]);
    assert.match(await (await post('list', {})).text(), /"api_limit":null/);
    // What it gives makes the same again.
    assert.deepEqual(createEmulator({ cards: emulator.cards() }).cards(), emulator.cards());
  });

  test('leaves a record of each card of a transfer', async () => {
    const emulator = createEmulator({ cards: PAID_PAIR, now: () => 5 });
    const post = poster(emulator, emulator.fetch, 'http://x');
    await post('transfer', TRANSFER);
    const { data, totalNumber } = await (await post('balance_logs', [{ id: 'target', page: '1', limit: '10' }])).json();
    assert.equal(totalNumber, 1);
    const { id, ...row } = data[0];
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.deepEqual(Object.entries(row), [
      ['create_time', 5],
      ['type', '2'],
      ['user_id', null],
      ['cdkey_id', 'target'],
      ['api_limit', 10],
      ['user_name', null],
      ['user_email', ''],
      ['user_phone', '17516888888'],
    ]);
    emulator.inject({ fault: 'envelope', endpoint: 'balanceLogs' });
    assert.equal((await (await post('balance_logs', [{}])).json()).code, 500);
  });

  test('works through a proxy around it, as Vue and MobX put one', async () => {
    const emulator = createEmulator({ cards: PAID_PAIR });
    /** Like Vue's `reactive`: what is an object inside is wrapped, too, and what may not be changed is given as it is.
     * @type {ProxyHandler<any>} */
    const handler = {
      get(target, key, receiver) {
        const value = Reflect.get(target, key, receiver);
        return typeof value === 'object' && value !== null ? new Proxy(value, handler) : value;
      },
    };
    /** @type {import('espai-cdkey/emulator').Emulator} */
    const proxy = new Proxy(emulator, handler);
    assert.equal(proxy.apiKey, emulator.apiKey);
    proxy.inject({ fault: 'status', status: 503, endpoint: 'list' });
    assert.equal((await poster(proxy, proxy.fetch, 'http://x')('list', {})).status, 503);
    const client = new CdkeyClient({ apiKey: null, baseUrl: 'https://page.example', fetch: proxy.backend() });
    await client.transfer(TRANSFER);
    assert.deepEqual(quotas(proxy), [490, 17]);
    proxy.reset();
    assert.deepEqual(quotas(proxy), [500, 7]);
    const server = await proxy.listen();
    await server.close();
  });

  test('its methods say what they want where they are taken off it', async () => {
    const { cards, listen } = createEmulator();
    refused(cards, 'invalid_argument', 'this');
    await assert.rejects(listen(), { name: 'ValidationError', path: 'this' });
  });

  test('latencyMs holds for every answer', async () => {
    const emulator = createEmulator({ latencyMs: 50 });
    const begun = performance.now();
    await poster(emulator, emulator.fetch, 'http://x')('list', {});
    assert.ok(performance.now() - begun >= 49);
  });

  test('a clock that gives no time moves nothing', async () => {
    for (const now of [() => NaN, () => 1.5, () => 'now', () => assert.fail('a clock of a user')]) {
      const emulator = createEmulator({ cards: PAID_PAIR, now: /** @type {any} */ (now) });
      await assert.rejects(poster(emulator, emulator.fetch, 'http://x')('transfer', TRANSFER), {
        name: 'ValidationError',
        code: 'invalid_config',
        path: 'now',
      });
      assert.deepEqual(quotas(emulator), [500, 7]);
    }
  });

  test('reads its options where an old library taught arrays and objects a JSON of their own', async () => {
    const toJSON = () => 'no longer data';
    Object.assign(Object.prototype, { toJSON });
    Object.assign(Array.prototype, { toJSON });
    try {
      const emulator = createEmulator({ cards: PAID_PAIR, latencyMs: 0 });
      emulator.inject({ fault: 'status', status: 503 });
      assert.deepEqual(quotas(emulator), [500, 7]);
    } finally {
      delete (/** @type {any} */ (Object.prototype).toJSON);
      delete (/** @type {any} */ (Array.prototype).toJSON);
    }
  });

  test('names what a test environment leaves out', (t) => {
    const { TextDecoder, Response } = globalThis;
    t.after(() => Object.assign(globalThis, { TextDecoder, Response }));
    Object.assign(globalThis, { TextDecoder: undefined, Response: undefined });
    assert.throws(() => createEmulator(), {
      name: 'InternalError',
      code: 'internal',
      message: /^this runtime has no TextDecoder, Response, which the emulator needs;.*jest-fixed-jsdom/,
    });
  });

  test('a fake clock is its clock, however late it is faked', async (t) => {
    const emulator = createEmulator({ cards: PAID_PAIR });
    t.mock.timers.enable({ apis: ['Date'], now: 1234 });
    await poster(emulator, emulator.fetch, 'http://x')('transfer', TRANSFER);
    assert.equal(emulator.cards()[0]?.updateTime, 1234);
  });

  describe('where a Worker loads its module, without chance, clock and timers', () => {
    /** @param {import('node:test').TestContext} t */
    function forbid(t) {
      const no = () => {
        throw new Error('Disallowed operation called within global scope');
      };
      t.mock.method(crypto, 'getRandomValues', no);
      t.mock.method(Math, 'random', no);
      t.mock.method(Date, 'now', no);
      for (const name of /** @type {const} */ (['setTimeout', 'setInterval'])) t.mock.method(globalThis, name, no);
    }

    test('is made of a seed or a key', (t) => {
      forbid(t);
      assert.equal(createEmulator({ seed: 1 }).cards().length, 8);
      const emulator = createEmulator({ apiKey: 'k'.repeat(32), cards: PAID_PAIR });
      const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
      assert.ok(client);
      assert.equal(emulator.cards().length, 2);
    });

    test('says what to do without either', (t) => {
      forbid(t);
      assert.throws(() => createEmulator(), {
        name: 'ValidationError',
        code: 'invalid_config',
        path: 'apiKey',
        message: /no random numbers.*within a request.*an apiKey or a seed/,
      });
    });
  });

  test('refuses wrong options with their path', () => {
    const card = { id: 'i', code: 'c', type: '1', api_limit: 1 };
    /** @type {[unknown, string][]} */
    const cases = [
      [null, 'options'],
      [[], 'options'],
      ['x', 'options'],
      [new Map(), 'options'],
      [{ apikey: 'x' }, 'apikey'],
      [{ apiKey: 'short' }, 'apiKey'],
      [{ apiKey: 5 }, 'apiKey'],
      [{ seed: NaN }, 'seed'],
      [{ seed: Infinity }, 'seed'],
      [{ seed: 1n }, 'seed'],
      [{ seed: -1 }, 'seed'],
      [{ latencyMs: 1.5 }, 'latencyMs'],
      [{ now: 5 }, 'now'],
      [{ onChange: {} }, 'onChange'],
      [{ apiLimitFilter: 'least' }, 'apiLimitFilter'],
      [{ cards: {} }, 'cards'],
      [{ cards: null }, 'cards'],
      [{ cards: [card, , card] }, 'cards[1]'], // eslint-disable-line no-sparse-arrays
      [{ cards: [card, { ...card, id: 'j', code: 'd', api_limit: '1e3' }] }, 'cards[1].api_limit'],
      [{ cards: [card, { ...card, code: 'd' }] }, 'cards[1].id'],
      [{ cards: [card, { ...card, id: 'j' }] }, 'cards[1].code'],
      [{ cards: [{ ...card, user_name: '\ud800' }] }, 'cards[0].user_name'],
      [{ cards: [{ ...card, user_name: () => 'x' }] }, 'cards[0].user_name'],
      [{ cards: [{ ...card, create_time: new Date() }] }, 'cards[0].create_time'],
      [{ cards: [{ ...card, colour: 'red' }] }, 'cards[0].colour'],
      [JSON.parse('{"__proto__":{}}'), '__proto__'],
      [
        {
          get seed() {
            throw new Error('a getter of a user');
          },
        },
        'seed',
      ],
    ];
    for (const [options, path] of cases) {
      refused(() => createEmulator(/** @type {any} */ (options)), 'invalid_config', path);
    }
  });

  test('refuses a deep nest and a secret in the wrong place', () => {
    /** @type {any} */
    let nest = {};
    for (let depth = 0; depth < 100_000; depth += 1) nest = { cards: nest };
    assert.throws(() => createEmulator(nest), ValidationError);
    const secret = 'f'.repeat(32);
    assert.throws(
      () => createEmulator(/** @type {any} */ ({ [secret]: 1 })),
      (error) => error instanceof ValidationError && !inspect(error).includes(secret),
    );
  });

  test('refuses wrong faults with their path, and keeps none of them', async () => {
    const emulator = createEmulator();
    /** @type {[unknown, string][]} */
    const cases = [
      [undefined, 'options'],
      [null, 'options'],
      ['drop', 'options'],
      [{}, 'fault'],
      [{ fault: 'explode' }, 'fault'],
      [{ fault: 'drop', times: 0 }, 'times'],
      [{ fault: 'drop', times: NaN }, 'times'],
      [{ fault: 'drop', when: 'during' }, 'when'],
      [{ fault: 'drop', endpoint: 'cards' }, 'endpoint'],
      [{ fault: 'drop', status: 500 }, 'status'],
      [{ fault: 'status', status: 99 }, 'status'],
      [{ fault: 'latency', ms: -1 }, 'ms'],
      [{ fault: 'drop', colour: 'red' }, 'colour'],
    ];
    for (const [fault, path] of cases) {
      refused(() => emulator.inject(/** @type {any} */ (fault)), 'invalid_argument', path);
    }
    assert.equal((await poster(emulator, emulator.fetch, 'http://x')('list', {})).status, 200);
  });
});
