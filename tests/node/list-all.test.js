/**
 * Going through all pages: every card once, whatever the service's cut, and an end in any case.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { KEY, wireCards } from '../support/page.js';
import { checkError, refused, rejection } from '../support/check.js';
import { service } from '../support/service.js';

/** @typedef {ReturnType<typeof wireCards>} Cards */

/**
 * A service whose pages the test cuts.
 * @param {(asked: { page: number, limit: number, call: number }) => { data: Cards, total: number }} cut
 * @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [options]
 */
function paged(cut, options) {
  /** @type {{ page: number, limit: number }[]} */
  const asked = [];
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = async (_, { body }) => {
    const { page, limit } = JSON.parse(body);
    asked.push({ page: Number(page), limit: Number(limit) });
    const { data, total } = cut({ page: Number(page), limit: Number(limit), call: asked.length });
    return Response.json({ success: true, message: '请求成功', data, totalNumber: total });
  };
  return { client: new CdkeyClient({ apiKey: KEY, fetch, maxRetries: 0, ...options }), asked };
}

/**
 * @param {AsyncIterable<import('espai-cdkey').Card>} cards
 */
async function ids(cards) {
  const all = [];
  for await (const card of cards) all.push(card.id);
  return all;
}

/**
 * What comes before the walk's error, and the error.
 * @param {AsyncIterable<import('espai-cdkey').Card>} cards
 */
async function untilStuck(cards) {
  /** @type {string[]} */
  const all = [];
  const error = await rejection(async () => {
    for await (const card of cards) all.push(card.id);
  });
  checkError(error, {
    name: 'DecodeError',
    code: 'pagination_stuck',
    endpoint: 'list',
    outcome: error.outcome,
    path: error.path,
    httpStatus: error.httpStatus,
  });
  assert.equal(new Set(all).size, all.length, 'a card came twice');
  return { all, error };
}

/** @param {Cards} cards @param {{ page: number, limit: number }} asked */
const slice = (cards, { page, limit }) => cards.slice((page - 1) * limit, page * limit);
/** @param {Cards} cards */
const idsOf = (cards) => cards.map(({ id }) => id);

test('against the emulator on a socket: 1,234 cards in pages of 500', async () => {
  const cards = wireCards(1234);
  const emulator = createEmulator({ cards });
  const server = await emulator.listen();
  try {
    const client = new CdkeyClient({ apiKey: emulator.apiKey, baseUrl: server.url });
    assert.deepEqual(await ids(client.listAll()), idsOf(cards));
    const dear = await ids(client.listAll({ apiLimit: 1000, type: 1 }, { pageSize: 7 }));
    assert.deepEqual(dear, idsOf(cards.filter((card) => card.api_limit >= 1000 && card.type === '1')));
  } finally {
    await server.close();
  }
});

test('no more requests than pages, of 500 cards unless asked otherwise', async () => {
  const cards = wireCards(1001);
  const { client, asked } = paged((page) => ({ data: slice(cards, page), total: 1001 }));
  assert.deepEqual(await ids(client.listAll()), idsOf(cards));
  assert.deepEqual(
    asked.map(({ page, limit }) => [page, limit]),
    [
      [1, 500],
      [2, 500],
      [3, 500],
    ],
  );
  asked.length = 0;
  await ids(client.listAll(undefined, { pageSize: '1001' }));
  assert.deepEqual(asked, [{ page: 1, limit: 1001 }]);
});

test('no card at all', async () => {
  const { client, asked } = paged(() => ({ data: [], total: 0 }));
  assert.deepEqual(await ids(client.listAll()), []);
  assert.equal(asked.length, 1);
});

test('cards are given as they come: leaving early asks no further', async () => {
  const cards = wireCards(30);
  const { client, asked } = paged((page) => ({ data: slice(cards, page), total: 30 }));
  let count = 0;
  for await (const card of client.listAll({}, { pageSize: 10 })) {
    assert.equal(card.id, cards[count]?.id);
    if ((count += 1) === 12) break;
  }
  assert.equal(asked.length, 2);
});

