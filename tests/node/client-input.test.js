/**
 * What each call takes, what goes over the wire for it, and what is refused before anything is sent.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { CdkeyClient } from 'espai-cdkey';
import * as page from '../support/page.js';
import { refused } from '../support/check.js';

/** A client whose requests go nowhere, and what it would have sent. */
function recorder(options = {}) {
  /** @type {{ path: string, body: unknown }[]} */
  const sent = [];
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = async (url, { body }) => {
    const path = new URL(url).pathname;
    sent.push({ path, body: JSON.parse(body) });
    if (path.endsWith('/list')) return Response.json(page.LIST_ANSWER);
    return Response.json(path.endsWith('/detail') ? page.DETAIL_ANSWER : page.TRANSFER_ANSWER);
  };
  /** @type {any} Tests give what no type allows. */
  const client = new CdkeyClient({ apiKey: page.KEY, fetch, ...options });
  return { client, sent };
}

const CAMEL = {
  phone: '15916888888',
  code: 'wNaa1GDw',
  targetPhone: '17516888888',
  targetCode: '3AoPbLSQ',
  limit: '10',
};
const HALF = '\ud83d';

/** A plain object of another realm. */
const foreign = () => runInNewContext('({ phone: 15916888888, code: "wNaa1GDw" })');

/** @type {[string, 'list' | 'detail' | 'transfer' | 'destroy', unknown, unknown][]} */
const SENT = [
  ["the page's list", 'list', page.LIST_INPUT, page.LIST_INPUT],
  ["the page's detail", 'detail', page.DETAIL_INPUT, page.DETAIL_INPUT],
  ["the page's transfer", 'transfer', page.TRANSFER_INPUT, page.TRANSFER_INPUT],
  ["the page's destroy", 'destroy', page.DESTROY_INPUT, page.DESTROY_INPUT],
  ['no query', 'list', undefined, {}],
  ['an empty query', 'list', {}, {}],
  ['undefined filters', 'list', { id: undefined, type: undefined, page: undefined }, {}],
  [
    'camelCase filters',
    'list',
    { userName: '琳琅', userPhone: 15916888888, apiLimit: 423, page: 1, limit: 10 },
    { user_name: '琳琅', user_phone: '15916888888', api_limit: '423', page: '1', limit: '10' },
  ],
  ["the table's spelling", 'list', { username: '琳琅' }, { user_name: '琳琅' }],
  ['a type as number', 'list', { type: 0 }, { type: '0' }],
  ['a type of tomorrow', 'list', { type: 'gold-2' }, { type: 'gold-2' }],
  ['quota below 0', 'list', { api_limit: -5 }, { api_limit: '-5' }],
  ['quota 0', 'list', { api_limit: '0' }, { api_limit: '0' }],
  [
    'all names of one field with one value',
    'list',
    { user_name: 'a', userName: 'a', username: 'a', user_phone: '7', userPhone: 7 },
    { user_name: 'a', user_phone: '7' },
  ],
  ['the greatest page', 'list', { page: Number.MAX_SAFE_INTEGER }, { page: '9007199254740991' }],
  ['256 characters that are 512 units', 'list', { user_name: '😀'.repeat(256) }, { user_name: '😀'.repeat(256) }],
  [
    'quotes, slashes and a pair',
    'list',
    { user_name: `a"\\/b\u2028😀${'\ufeff'}` },
    { user_name: `a"\\/b\u2028😀${'\ufeff'}` },
  ],
  ['leading zeros of a phone', 'detail', { phone: '0015916', code: 'x' }, { phone: '0015916', code: 'x' }],
  ['20 digits', 'detail', { phone: '12345678901234567890', code: 'x' }, { phone: '12345678901234567890', code: 'x' }],
  ['a phone as number', 'detail', { phone: 15916888888, code: 'x' }, { phone: '15916888888', code: 'x' }],
  ['minus nothing as phone', 'detail', { phone: -0, code: 'x' }, { phone: '0', code: 'x' }],
  ['an object without a prototype', 'detail', Object.assign(Object.create(null), page.DETAIL_INPUT), page.DETAIL_INPUT],
  ['a plain object of another realm', 'detail', foreign(), page.DETAIL_INPUT],
  [
    'a getter that works',
    'detail',
    {
      get phone() {
        return '7';
      },
      code: 'x',
    },
    { phone: '7', code: 'x' },
  ],
  ['a key that is a symbol', 'detail', { ...page.DETAIL_INPUT, [Symbol('note')]: 1 }, page.DETAIL_INPUT],
  ['a transfer in camelCase', 'transfer', CAMEL, page.TRANSFER_INPUT],
  ['a transfer of 1, as number', 'transfer', { ...CAMEL, limit: 1 }, { ...page.TRANSFER_INPUT, limit: '1' }],
  [
    'a transfer between phones with one code',
    'transfer',
    { ...CAMEL, targetCode: 'wNaa1GDw' },
    { ...page.TRANSFER_INPUT, target_code: 'wNaa1GDw' },
  ],
  [
    'a transfer between cards of one phone',
    'transfer',
    { ...CAMEL, targetPhone: 15916888888 },
    { ...page.TRANSFER_INPUT, target_phone: '15916888888' },
  ],
  ['one id', 'destroy', 'a', [{ id: 'a' }]],
  ['one { id }', 'destroy', { id: 'a' }, [{ id: 'a' }]],
  ['ids', 'destroy', ['a', { id: 'b' }, 'c'], [{ id: 'a' }, { id: 'b' }, { id: 'c' }]],
];

