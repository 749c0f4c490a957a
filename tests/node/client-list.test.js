/**
 * Answers of list and detail over a real socket: what becomes of each field, and what is no answer.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CdkeyClient } from 'espai-cdkey';
import { CARD, DETAIL_INPUT, KEY, LIST_ANSWER, LIST_INPUT, WIRE_CARD, wireCards } from '../support/page.js';
import { checkError, rejection } from '../support/check.js';
import { service } from '../support/service.js';

/**
 * @param {import('../support/service.js').Test} t
 * @param {...import('../support/service.js').Answer} answers
 */
async function client(t, ...answers) {
  const { url, seen } = await service(t, ...answers);
  return { client: new CdkeyClient({ apiKey: KEY, baseUrl: url, maxRetries: 0 }), seen };
}

/**
 * A list's answer in which the page's card has other fields.
 * @param {Record<string, unknown>} fields `undefined` leaves one out.
 */
function listOf(fields) {
  return { ...LIST_ANSWER, data: [{ ...WIRE_CARD, ...fields }] };
}

test("the page's list", async (t) => {
  const { client: own, seen } = await client(t, { body: LIST_ANSWER });
  const page = await own.list(LIST_INPUT);
  assert.deepEqual(page, { cards: [CARD], total: 1, page: 1, limit: 10, hasMore: false });
  assert.deepEqual(Object.keys(page), ['cards', 'total', 'page', 'limit', 'hasMore']);
  assert.deepEqual(Object.keys(page.cards[0] ?? {}), Object.keys(CARD));
  assert.equal(Object.getPrototypeOf(page.cards[0]), Object.prototype);
  assert.deepEqual(structuredClone(page.cards), [CARD]);
  assert.deepEqual(
    seen.map(({ method, url }) => [method, url]),
    [['POST', '/cdkey/list']],
  );
  assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), LIST_INPUT);
});

test("the page's detail", async (t) => {
  const { client: own } = await client(t, { body: { success: true, message: '请求成功', data: WIRE_CARD } });
  assert.deepEqual(await own.detail(DETAIL_INPUT), CARD);
});

test('page, limit and hasMore', async (t) => {
  const cards = wireCards(3);
  const { client: own } = await client(t, { body: { ...LIST_ANSWER, data: cards, totalNumber: 10 } });
  const more = async (/** @type {any} */ query) => {
    const { page, limit, hasMore, total } = await own.list(query);
    return [page, limit, hasMore, total];
  };
  assert.deepEqual(await more(undefined), [1, 9999, true, 10]);
  assert.deepEqual(await more({ limit: 3 }), [1, 3, true, 10]);
  assert.deepEqual(await more({ page: '3', limit: '3' }), [3, 3, true, 10]);
  assert.deepEqual(await more({ page: 4, limit: 3 }), [4, 3, false, 10]);
  assert.deepEqual(await more({ page: Number.MAX_SAFE_INTEGER, limit: 9999 }), [
    Number.MAX_SAFE_INTEGER,
    9999,
    false,
    10,
  ]);
});

test('an empty list', async (t) => {
  const { client: own } = await client(t, { body: { ...LIST_ANSWER, data: [], totalNumber: 0 } });
  assert.deepEqual(await own.list(), { cards: [], total: 0, page: 1, limit: 9999, hasMore: false });
});

test('9,999 cards: none has a text of another', async (t) => {
  const cards = wireCards(9999).map((card, index) => ({ ...card, user_name: `名${index}😀`, user_phone: `0${index}` }));
  const { client: own } = await client(t, { body: { ...LIST_ANSWER, data: cards, totalNumber: 9999 } });
  const { cards: got } = await own.list();
  assert.equal(got.length, 9999);
  for (const [index, card] of got.entries()) {
    assert.equal(card.id, cards[index]?.id);
    assert.equal(card.userName, `名${index}😀`);
    assert.equal(card.userPhone, `0${index}`);
    assert.equal(card.apiLimit, index);
  }
});