test('a walk asks nothing before its first next()', async () => {
  const { client, asked } = paged(() => ({ data: [], total: 0 }));
  const walk = client.listAll();
  await new Promise(setImmediate);
  assert.equal(asked.length, 0);
  assert.deepEqual(await walk.next(), { done: true, value: undefined });
});

test('a service that cuts pages shorter than asked, and counts in its own', async () => {
  const cards = wireCards(95);
  const { client } = paged(({ page, limit }) => ({
    data: slice(cards, { page, limit: Math.min(limit, 20) }),
    total: 95,
  }));
  assert.deepEqual(await ids(client.listAll({}, { pageSize: 50 })), idsOf(cards));
});

test('a service that cuts pages shorter than asked, and counts in those asked for', async () => {
  // Page 2 of 50 starts at 50, though only 20 come: following it needs pages of 20.
  const cards = wireCards(95);
  const { client } = paged(({ page, limit }) => ({ data: slice(cards, { page, limit }).slice(0, 20), total: 95 }));
  const all = await ids(client.listAll({}, { pageSize: 50 }));
  assert.deepEqual(all.toSorted(), idsOf(cards));
});

test('a card that moves from page to page while others are added comes once', async () => {
  let cards = wireCards(20);
  const { client } = paged(({ page, limit, call }) => {
    // A new card at the top shifts the last of page 1 to page 2.
    if (call === 2) {
      cards = [{ ...wireCards(1)[0], id: 'new' }, ...cards].map((card) => /** @type {Cards[number]} */ (card));
    }
    return { data: slice(cards, { page, limit }), total: cards.length };
  });
  const all = await ids(client.listAll({}, { pageSize: 10 }));
  assert.equal(new Set(all).size, 21);
  assert.equal(all.length, 21);
});

test('a card that slips past because another is gone is found by going again', async () => {
  let cards = wireCards(20);
  const { client } = paged(({ page, limit, call }) => {
    // The first is destroyed after page 1: the first of page 2 becomes the last of page 1.
    if (call === 2) cards = cards.slice(1);
    return { data: slice(cards, { page, limit }), total: cards.length };
  });
  const all = await ids(client.listAll({}, { pageSize: 10 }));
  assert.deepEqual(all.toSorted(), idsOf(wireCards(20)));
});

test('stuck: a service that ignores the page', async () => {
  const cards = wireCards(30);
  const { client, asked } = paged(() => ({ data: cards.slice(0, 10), total: 30 }));
  const { all } = await untilStuck(client.listAll({}, { pageSize: 10 }));
  assert.deepEqual(all, idsOf(cards.slice(0, 10)));
  assert.ok(asked.length <= 8, `${asked.length} requests`);
});

test('stuck: a total that changes at every look, after three more rounds', async () => {
  const cards = wireCards(20);
  const { client, asked } = paged(({ page, limit, call }) => ({
    data: slice(cards, { page, limit }),
    total: 20 + (call % 2),
  }));
  const { all } = await untilStuck(client.listAll({}, { pageSize: 10 }));
  assert.deepEqual(all, idsOf(cards));
  assert.ok(asked.length <= 4 * 3, `${asked.length} requests`);
});

test('stuck: fewer cards than the total, for good', async () => {
  const cards = wireCards(15);
  const { client, asked } = paged((page) => ({ data: slice(cards, page), total: 20 }));
  const { all } = await untilStuck(client.listAll({}, { pageSize: 10 }));
  assert.deepEqual(all, idsOf(cards));
  assert.ok(asked.length <= 4 * 3, `${asked.length} requests`);
});

test('stuck: a service that gives one card for ever', async () => {
  const card = /** @type {Cards[number]} */ (wireCards(1)[0]);
  const { client, asked } = paged(() => ({ data: [card], total: Number.MAX_SAFE_INTEGER }));
  const { all } = await untilStuck(client.listAll({}, { pageSize: 1 }));
  assert.deepEqual(all, [card.id]);
  assert.ok(asked.length < 10);
});