for (const [what, call, input, body] of SENT) {
  test(`sent: ${what}`, async () => {
    const { client, sent } = recorder();
    await client[call](input);
    assert.deepEqual(sent, [{ path: `/cdkey/${call}`, body }]);
  });
}

test('the spelling of the user name on the wire is switched by the option', async () => {
  const { client, sent } = recorder({ userNameField: 'username' });
  for (const key of ['user_name', 'userName', 'username']) await client.list({ [key]: 'x' });
  assert.deepEqual(
    sent.map(({ body }) => body),
    [{ username: 'x' }, { username: 'x' }, { username: 'x' }],
  );
});

const boom = () => {
  throw new Error('boom');
};

/** @type {[string, 'list' | 'detail' | 'transfer' | 'destroy', unknown, string][]} What, call, input, path. */
const REFUSED = [
  ['a query that is null', 'list', null, 'query'],
  ['a query that is a text', 'list', 'wNaa1GDw', 'query'],
  ['a query that is an array', 'list', [], 'query'],
  ['a query that is a function', 'list', () => ({}), 'query'],
  ['a Map', 'list', new Map(), 'query'],
  ['a Date', 'list', new Date(), 'query'],
  ['an object that inherits its filters', 'list', Object.create({ id: 'x' }), 'query'],
  ['a filter that is misspelled', 'list', { user_nam: 'x' }, 'user_nam'],
  ['a filter that is undefined and unknown', 'list', { nope: undefined }, 'nope'],
  ['constructor as filter', 'list', { constructor: 'x' }, 'constructor'],
  ['an own __proto__', 'list', JSON.parse('{"__proto__": {"id": "x"}}'), '__proto__'],
  ['an empty filter', 'list', { code: '' }, 'code'],
  ['a null filter', 'list', { code: null }, 'code'],
  ['an empty user name', 'list', { userName: '' }, 'userName'],
  ['a null user name by its wire name', 'list', { user_name: null }, 'user_name'],
  ['an empty phone', 'list', { user_phone: '' }, 'user_phone'],
  ['a null quota', 'list', { apiLimit: null }, 'apiLimit'],
  ['a filter that is true', 'list', { code: true }, 'code'],
  ['a filter that is an object', 'list', { code: { $ne: '' } }, 'code'],
  ['a filter that is an array', 'list', { id: ['x'] }, 'id'],
  ['a code as number', 'list', { code: 12345678 }, 'code'],
  ['a filter of 257 characters', 'list', { user_name: 'x'.repeat(257) }, 'user_name'],
  ['a filter of 10 MB', 'list', { user_name: 'x'.repeat(10_000_000) }, 'user_name'],
  ['a line break', 'list', { code: 'a\nb' }, 'code'],
  ['a NUL', 'list', { code: 'a\0b' }, 'code'],
  ['a C1 control character', 'list', { code: 'a\u0085b' }, 'code'],
  ['half a surrogate pair', 'list', { user_name: `a${HALF}b` }, 'user_name'],
  ['the other half', 'list', { user_name: '\ude00' }, 'user_name'],
  ['page 0', 'list', { page: 0 }, 'page'],
  ['page -1', 'list', { page: '-1' }, 'page'],
  ['page 1.5', 'list', { page: 1.5 }, 'page'],
  ['page NaN', 'list', { page: NaN }, 'page'],
  ['page 1e3', 'list', { page: '1e3' }, 'page'],
  ['page 010', 'list', { page: '010' }, 'page'],
  ['page " 1"', 'list', { page: ' 1' }, 'page'],
  ['page "1 "', 'list', { page: '1 ' }, 'page'],
  ['page +1', 'list', { page: '+1' }, 'page'],
  ['page 0x10', 'list', { page: '0x10' }, 'page'],
  ['page in full-width digits', 'list', { page: '\uff11' }, 'page'],
  ['page beyond 2^53', 'list', { page: 2 ** 53 }, 'page'],
  ['page beyond 2^53 as text', 'list', { page: '9007199254740992' }, 'page'],
  ['page as bigint', 'list', { page: 1n }, 'page'],
  ['a limit of 0', 'list', { limit: 0 }, 'limit'],
  ['an infinite limit', 'list', { limit: Infinity }, 'limit'],
  ['quota -0 as text', 'list', { api_limit: '-0' }, 'api_limit'],
  ['quota 1.0 as text', 'list', { api_limit: '1.0' }, 'api_limit'],
  ['two names with two values', 'list', { user_name: 'a', userName: 'b' }, 'userName'],
  ['two names, the third with another value', 'list', { user_name: 'a', userName: 'a', username: 'b' }, 'username'],
  [
    'a getter that throws',
    'list',
    {
      get code() {
        return boom();
      },
    },
    'code',
  ],
  ['a proxy that throws', 'list', new Proxy({}, { ownKeys: boom }), 'query'],
  [
    'a revoked proxy',
    'list',
    (() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    })(),
    'query',
  ],
  ['no input', 'detail', undefined, 'input'],
  ['a null input', 'detail', null, 'input'],
  ['an empty input', 'detail', {}, 'phone'],
  ['no code', 'detail', { phone: '1' }, 'code'],
  ['an undefined code', 'detail', { phone: '1', code: undefined }, 'code'],
  ['an empty code', 'detail', { phone: '1', code: '' }, 'code'],
  ['a null phone', 'detail', { phone: null, code: 'x' }, 'phone'],
  ['a phone of 21 digits', 'detail', { phone: '1'.repeat(21), code: 'x' }, 'phone'],
  ['a phone with a plus', 'detail', { phone: '+8615916888888', code: 'x' }, 'phone'],
  ['a phone with dashes', 'detail', { phone: '159-1688-8888', code: 'x' }, 'phone'],
  ['a phone in Arabic digits', 'detail', { phone: '١٢٣', code: 'x' }, 'phone'],
  ['a phone with a fraction', 'detail', { phone: 1.5, code: 'x' }, 'phone'],
  ['a phone below 0', 'detail', { phone: -1, code: 'x' }, 'phone'],
  ['a phone beyond 2^53', 'detail', { phone: 2 ** 53, code: 'x' }, 'phone'],
  ['a phone as bigint', 'detail', { phone: 15916888888n, code: 'x' }, 'phone'],
  ['a phone as symbol', 'detail', { phone: Symbol('1'), code: 'x' }, 'phone'],
  ['a filter in a detail', 'detail', { phone: '1', code: 'x', id: 'y' }, 'id'],
  ['no input of a transfer', 'transfer', undefined, 'input'],
  ['no target phone', 'transfer', { ...CAMEL, targetPhone: undefined }, 'targetPhone'],
  ['an empty target phone by its wire name', 'transfer', { ...page.TRANSFER_INPUT, target_phone: '' }, 'target_phone'],
  ['no target code', 'transfer', { phone: '1', code: 'a', target_phone: '2', limit: 1 }, 'targetCode'],
  ['no limit', 'transfer', { ...CAMEL, limit: undefined }, 'limit'],
  ['a limit of 0', 'transfer', { ...CAMEL, limit: 0 }, 'limit'],
  ['a limit below 0', 'transfer', { ...CAMEL, limit: '-10' }, 'limit'],
  ['half a call', 'transfer', { ...CAMEL, limit: 0.5 }, 'limit'],
  ['a limit of 0.1 + 0.2', 'transfer', { ...CAMEL, limit: 0.1 + 0.2 }, 'limit'],
  ['a limit that is true', 'transfer', { ...CAMEL, limit: true }, 'limit'],
  ['a limit in a list', 'transfer', { ...CAMEL, limit: [10] }, 'limit'],
  ['a limit with a valueOf', 'transfer', { ...CAMEL, limit: { valueOf: () => 10 } }, 'limit'],
  ['two target codes', 'transfer', { ...CAMEL, target_code: 'other' }, 'target_code'],
  ['a card to itself', 'transfer', { ...CAMEL, targetPhone: 15916888888, targetCode: 'wNaa1GDw' }, 'targetCode'],
  [
    'a card to itself by wire names',
    'transfer',
    { ...page.TRANSFER_INPUT, target_phone: '15916888888', target_code: 'wNaa1GDw' },
    'target_code',
  ],
  ['no ids', 'destroy', undefined, 'ids'],
  ['null', 'destroy', null, 'ids'],
  ['an empty list', 'destroy', [], 'ids'],
  ['an empty id', 'destroy', '', 'ids'],
  ['a number', 'destroy', 5, 'ids'],
  ['an object without id', 'destroy', {}, 'ids.id'],
  ['an empty id in a list', 'destroy', ['a', ''], 'ids[1]'],
  ['a null in a list', 'destroy', ['a', null], 'ids[1]'],
  ['an empty id in an object', 'destroy', [{ id: 'a' }, { id: '' }], 'ids[1].id'],
  ['an object with more than a card has', 'destroy', [{ id: 'a', cod: 'b' }], 'ids[0].cod'],
  ['an id twice', 'destroy', ['a', 'b', { id: 'a' }], 'ids[2]'],
  ['a list in a list', 'destroy', [['a']], 'ids[0]'],
  ['a hole', 'destroy', Object.assign([], { 1: 'a' }), 'ids[0]'],
  ['a list of 4 billion holes', 'destroy', new Array(2 ** 32 - 1), 'ids[0]'],
  ['a Set', 'destroy', new Set(['a']), 'ids'],
  ['a list whose getter throws', 'destroy', Object.defineProperty(['a', 'b'], 1, { get: boom }), 'ids[1]'],
];

