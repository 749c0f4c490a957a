/**
 * Usage records (额度卡使用记录): what is sent for them, what becomes of each field, and that they are a read like a list.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { FAILURE, KEY, LOG, LOGS_ANSWER, LOGS_INPUT, TRANSFER_INPUT, WIRE_LOG } from '../support/page.js';
import { checkError, refused, rejection } from '../support/check.js';
import { service } from '../support/service.js';

/**
 * A client of a service, and what that saw. Tests give what no type allows.
 * @param {import('../support/service.js').Test} t
 * @param {...import('../support/service.js').Answer} answers
 */
async function client(t, ...answers) {
  const { url, seen } = await service(t, ...answers);
  /** @type {any} */
  const own = new CdkeyClient({ apiKey: KEY, baseUrl: url, maxRetries: 0 });
  return { client: own, seen };
}

test('a page of them, as the platform writes them', async (t) => {
  const { client: own, seen } = await client(t, { body: LOGS_ANSWER });
  const page = await own.balanceLogs(LOGS_INPUT);
  assert.deepEqual(page, { logs: [LOG], total: 1, page: 1, limit: 10, hasMore: false });
  assert.deepEqual(Object.keys(page), ['logs', 'total', 'page', 'limit', 'hasMore']);
  assert.deepEqual(Object.keys(page.logs[0]), Object.keys(LOG));
  assert.equal(Object.getPrototypeOf(page.logs[0]), Object.prototype);
  assert.deepEqual(structuredClone(page.logs), [LOG]);
  assert.deepEqual(
    seen.map(({ method, url, headers }) => [method, url, headers.authorization]),
    [['POST', '/cdkey/balance_logs', KEY]],
  );
  assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), LOGS_INPUT);
});

const ID = '772868ead56c48d68fd1924aa5ec3aac';

/** @type {[string, unknown, unknown][]} What, query, the one object that is sent. */
const SENT = [
  ['no query', undefined, {}],
  ['an empty query', {}, {}],
  ['undefined fields', { id: undefined, page: undefined }, {}],
  ['a card', { id: ID }, { id: ID }],
  ['numbers', { limit: 10, page: 2 }, { page: '2', limit: '10' }],
  ['texts', { page: '2', limit: '10', id: ID }, { id: ID, page: '2', limit: '10' }],
  ['an array of one', [{ id: ID, page: 1 }], { id: ID, page: '1' }],
  ['an array of an empty one', [{}], {}],
];

for (const [what, query, body] of SENT) {
  test(`sent: ${what}`, async (t) => {
    const { client: own, seen } = await client(t, { body: LOGS_ANSWER });
    await own.balanceLogs(query);
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), [body]);
  });
}

/** @type {[string, unknown, string][]} What, query, path. */
const REFUSED = [
  ['null', null, 'query'],
  ['an id by itself', ID, 'query'],
  ['an empty array', [], 'query'],
  ['an array of two', [{}, {}], 'query'],
  ['an array of an id', [ID], 'query[0]'],
  ['a Map', new Map(), 'query'],
  ['an empty id', { id: '' }, 'id'],
  ['an empty id in an array', [{ id: '' }], 'query[0].id'],
  ['a null id', { id: null }, 'id'],
  ['a number as id', { id: 5 }, 'id'],
  ['a field of a list', { code: 'wNaa1GDw' }, 'code'],
  ['an id by another name', { cardId: ID }, 'cardId'],
  ['page 0', { page: 0 }, 'page'],
  ['half a page', { page: 1.5 }, 'page'],
  ['a limit in exponent', { limit: '1e3' }, 'limit'],
  ['a bigint', { limit: 1n }, 'limit'],
];

for (const [what, query, path] of REFUSED) {
  test(`refused: ${what}`, async (t) => {
    const { client: own, seen } = await client(t, { body: LOGS_ANSWER });
    await refused(() => own.balanceLogs(query), path, 'balanceLogs');
    assert.equal(seen.length, 0);
  });
}

