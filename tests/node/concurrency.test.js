/**
 * Many calls, many clients, at once: each gets its own answer.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { DETAIL_INPUT, KEY, wireCards } from '../support/page.js';
import { rejection, sleep } from '../support/check.js';
import { service } from '../support/service.js';

test('200 calls at once over a socket: each gets its own card', async (t) => {
  const cards = wireCards(200).map((card, index) => ({ ...card, user_phone: 15900000000 + index }));
  const emulator = createEmulator({ cards });
  const server = await emulator.listen();
  t.after(() => server.close());
  const client = new CdkeyClient({ apiKey: emulator.apiKey, baseUrl: server.url });
  const got = await Promise.all(cards.map(({ code, user_phone: phone }) => client.detail({ code, phone })));
  assert.deepEqual(
    got.map(({ id }) => id),
    cards.map(({ id }) => id),
  );
});

test('200 calls at once whose answers come in another order', async (t) => {
  const { url, seen } = await service(t, (_, response, { body }) => {
    const { code } = JSON.parse(body);
    const card = { id: `id-${code}`, code, type: '1', api_limit: Number(code) };
    setTimeout(() => response.end(JSON.stringify({ success: true, data: card })), (Number(code) * 7919) % 60);
  });
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: url });
  const numbers = Array.from({ length: 200 }, (_, index) => index + 1);
  const got = await Promise.all(numbers.map((code) => client.detail({ code: String(code), phone: 1 })));
  assert.deepEqual(
    got.map(({ apiLimit }) => apiLimit),
    numbers,
  );
  assert.equal(seen.length, 200);
});

test('calls that succeed, fail, run out of time and are aborted, at once', async (t) => {
  const { url } = await service(t, (request, response, { body }) => {
    const { code } = JSON.parse(body);
    if (code === 'hang') return;
    if (code === 'drop') request.socket.resetAndDestroy();
    else if (code === 'no') response.end('{"success":false,"code":404}');
    else response.end(JSON.stringify({ success: true, data: { id: code, code, type: '1', api_limit: 1 } }));
  });
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: url, maxRetries: 0 });
  const controller = new AbortController();
  const kinds = ['ok', 'no', 'drop', 'hang', 'abort'];
  const calls = Array.from({ length: 100 }, async (_, index) => {
    const kind = kinds[index % kinds.length];
    const code = kind === 'ok' ? `ok${index}` : kind === 'abort' ? 'hang' : String(kind);
    const options = kind === 'hang' ? { timeoutMs: 100 } : kind === 'abort' ? { signal: controller.signal } : {};
    const call = client.detail({ code, phone: 1 }, options);
    return kind === 'ok' ? (await call).code === code && 'ok' : (await rejection(call)).code;
  });
  await sleep(50);
  controller.abort();
  const came = await Promise.all(calls);
  const wanted = ['ok', 'api_rejected', 'network', 'timeout', 'aborted'];
  assert.deepEqual(
    came,
    came.map((_, index) => wanted[index % wanted.length]),
  );
});

test('two clients: keys, addresses, options and spellings stay their own', async (t) => {
  const one = await service(t, { body: { success: true, data: [], totalNumber: 1 } });
  const other = await service(t, { body: { success: true, data: [], totalNumber: 2 } });
  const first = new CdkeyClient({ apiKey: 'a'.repeat(32), baseUrl: one.url, headers: { x: '1' } });
  const second = new CdkeyClient({ apiKey: 'b'.repeat(32), baseUrl: `${other.url}/api`, userNameField: 'username' });
  const totals = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => (await (index % 2 ? second : first).list({ userName: 'x' })).total),
  );
  assert.deepEqual(
    totals,
    totals.map((_, index) => (index % 2 ? 2 : 1)),
  );
  assert.ok(
    one.seen.every(
      ({ headers, body }) =>
        headers['authorization'] === 'a'.repeat(32) && headers['x'] === '1' && 'user_name' in JSON.parse(body),
    ),
  );
  assert.ok(
    other.seen.every(
      ({ url, headers, body }) =>
        url === '/api/cdkey/list' &&
        headers['authorization'] === 'b'.repeat(32) &&
        !('x' in headers) &&
        'username' in JSON.parse(body),
    ),
  );
  assert.deepEqual([one.seen.length, other.seen.length], [25, 25]);
});

test('transfers at once keep the sum of quota', async (t) => {
  const cards = wireCards(10).map((card, index) => ({
    ...card,
    type: '1',
    api_limit: 100,
    user_phone: 15900000000 + index,
  }));
  const emulator = createEmulator({ cards });
  const server = await emulator.listen();
  t.after(() => server.close());
  const client = new CdkeyClient({ apiKey: emulator.apiKey, baseUrl: server.url });
  const moves = Array.from({ length: 100 }, (_, index) => {
    const [from, to] = [cards[index % 10], cards[(index * 3 + 1) % 10]];
    return from === to || !from || !to
      ? null
      : {
          phone: from.user_phone,
          code: from.code,
          targetPhone: to.user_phone,
          targetCode: to.code,
          limit: (index % 9) + 1,
        };
  }).filter((move) => move !== null);
  const done = await Promise.allSettled(moves.map((move) => client.transfer(move)));
  assert.ok(done.filter(({ status }) => status === 'fulfilled').length > 50);
  assert.equal(
    emulator.cards().reduce((sum, { apiLimit }) => sum + Number(apiLimit), 0),
    1000,
  );
  const net = new Map(cards.map(({ code }) => [code, 100]));
  for (const [index, move] of moves.entries()) {
    if (done[index]?.status !== 'fulfilled') continue;
    net.set(move.code, (net.get(move.code) ?? 0) - move.limit);
    net.set(move.targetCode, (net.get(move.targetCode) ?? 0) + move.limit);
  }
  for (const { code, apiLimit } of emulator.cards()) assert.equal(apiLimit, net.get(code));
});

test('a client made and forgotten 500 times', async () => {
  const fetch = async () => Response.json({ success: true, data: { id: 'a', code: 'b', type: '1', api_limit: 1 } });
  for (let made = 0; made < 500; made += 1) {
    const card = await new CdkeyClient({ apiKey: KEY, fetch }).detail(DETAIL_INPUT);
    assert.equal(card.apiLimit, 1);
  }
});