for (const [what, call, input, path] of REFUSED) {
  test(`refused: ${call}, ${what}`, async () => {
    const { client, sent } = recorder();
    await refused(() => client[call](input), path, call);
    assert.deepEqual(sent, []);
  });
}

test('nested surprises end in an error, not in a crash', async () => {
  const { client, sent } = recorder();
  /** @type {any} */
  let deep = {};
  for (let level = 0; level < 100_000; level += 1) deep = { id: deep };
  /** @type {any} */
  const ring = {};
  ring.id = ring;
  await refused(() => client.list(deep), 'id', 'list');
  await refused(() => client.list(ring), 'id', 'list');
  await refused(() => client.destroy([ring]), 'ids[0].id', 'destroy');
  assert.deepEqual(sent, []);
});

test("a caller's own key is masked and cut in the path", async () => {
  const { client } = recorder();
  for (const key of ['15916888888', 'k'.repeat(32), 'x'.repeat(1_000_000), 'a\u0000\nb']) {
    await assert.rejects(client.list({ [key]: 1 }), (/** @type {any} */ error) => {
      const shown = inspect(error, { showHidden: true });
      assert.ok(!shown.includes('15916888888') && !shown.includes('k'.repeat(32)), shown);
      assert.ok(error.path.length < 100 && error.message.length < 1000);
      assert.ok(!/\p{Cc}/u.test(error.path));
      return true;
    });
  }
});

