/**
 * What a new user sees first: many cards of many kinds, the same each time, and a month that left records.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createDemoEmulator } from 'espai-cdkey/emulator';

const DAY = 24 * 60 * 60 * 1000;

test('some hundred cards of several owners and every type, unlimited and empty ones among them', async () => {
  const emulator = await createDemoEmulator();
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  const { cards, total } = await client.list();
  assert.ok(total >= 300, `${total} cards`);
  assert.ok(new Set(cards.map(({ userPhone }) => userPhone)).size >= 20);
  assert.deepEqual([...new Set(cards.map(({ type }) => type))].sort(), ['0', '1', '2', '3', '4', '5']);
  const unlimited = cards.filter(({ apiLimit }) => apiLimit === null);
  assert.ok(unlimited.length > 0 && unlimited.every(({ type }) => type === '5'));
  assert.ok(
    cards.some(({ type, apiLimit }) => type !== '0' && apiLimit === 0),
    'some may be destroyed',
  );
  assert.ok(cards.every(({ createTime }) => createTime !== null && createTime < Date.now() - 30 * DAY));
});

test('a month of records, which ends now; and what is done then is of now', async () => {
  const emulator = await createDemoEmulator();
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  const { logs } = await client.balanceLogs();
  const times = logs.map(({ createTime }) => createTime ?? 0);
  assert.ok(new Set(times.map((time) => Math.floor(time / DAY))).size >= 25, 'on most days');
  assert.ok(Math.min(...times) >= Date.now() - 31 * DAY && Math.max(...times) <= Date.now());
  const [source, target] = emulator.cards().filter(({ type, apiLimit }) => type !== '0' && (apiLimit ?? 0) > 100);
  assert.ok(source && target);
  const before = Date.now();
  await client.transfer({
    phone: source.userPhone ?? '',
    code: source.code,
    targetPhone: target.userPhone ?? '',
    targetCode: target.code,
    limit: 1,
  });
  const [newest] = (await client.balanceLogs()).logs;
  assert.ok((newest?.createTime ?? 0) >= before);
});

test('the same at each start, but for its key and its times', async () => {
  const [one, other] = await Promise.all([createDemoEmulator(), createDemoEmulator()]);
  const seen = (/** @type {typeof one} */ emulator) =>
    emulator.cards().map(({ id, code, apiLimit, userName }) => ({ id, code, apiLimit, userName }));
  assert.deepEqual(seen(one), seen(other));
  assert.notEqual(one.apiKey, other.apiKey);
});