test('what is refused comes with the first next()', async () => {
  const { client, asked } = paged(() => ({ data: [], total: 0 }));
  /** @type {any} */
  const own = client;
  await refused(() => own.listAll({ page: 1 }).next(), 'page', 'list');
  await refused(() => own.listAll({ limit: 10 }).next(), 'limit', 'list');
  await refused(() => own.listAll({ code: '' }).next(), 'code', 'list');
  await refused(() => own.listAll(null).next(), 'query', 'list');
  await refused(() => own.listAll({}, { pageSize: 0 }).next(), 'pageSize', 'list');
  await refused(() => own.listAll({}, { pageSize: null }).next(), 'pageSize', 'list');
  await refused(() => own.listAll({}, { pageSize: '1e3' }).next(), 'pageSize', 'list');
  await refused(() => own.listAll({}, { pagesize: 5 }).next(), 'pagesize', 'list');
  assert.equal(asked.length, 0);
});

test('an error in the middle ends the walk, after the cards that came before it', async (t) => {
  const cards = wireCards(10);
  const { url, seen } = await service(t, { body: { success: true, data: cards, totalNumber: 20 } }, { status: 503 });
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: url, maxRetries: 0 });
  const walk = client.listAll({}, { pageSize: 10 });
  /** @type {string[]} */
  const got = [];
  const error = await rejection(async () => {
    for await (const card of walk) got.push(card.id);
  });
  assert.deepEqual(got, idsOf(cards));
  checkError(error, { name: 'HttpError', code: 'http_status', endpoint: 'list', outcome: 'unknown', httpStatus: 503 });
  assert.deepEqual(await walk.next(), { done: true, value: undefined });
  assert.equal(seen.length, 2);
});

test('a page that fails once is tried again, with the retries of each page its own', async (t) => {
  const cards = wireCards(20);
  /** @param {number} page */
  const pageOf = (page) => ({ body: { success: true, data: slice(cards, { page, limit: 10 }), totalNumber: 20 } });
  const busy = { status: 429, headers: { 'retry-after': '0' } };
  const { url, seen } = await service(t, busy, pageOf(1), busy, pageOf(2));
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: url });
  assert.deepEqual(await ids(client.listAll({}, { pageSize: 10, maxRetries: 1 })), idsOf(cards));
  assert.equal(seen.length, 4);
});

test('two walks of one client at once do not mix', async () => {
  const cards = wireCards(40);
  const { client } = paged((page) => ({ data: slice(cards, page), total: 40 }));
  const [one, other] = await Promise.all([
    ids(client.listAll({}, { pageSize: 10 })),
    ids(client.listAll({}, { pageSize: 7 })),
  ]);
  assert.deepEqual(one, idsOf(cards));
  assert.deepEqual(other, idsOf(cards));
});

test('who asks without waiting is served in turn, and who leaves ends it', async () => {
  const cards = wireCards(5);
  const cut = (/** @type {{ page: number, limit: number }} */ { page, limit }) => ({
    data: cards.slice((page - 1) * limit, page * limit),
    total: 5,
  });
  const { client, asked } = paged(cut);
  const walk = client.listAll({}, { pageSize: 2 });
  assert.equal(walk[Symbol.asyncIterator](), walk);
  const given = await Promise.all(Array.from({ length: 7 }, () => walk.next()));
  assert.deepEqual(
    given.map(({ done, value }) => (done ? undefined : value?.id)),
    [...cards.map(({ id }) => id), undefined, undefined],
  );
  assert.equal(asked.length, 3);

  const left = client.listAll({}, { pageSize: 2 });
  const [first, end, after] = await Promise.all([left.next(), left.return(), left.next()]);
  assert.equal(first.value?.id, cards[0]?.id);
  assert.deepEqual([end, after], Array(2).fill({ value: undefined, done: true }));
  assert.equal(asked.length, 4);

  const thrown = client.listAll();
  await assert.rejects(thrown.throw(new Error('mine')), /mine/);
  assert.deepEqual(await thrown.next(), { value: undefined, done: true });
  assert.equal(asked.length, 4);
});