test('page, limit and hasMore', async (t) => {
  const data = ['a', 'b', 'c'].map((id) => ({ id }));
  const { client: own } = await client(t, { body: { ...LOGS_ANSWER, data, totalNumber: 10 } });
  const more = async (/** @type {unknown} */ query) => {
    const { page, limit, hasMore, total } = await own.balanceLogs(query);
    return [page, limit, hasMore, total];
  };
  assert.deepEqual(await more(undefined), [1, 9999, true, 10]);
  assert.deepEqual(await more({ page: '3', limit: 3 }), [3, 3, true, 10]);
  assert.deepEqual(await more([{ page: 4, limit: 3 }]), [4, 3, false, 10]);
});

const NOTHING = {
  cardId: null,
  apiLimit: null,
  type: null,
  userId: null,
  userPhone: null,
  userName: null,
  userEmail: null,
  createTime: null,
};

/** @type {[string, Record<string, unknown>, Record<string, unknown>][]} What, fields on the wire, fields of the record. */
const TAKEN = [
  [
    'only an id',
    Object.fromEntries(Object.keys(WIRE_LOG).map((name) => [name, name === 'id' ? 'x' : undefined])),
    { ...NOTHING, id: 'x' },
  ],
  [
    'nulls',
    Object.fromEntries(Object.keys(WIRE_LOG).map((name) => [name, name === 'id' ? 'x' : null])),
    { ...NOTHING, id: 'x' },
  ],
  ['digits for numbers', { api_limit: '-1', create_time: '0' }, { apiLimit: -1, createTime: 0 }],
  ['numbers for texts', { type: 2, user_phone: 15916888888, id: 7, user_email: 0 }, { id: '7', userEmail: '0' }],
  ['the least amount', { api_limit: -Number.MAX_SAFE_INTEGER }, { apiLimit: -Number.MAX_SAFE_INTEGER }],
  ['a type of tomorrow', { type: '扣减' }, { type: '扣减' }],
  ['fields that nobody knows', { code: { a: [1.5] }, update_time: 'never' }, {}],
  ['odd texts', { user_name: '\u0000"\\😀\ufeff' }, { userName: '\u0000"\\😀\ufeff' }],
];

for (const [what, wire, fields] of TAKEN) {
  test(`taken: ${what}`, async (t) => {
    const { client: own } = await client(t, { body: { ...LOGS_ANSWER, data: [{ ...WIRE_LOG, ...wire }] } });
    assert.deepEqual((await own.balanceLogs()).logs, [{ ...LOG, ...fields }]);
  });
}

/** Twenty records of which the seventeenth is this. @param {unknown} value */
function seventeenth(value) {
  const data = Array.from({ length: 20 }, (_, index) => (index === 17 ? value : { ...WIRE_LOG, id: String(index) }));
  return { ...LOGS_ANSWER, data, totalNumber: 20 };
}

const TEXT = JSON.stringify(LOGS_ANSWER);

/** @type {[string, string, unknown][]} What, the path, the answer (text as it is). */
const REFUSED_ANSWERS = [
  ['no data', 'data', { ...LOGS_ANSWER, data: undefined }],
  ['one record as data', 'data', { ...LOGS_ANSWER, data: WIRE_LOG }],
  ['no total', 'totalNumber', { ...LOGS_ANSWER, totalNumber: undefined }],
  ['a record that is null', 'data[17]', seventeenth(null)],
  ['no id', 'data[17].id', seventeenth({ ...WIRE_LOG, id: undefined })],
  ['an empty id', 'data[17].id', seventeenth({ ...WIRE_LOG, id: '' })],
  ['an amount of 1.5', 'data[17].api_limit', seventeenth({ ...WIRE_LOG, api_limit: 1.5 })],
  ['an amount in words', 'data[17].api_limit', seventeenth({ ...WIRE_LOG, api_limit: 'one' })],
  ['a card that is an object', 'data[17].cdkey_id', seventeenth({ ...WIRE_LOG, cdkey_id: {} })],
  ['a type that is true', 'data[17].type', seventeenth({ ...WIRE_LOG, type: true })],
  ['a time in words', 'data[17].create_time', seventeenth({ ...WIRE_LOG, create_time: '2025-04-01' })],
  ['a known key twice', 'data[0].user_email', TEXT.replace('"user_email":', '"user_email":null,"user_\\u0065mail":')],
];

