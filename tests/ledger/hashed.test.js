/**
 * `phones: 'hashed'`: what is promised of a ledger holds, and no phone number is in it.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LedgerError, ValidationError } from 'espai-cdkey';
import { Operations, hashedPhones, openLedger } from 'espai-cdkey/ledger';
import {
  LEDGERS,
  TO_VERSION_1,
  all,
  behind,
  codeOf,
  emptyOf,
  folder,
  phoneOf,
  postgres,
  rejection,
  transferOf,
  world,
} from './support.js';

const phoneKey = 'a secret of the shop, of some length';
const HASHED = /** @type {const} */ ({ phones: 'hashed', phoneKey });
const HASH = /^hmac-sha256:[\da-f]{64}$/;

/** Of eight cards. */
const PHONES = Array.from({ length: 8 }, (_, at) => phoneOf(at));

/** @param {unknown} value */
function holdsNoPhone(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  for (const phone of PHONES) assert.equal(text.includes(phone), false, text.slice(0, 2000));
}

for (const [kind, address] of Object.entries(LEDGERS)) {
  test(`${kind}, hashed: the same key with the same input is the same operation, with another a conflict`, async () => {
    const { operations, ledger, sent } = await world(address(), { ledger: HASHED });
    const input = transferOf(2, 8);
    const done = await operations.transfer(input);
    assert.deepEqual([done.status, done.attempts], ['done', 1]);
    assert.match(String(done.input['phone']), HASH);
    assert.match(String(done.input['targetPhone']), HASH);
    assert.notEqual(done.input['phone'], done.input['targetPhone']);
    assert.match(/** @type {any} */ (done.evidence).before.source.userPhone, HASH);
    assert.equal(/** @type {any} */ (done.evidence).before.source.apiLimit, 1_000_000);
    const spelled = { ...input, phone: Number(input.phone), limit: String(input.limit) };
    assert.deepEqual(await operations.transfer(/** @type {any} */ (spelled)), done);
    for (const other of [{ limit: 9 }, { phone: phoneOf(6) }, { targetPhone: phoneOf(6) }]) {
      const error = await rejection(operations.transfer({ ...input, ...other }));
      assert.ok(error instanceof LedgerError);
      assert.equal(error.code, 'key_conflict');
    }
    assert.equal(sent('transfer'), 1);
    const ofCard = await all(operations.list({ code: codeOf(2) }));
    assert.deepEqual(ofCard, [done]);
    holdsNoPhone(await all(operations.list({})));
    await ledger.close();
  });

  test(`${kind}, hashed: a lost answer is settled at once, and by recover through what the service lists`, async () => {
    const { operations, ledger, emulator, sent } = await world(address(), { ledger: HASHED });
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
    const done = await operations.transfer(transferOf(0, 8));
    assert.deepEqual([done.status, done.evidence?.verdict], ['done', 'likely_applied']);
    // Nobody can read the cards now; later they show it.
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
    emulator.inject({ fault: 'status', status: 502, endpoint: 'detail', skip: 2, times: 1 });
    const lost = await rejection(operations.transfer(transferOf(2, 8)));
    assert.deepEqual([lost.outcome, lost.evidence.verdict], ['unknown', 'unreadable']);
    holdsNoPhone(lost.operation);
    assert.deepEqual(await operations.recover(), { done: 1, unknown: 0, released: 0, living: 0 });
    const found = await operations.get('op-2');
    assert.deepEqual([found?.status, found?.evidence?.verdict], ['done', 'likely_applied']);
    assert.equal(/** @type {any} */ (found).evidence.after.source.apiLimit, 1_000_000 - 3);
    holdsNoPhone(found);
    assert.equal(sent('transfer'), 2);
    await operations.destroy({ key: 'd', id: emptyOf(0) });
    await ledger.close();
  });

  test(`${kind}, hashed: what the service no longer lists by that number stays unknown until it is listed`, async () => {
    const url = address();
    const { operations, ledger, emulator, client } = await world(url, { ledger: HASHED });
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
    emulator.inject({ fault: 'status', status: 502, endpoint: 'detail', skip: 2, times: 1 });
    await rejection(operations.transfer(transferOf(2, 8)));
    // As a process that was killed leaves it, which knows no error.
    const stored = await ledger.get('op-2');
    assert.ok(stored);
    await ledger.change('op-2', stored.revision, {
      ...{ status: 'sent', holder: null, hold: 'take', error: null, resolved: null, evidence: stored.evidence },
    });
    // A service that shows other numbers.
    const blind = Object.create(client, {
      list: { value: async () => ({ cards: [], total: 0, page: 1, limit: 1, hasMore: false }) },
    });
    const others = new Operations({ client: blind, ledger });
    assert.deepEqual(await others.recover(), { done: 0, unknown: 1, released: 0, living: 0 });
    const found = await operations.get('op-2');
    assert.equal(found?.status, 'unknown');
    assert.match(String(found?.error?.['message']), /phone numbers as hashes/);
    assert.deepEqual(await operations.recover(), { done: 1, unknown: 0, released: 0, living: 0 });
    await ledger.close();
  });

  test(`${kind}: how phones are kept is how the ledger was made`, { skip: kind === 'memory' }, async () => {
    const hashed = address();
    await (await openLedger(hashed, HASHED)).close();
    const other = await rejection(openLedger(hashed, { ...HASHED, phoneKey: `${phoneKey}.` }));
    assert.ok(other instanceof LedgerError);
    assert.match(other.message, /the phoneKey is another one/);
    const none = await rejection(openLedger(hashed));
    assert.ok(none instanceof LedgerError);
    assert.match(none.message, /keeps phone numbers as keyed hashes/);
    // The same key as bytes.
    await (await openLedger(hashed, { phones: 'hashed', phoneKey: new TextEncoder().encode(phoneKey) })).close();
    const plain = address();
    await (await openLedger(plain)).close();
    const late = await rejection(openLedger(plain, HASHED));
    assert.ok(late instanceof LedgerError);
    assert.match(late.message, /keeps phone numbers plain/);
  });

  test(`${kind}: a ledger of version 1 that has operations is plain`, { skip: kind === 'memory' }, async () => {
    for (const used of [true, false]) {
      const url = address();
      const { operations, ledger } = await world(url);
      if (used) await operations.transfer(transferOf(0, 8));
      await ledger.close();
      behind(url, TO_VERSION_1);
      const opened = openLedger(url, HASHED);
      if (used) assert.match((await rejection(opened)).message, /keeps phone numbers plain/);
      else await (await opened).close();
    }
  });
}