test('a refused value is not repeated in the error', async () => {
  const { client } = recorder();
  await assert.rejects(client.detail({ phone: 'tel:15916888888', code: 'x' }), (error) => {
    assert.ok(!inspect(error).includes('15916888888'));
    return true;
  });
});

/** @type {[string, unknown, string][]} */
const OPTIONS = [
  ['null', null, 'options'],
  ['a number', 5000, 'options'],
  ['a signal in place of options', new AbortController().signal, 'options'],
  ['an unknown option', { timeout: 5 }, 'timeout'],
  ['verify, misspelled', { Verify: true }, 'Verify'],
  ['a timeout of 0', { timeoutMs: 0 }, 'timeoutMs'],
  ['an endless timeout', { timeoutMs: Infinity }, 'timeoutMs'],
  ['a null timeout', { timeoutMs: null }, 'timeoutMs'],
  ['retries below 0', { maxRetries: -1 }, 'maxRetries'],
  ['a signal that is none', { signal: {} }, 'signal'],
  ['a signal that is a controller', { signal: new AbortController() }, 'signal'],
  ['a signal that is true', { signal: true }, 'signal'],
  [
    'a signal whose getters throw',
    {
      signal: {
        get aborted() {
          return boom();
        },
      },
    },
    'signal',
  ],
  [
    'an option whose getter throws',
    {
      get timeoutMs() {
        return boom();
      },
    },
    'timeoutMs',
  ],
];