for (const [what, path, body] of REFUSED_ANSWERS) {
  test(`no answer: ${what}`, async (t) => {
    const { client: own, seen } = await client(t, { body });
    const error = await rejection(own.balanceLogs());
    const fixed = { name: 'DecodeError', code: 'bad_response', endpoint: 'balanceLogs', outcome: 'unknown' };
    checkError(error, { ...fixed, retryable: false, attempts: 1, httpStatus: 200, path });
    assert.ok(!error.message.includes('15916888888'));
    assert.equal(seen.length, 1);
  });
}

test('it is tried again as a list is, and its events have its name', async (t) => {
  const { url, seen } = await service(t, { status: 503 }, { body: FAILURE }, { body: LOGS_ANSWER });
  /** @type {unknown[]} */
  const told = [];
  const own = new CdkeyClient({
    apiKey: KEY,
    baseUrl: url,
    onEvent: ({ type, endpoint }) => told.push([type, endpoint]),
  });
  assert.equal((await own.balanceLogs({ id: ID })).total, 1);
  assert.deepEqual(
    seen.map(({ body }) => body),
    Array(3).fill(JSON.stringify([{ id: ID }])),
  );
  const types = ['request', 'response', 'retry', 'request', 'response', 'retry', 'request', 'response'];
  assert.deepEqual(
    told,
    types.map((type) => [type, 'balanceLogs']),
  );
});

test("the call's options count", async (t) => {
  const { client: own, seen } = await client(t, () => {});
  checkError(await rejection(own.balanceLogs({}, { timeoutMs: 50, maxRetries: 1 })), {
    name: 'TimeoutError',
    code: 'timeout',
    endpoint: 'balanceLogs',
    outcome: 'unknown',
    attempts: 2,
  });
  assert.equal(seen.length, 2);
  await refused(() => own.balanceLogs({}, { timeout: 5 }), 'timeout', 'balanceLogs');
  const { code, outcome } = await rejection(own.balanceLogs({}, { signal: AbortSignal.abort() }));
  assert.deepEqual([code, outcome, seen.length], ['aborted', 'not_sent', 2]);
});

test('9,999 of them: none has a text of another', async (t) => {
  const data = Array.from({ length: 9999 }, (_, at) => ({
    ...WIRE_LOG,
    id: `i${at}`,
    user_name: `名${at}😀`,
    api_limit: at - 5000,
  }));
  const { client: own } = await client(t, { body: { ...LOGS_ANSWER, data, totalNumber: 9999 } });
  const { logs } = await own.balanceLogs();
  assert.deepEqual(
    logs,
    data.map((_, at) => ({ ...LOG, id: `i${at}`, userName: `名${at}😀`, apiLimit: at - 5000 })),
  );
});

describe('the emulator', () => {
  const emulator = createEmulator({
    cards: createEmulator()
      .cards()
      .map((card) => (card.code === 'wNaa1GDw' ? { ...card, type: '1' } : card)),
  });
  const own = new CdkeyClient({ apiKey: emulator.apiKey, fetch: /** @type {any} */ (emulator.fetch) });

  test('has a record for either card of a transfer', async () => {
    assert.deepEqual(await own.balanceLogs(), { logs: [], total: 0, page: 1, limit: 9999, hasMore: false });
    await own.transfer(TRANSFER_INPUT);
    const all = await own.balanceLogs({ limit: 1 });
    assert.deepEqual([all.total, all.hasMore, all.logs.length], [2, true, 1]);
    const source = await own.detail({ phone: TRANSFER_INPUT.phone, code: TRANSFER_INPUT.code });
    const { logs } = await own.balanceLogs({ id: source.id });
    assert.deepEqual(
      logs.map(({ cardId, apiLimit, type, userPhone, userEmail }) => [cardId, apiLimit, type, userPhone, userEmail]),
      [[source.id, 10, '2', '15916888888', '']],
    );
  });

  test('has faults for it', async () => {
    emulator.inject({ fault: 'envelope', code: 403, endpoint: 'balanceLogs' });
    const { code, endpoint } = await rejection(own.balanceLogs());
    assert.deepEqual([code, endpoint], ['forbidden', 'balanceLogs']);
  });
});