/** @type {[string, Record<string, unknown>, Record<string, unknown>][]} What, fields on the wire, fields of the card. */
const TAKEN = [
  [
    'nulls',
    { user_id: null, user_phone: null, user_name: null, create_time: null, update_time: null },
    { userId: null, userPhone: null, userName: null, createTime: null },
  ],
  [
    'missing ones',
    { user_id: undefined, user_phone: undefined, user_name: undefined, create_time: undefined, update_time: undefined },
    { userId: null, userPhone: null, userName: null, createTime: null },
  ],
  [
    'strings of digits for numbers',
    { api_limit: '500', create_time: '1743506056109', update_time: '1' },
    { updateTime: 1 },
  ],
  [
    'numbers for strings',
    { type: 0, user_phone: 15916888888, code: 12345678, user_id: 7 },
    { code: '12345678', userId: '7' },
  ],
  ['a phone with leading zeros', { user_phone: '007' }, { userPhone: '007' }],
  ['a phone that is none', { user_phone: 'ask me' }, { userPhone: 'ask me' }],
  ['empty texts that may be', { user_name: '', user_phone: '' }, { userName: '', userPhone: '' }],
  ['quota below 0', { api_limit: -3 }, { apiLimit: -3 }],
  ['the greatest quota', { api_limit: Number.MAX_SAFE_INTEGER }, { apiLimit: Number.MAX_SAFE_INTEGER }],
  ['the least quota, as text', { api_limit: '-9007199254740991' }, { apiLimit: -9007199254740991 }],
  ['a type of tomorrow', { type: 'gold' }, { type: 'gold' }],
  ['fields that nobody knows', { extra: { a: [1, 1.5e300, null] }, another: 'x' }, {}],
  ['odd texts', { user_name: '\u0000"\\\u2028😀\ufeff' }, { userName: '\u0000"\\\u2028😀\ufeff' }],
];

for (const [what, wire, fields] of TAKEN) {
  test(`taken: ${what}`, async (t) => {
    const { client: own } = await client(t, { body: listOf(wire) });
    assert.deepEqual((await own.list()).cards, [{ ...CARD, ...fields }]);
  });
}

const TEXT = JSON.stringify(LIST_ANSWER);
const CARD_TEXT = JSON.stringify(WIRE_CARD);

/** @type {[string, string | Buffer][]} */
const TAKEN_BODIES = [
  ['a BOM before the whole', `\ufeff${TEXT}`],
  ['white space around it', ` \r\n\t${TEXT}\n `],
  ['names with escapes', TEXT.replace('"data"', '"d\\u0061ta"').replace('"user_name"', '"user\\u005fname"')],
  ['texts with escapes', TEXT.replace('琳琅', '\\u7433\\u7405')],
  ['an unknown key twice', TEXT.replace('{"message"', '{"x":1,"x":2,"message"')],
  ['128 levels', TEXT.replace('{"message"', `{"x":${'['.repeat(127)}${']'.repeat(127)},"message"`)],
  ['a number of 400 digits that nobody wants', TEXT.replace('{"message"', `{"x":${'9'.repeat(400)},"message"`)],
];

for (const [what, body] of TAKEN_BODIES) {
  test(`taken: ${what}`, async (t) => {
    const { client: own } = await client(t, { body });
    assert.deepEqual((await own.list()).cards, [CARD]);
  });
}

test('taken: an answer that was packed by gzip', async (t) => {
  const { client: own } = await client(t, { headers: { 'content-encoding': 'gzip' }, body: gzipSync(TEXT) });
  assert.deepEqual((await own.list()).cards, [CARD]);
});

test('taken: an answer that comes byte by byte', async (t) => {
  const { client: own } = await client(t, (_, response) => {
    const bytes = Buffer.from(TEXT);
    let at = 0;
    const next = () => {
      if (at === bytes.length) return void response.end();
      response.write(bytes.subarray(at, (at += 1)), next);
    };
    next();
  });
  assert.deepEqual((await own.list()).cards, [CARD]);
});