for (const [what, options, path] of OPTIONS) {
  test(`refused options: ${what}`, async () => {
    const { client, sent } = recorder();
    await refused(() => client.list({}, options), path, 'list');
    await refused(() => client.transfer(CAMEL, options), path, 'transfer');
    await refused(() => client.listAll({}, options).next(), path, 'list');
    assert.deepEqual(sent, []);
  });
}

test('options that say nothing are taken', async () => {
  const { client, sent } = recorder();
  for (const options of [undefined, {}, { signal: undefined, timeoutMs: undefined }, { signal: null }]) {
    await client.detail(page.DETAIL_INPUT, options);
  }
  assert.equal(sent.length, 4);
});

test('a call never throws synchronously', () => {
  const { client } = recorder();
  for (const call of ['list', 'detail', 'transfer', 'destroy', 'balanceLogs']) {
    const given = client[call](Symbol('no'), Symbol('options'));
    assert.ok(given instanceof Promise);
    given.catch(() => {});
  }
});

// A caller may use one object for many calls; what it holds when a call is made is what that call sends.
test('an input is read once, at the call', async () => {
  const { client, sent } = recorder();
  let reads = 0;
  const input = {
    get phone() {
      reads += 1;
      return '7';
    },
    code: 'x',
  };
  const call = client.detail(input);
  input.code = 'changed';
  await call;
  assert.equal(reads, 1);
  assert.deepEqual(sent[0]?.body, { phone: '7', code: 'x' });
});