test('sqlite, hashed: no file of the ledger holds a phone number or the key, whatever has happened', async () => {
  const place = folder();
  const { operations, ledger, emulator } = await world(`sqlite:${join(place, 'operations.db')}`, { ledger: HASHED });
  await operations.transfer(transferOf(0, 8));
  emulator.inject({ fault: 'envelope', code: 400, message: `card of ${phoneOf(1)}`, endpoint: 'transfer' });
  await rejection(operations.transfer(transferOf(1, 8)));
  emulator.inject({ fault: 'drop', when: 'before', endpoint: 'transfer' });
  await rejection(operations.transfer(transferOf(2, 8)));
  await operations.destroy({ key: 'd', id: emptyOf(0) });
  const files = readdirSync(place);
  assert.ok(files.length > 1, 'what is not in the file yet is in another beside it');
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(place, name))));
  assert.ok(bytes.includes(codeOf(1)));
  for (const secret of [...PHONES, phoneKey]) assert.equal(bytes.includes(secret), false, secret);
  await ledger.close();
});

test('postgres, hashed: no table holds a phone number, those of the queue too, and a worker finds them again', async () => {
  const url = /** @type {() => string} */ (LEDGERS['postgres'])();
  const { operations, ledger, emulator, sent } = await world(url, { ledger: HASHED });
  await operations.enqueue([0, 1, 2].map((at) => transferOf(at, 8)));
  // The card of the last one belongs to somebody else by now.
  await operations.enqueue([{ ...transferOf(5, 8), phone: '13911112222' }]);
  const dumped = () => postgres().dump(url);
  assert.match(dumped(), /espai_cdkey_queue/);
  holdsNoPhone(dumped());
  const stop = new AbortController();
  /** @type {import('espai-cdkey/ledger').WorkNews[]} */
  const news = [];
  await operations.work({
    signal: stop.signal,
    onNews: (each) => {
      news.push(each);
      if (news.length === 4) stop.abort();
    },
  });
  assert.deepEqual(news.map(({ key, status, code }) => [key, status, code]).sort(), [
    ...['op-0', 'op-1', 'op-2'].map((key) => [key, 'done', undefined]),
    ['op-5', 'prepared', 'invalid_argument'],
  ]);
  assert.equal(sent('transfer'), 3);
  assert.equal(emulator.cards().find(({ code }) => code === codeOf(0))?.apiLimit !== 1_000_000, true);
  holdsNoPhone(dumped());
  assert.equal(dumped().includes('13911112222'), false);
  await ledger.close();
});

test('what is wrong with the options is said before a file is made', async () => {
  const place = folder();
  for (const [options, path] of /** @type {[any, string][]} */ ([
    [{ phones: 'hashed' }, 'phoneKey'],
    [{ phones: 'hashed', phoneKey: 'short' }, 'phoneKey'],
    [{ phones: 'hashed', phoneKey: 5 }, 'phoneKey'],
    [{ phones: 'hidden', phoneKey }, 'phones'],
    [{ phoneKey }, 'phoneKey'],
    [{ phone: 'hashed' }, 'phone'],
  ])) {
    const error = await rejection(openLedger(`sqlite:${join(place, 'operations.db')}`, options));
    assert.ok(error instanceof ValidationError);
    assert.deepEqual([error.code, error.path], ['invalid_config', path]);
    assert.equal(error.message.includes(phoneKey), false);
  }
  assert.deepEqual(readdirSync(place), []);
});

test("a ledger of one's own may be hashed, too, where it has the method for it", async () => {
  const inner = await openLedger('memory:');
  const without = Object.create(inner, { phones: { value: undefined } });
  assert.equal((await rejection(hashedPhones(without, phoneKey))).path, 'phones');
  // openLedger has written down that this one is plain.
  assert.match((await rejection(hashedPhones(inner, phoneKey))).message, /keeps phone numbers plain/);
});