/** The place of the seventeenth card, as the contract's example has it. @param {unknown} value */
function seventeenth(value) {
  return { ...LIST_ANSWER, data: wireCards(20).map((card, index) => (index === 17 ? value : card)), totalNumber: 20 };
}

test('a card without a number comes through, and hides no other', async (t) => {
  const data = [undefined, null, -1, 0, Number.MAX_SAFE_INTEGER].map((limit, at) => ({
    ...WIRE_CARD,
    id: `id ${at}`,
    api_limit: limit,
  }));
  const { url } = await service(t, { body: { ...LIST_ANSWER, totalNumber: 5, data } });
  const { cards } = await new CdkeyClient({ apiKey: KEY, baseUrl: url }).list();
  assert.deepEqual(
    cards.map(({ apiLimit }) => apiLimit),
    [null, null, -1, 0, Number.MAX_SAFE_INTEGER],
  );
  const walked = [];
  for await (const card of new CdkeyClient({ apiKey: KEY, baseUrl: url }).listAll()) walked.push(card);
  assert.deepEqual(walked, cards);
});

/** @type {[string, string, unknown][]} What, the path, the answer (text as it is). */
const REFUSED_LISTS = [
  ['no data', 'data', { ...LIST_ANSWER, data: undefined }],
  ['null data', 'data', { ...LIST_ANSWER, data: null }],
  ['one card as data', 'data', { ...LIST_ANSWER, data: WIRE_CARD }],
  ['no total', 'totalNumber', { ...LIST_ANSWER, totalNumber: undefined }],
  ['a null total', 'totalNumber', { ...LIST_ANSWER, totalNumber: null }],
  ['a total below 0', 'totalNumber', { ...LIST_ANSWER, totalNumber: -1 }],
  ['half a total', 'totalNumber', { ...LIST_ANSWER, totalNumber: 0.5 }],
  ['a total in words', 'totalNumber', { ...LIST_ANSWER, totalNumber: 'one' }],
  ['a card that is null', 'data[17]', seventeenth(null)],
  ['a card that is a list', 'data[17]', seventeenth([])],
  ['a quota in words', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: 'unlimited' })],
  ['a quota that is true', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: true })],
  ['a quota of 2^53', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: 2 ** 53 })],
  ['a quota of 1.5', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: 1.5 })],
  [
    'a quota of 1e3',
    'data[17].api_limit',
    JSON.stringify(seventeenth({ ...WIRE_CARD, api_limit: 1234567 })).replace('1234567', '1e3'),
  ],
  [
    'a quota of 1.0',
    'data[17].api_limit',
    JSON.stringify(seventeenth({ ...WIRE_CARD, api_limit: 1234567 })).replace('1234567', '1.0'),
  ],
  ['a quota in exponent as text', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: '1e3' })],
  ['a quota with a space', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: ' 5' })],
  ['an empty quota', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: '' })],
  ['a quota that is true', 'data[17].api_limit', seventeenth({ ...WIRE_CARD, api_limit: true })],
  ['no id', 'data[17].id', seventeenth({ ...WIRE_CARD, id: undefined })],
  ['an empty id', 'data[17].id', seventeenth({ ...WIRE_CARD, id: '' })],
  ['a null code', 'data[17].code', seventeenth({ ...WIRE_CARD, code: null })],
  ['a type that is a list', 'data[17].type', seventeenth({ ...WIRE_CARD, type: ['1'] })],
  ['a phone of 1.5', 'data[17].user_phone', seventeenth({ ...WIRE_CARD, user_phone: 1.5 })],
  ['a phone beyond 2^53', 'data[17].user_phone', seventeenth({ ...WIRE_CARD, user_phone: 2 ** 53 })],
  ['a name that is an object', 'data[17].user_name', seventeenth({ ...WIRE_CARD, user_name: {} })],
  ['a time in words', 'data[17].create_time', seventeenth({ ...WIRE_CARD, create_time: '2025-04-01' })],
  ['a known key of a card twice', 'data[0].code', TEXT.replace('"code":', '"code":"other","code":')],
  ['a known key twice, once with escapes', 'data[0].code', TEXT.replace('"code":', '"c\\u006fde":"other","code":')],
  ['data twice', 'data', TEXT.replace('"data":', '"data":[],"data":')],
];

