/**
 * `settle`: what the cards say of a transfer that ended unknown, by the cards as they were before it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { checkPartly, rejection } from '../support/check.js';

async function shop() {
  const emulator = createEmulator();
  let reads = 0;
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    maxRetries: 0,
    fetch: (url, init) => {
      reads += url.endsWith('/detail') ? 1 : 0;
      return emulator.fetch(url, init);
    },
  });
  const [source, target] = emulator.cards().filter(({ type, apiLimit }) => type !== '0' && (apiLimit ?? 0) >= 100);
  assert.ok(source?.userPhone && target?.userPhone);
  const move = {
    phone: source.userPhone,
    code: source.code,
    targetPhone: target.userPhone,
    targetCode: target.code,
    limit: 10,
  };
  return { emulator, client, move, before: { source, target }, reads: () => reads };
}

test('applied, not observed, in conflict, unreadable', async () => {
  const { client, move, before, emulator, reads } = await shop();
  const none = await client.settle(move, before);
  assert.deepEqual(none, { verdict: 'not_observed', before, after: before });
  assert.deepEqual(Object.keys(none), ['verdict', 'before', 'after']);
  assert.equal(reads(), 6, 'three looks');
  await client.transfer(move);
  const applied = await client.settle(move, before);
  assert.equal(applied.verdict, 'likely_applied');
  assert.equal(applied.after?.source.apiLimit, (before.source.apiLimit ?? 0) - 10);
  await client.transfer(move);
  assert.equal((await client.settle(move, before)).verdict, 'conflict');
  emulator.inject({ fault: 'drop', endpoint: 'detail' });
  const unread = await client.settle(move, before);
  assert.deepEqual(unread, { verdict: 'unreadable', before, after: null });
});

test('the evidence of an error settles it later, after a way through JSON, too', async () => {
  const { client, move, emulator } = await shop();
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
  const error = await rejection(client.transfer(move, { verify: true }));
  assert.ok(error.evidence);
  const before = JSON.parse(JSON.stringify(error.evidence.before));
  await client.transfer(move);
  assert.equal((await client.settle(move, before)).verdict, 'likely_applied');
});

test('what is no transfer, no cards, or the cards of another one is refused, and nothing is read', async () => {
  const { client, move, before, reads } = await shop();
  /** @type {[any, any, string][]} */
  const bad = [
    [{ ...move, limit: 0 }, before, 'limit'],
    [move, undefined, 'before'],
    [move, { source: before.source }, 'before.target'],
    [move, { ...before, more: 1 }, 'before.more'],
    [move, { source: before.target, target: before.source }, 'before.source.code'],
    [move, { ...before, target: { ...before.target, apiLimit: undefined } }, 'before.target.apiLimit'],
    [move, { ...before, target: { ...before.target, apiLimit: '1e3' } }, 'before.target.apiLimit'],
  ];
  for (const [input, cards, path] of bad) {
    const error = await rejection(client.settle(input, cards));
    checkPartly(error, { name: 'ValidationError', code: 'invalid_argument', outcome: 'not_sent', path });
  }
  assert.equal(reads(), 0);
});

test('an abort is the callers own, and says so', async () => {
  const { client, move, before } = await shop();
  const error = await rejection(client.settle(move, before, { signal: AbortSignal.abort('mine') }));
  checkPartly(error, { name: 'AbortError', endpoint: 'detail', outcome: 'not_sent' });
  assert.equal(error.cause, 'mine');
});