for (const [what, path, body] of REFUSED_LISTS) {
  test(`no answer of a list: ${what}`, async (t) => {
    const { client: own, seen } = await client(t, { body });
    const error = await rejection(own.list());
    const fixed = { name: 'DecodeError', code: 'bad_response', endpoint: 'list', outcome: 'unknown', retryable: false };
    checkError(error, { ...fixed, attempts: 1, httpStatus: 200, path });
    assert.equal(seen.length, 1);
  });
}

/** @type {[string, string, unknown][]} */
const REFUSED_DETAILS = [
  ['a list as data', 'data', [WIRE_CARD]],
  ['no data', 'data', undefined],
  ['null', 'data', null],
  ['a card without code', 'data.code', { ...WIRE_CARD, code: undefined }],
  ['a card without anything', 'data.id', {}],
];

for (const [what, path, data] of REFUSED_DETAILS) {
  test(`no answer of a detail: ${what}`, async (t) => {
    const { client: own } = await client(t, { body: { success: true, message: '请求成功', data } });
    const fixed = { name: 'DecodeError', code: 'bad_response', endpoint: 'detail', outcome: 'unknown' };
    checkError(await rejection(own.detail(DETAIL_INPUT)), { ...fixed, httpStatus: 200, path });
  });
}

/** @param {string} text Where `#` stands, these bytes are put. @param {number[]} bytes */
function withBytes(text, bytes) {
  const [before = '', after = ''] = text.split('#');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
}

/** @type {[string, string | Buffer][]} */
const NO_JSON = [
  ['bytes that are no UTF-8', withBytes(TEXT.replace('琳琅', '#'), [0xff])],
  ['half a character', withBytes(TEXT.replace('琳琅', '#'), [0xe7, 0x90])],
  ['an overlong form', withBytes(TEXT.replace('琳琅', '#'), [0xc0, 0x80])],
  ['an encoded surrogate', withBytes(TEXT.replace('琳琅', '#'), [0xed, 0xa0, 0x80])],
  ['no UTF-8 where nobody looks', withBytes(TEXT.replace('{"message"', '{"x":"#","message"'), [0x80])],
  ['half a surrogate pair', TEXT.replace('琳琅', '\\ud83d')],
  ['half a pair where nobody looks', TEXT.replace('{"message"', '{"x":"\\ude00","message"')],
  ['a pair the wrong way round', TEXT.replace('琳琅', '\\ude00\\ud83d')],
  ['129 levels', TEXT.replace('{"message"', `{"x":${'['.repeat(128)}${']'.repeat(128)},"message"`)],
  ['a million levels', '['.repeat(1_000_000)],
  ['two BOMs', `\ufeff\ufeff${TEXT}`],
  ['UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['a comment', `${TEXT}// ok`],
  ['two answers', TEXT + TEXT],
  ['half an answer', TEXT.slice(0, -20)],
  ['NaN', TEXT.replace(':500,', ':NaN,')],
  ['a number with a zero in front', TEXT.replace(':500,', ':0500,')],
  ['a comma too many', TEXT.replace('"success":true}', '"success":true,}')],
  ['a raw line break in a text', TEXT.replace('琳琅', 'a\nb')],
  ['JSONP', `callback(${TEXT})`],
  ['a card alone, unfinished', `{"success":true,"data":[${CARD_TEXT}`],
];

for (const [what, body] of NO_JSON) {
  test(`no answer at all: ${what}`, async (t) => {
    const { client: own } = await client(t, { body });
    const error = await rejection(own.list());
    checkError(error, {
      name: 'DecodeError',
      code: 'bad_response',
      outcome: 'unknown',
      httpStatus: 200,
      path: error.path,
    });
    assert.ok(error.path !== undefined);
    assert.ok(!error.message.includes('15916888888') && error.message.length < 500);
  });
}
