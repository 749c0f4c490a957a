import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, LedgerError, NetworkError, ValidationError } from 'espai-cdkey';
import { Operations } from 'espai-cdkey/ledger';
import { LEDGERS, all, emptyOf, moved, rejection, transferOf, world } from './support.js';

for (const [kind, address] of Object.entries(LEDGERS)) {
  test(`${kind}: the same key is the same operation, in any spelling`, async () => {
    const { operations, ledger, emulator, sent } = await world(address());
    const input = transferOf(2, 8);
    const done = await operations.transfer(input);
    assert.equal(done.status, 'done');
    assert.equal(done.attempts, 1);
    const { phone, code, targetPhone, targetCode, limit, key } = input;
    assert.deepEqual(done.input, { phone, code, targetPhone, targetCode, limit });
    const spelled = {
      key,
      limit: String(limit),
      target_code: targetCode,
      target_phone: Number(targetPhone),
      code,
      phone: Number(phone),
    };
    const again = await operations.transfer(/** @type {any} */ (spelled));
    assert.deepEqual(again, done);
    assert.equal(sent('transfer'), 1);
    const other = await rejection(operations.transfer({ ...input, limit: 4 }));
    assert.ok(other instanceof LedgerError);
    assert.deepEqual([other.code, other.outcome], ['key_conflict', 'not_sent']);
    assert.equal((await moved(emulator)).get(3), 1);
    await ledger.close();
  });

  test(`${kind}: written down with both cards before it is sent`, async () => {
    const { operations, ledger, emulator } = await world(address());
    /** @type {import('espai-cdkey/ledger').StoredOperation | null} */
    let seen = null;
    const before = emulator.fetch;
    const { CdkeyClient } = await import('espai-cdkey');
    const client = new CdkeyClient({
      apiKey: emulator.apiKey,
      fetch: async (url, init) => {
        if (url.endsWith('/transfer')) seen = await ledger.get('op-1');
        return before(url, init);
      },
    });
    await new Operations({ client, ledger }).transfer(transferOf(1, 8));
    assert.equal(/** @type {any} */ (seen)?.status, 'sent');
    const cards = /** @type {any} */ (seen).evidence.before;
    assert.deepEqual([cards.source.apiLimit, cards.target.apiLimit], [1_000_000, 1_000_000]);
    assert.equal(JSON.stringify(seen).includes(emulator.apiKey), false);
    void operations;
    await ledger.close();
  });

  test(`${kind}: not sent leaves it prepared, and the key may be called again`, async () => {
    const { operations, ledger, emulator, sent } = await world(address());
    emulator.inject({ fault: 'status', status: 502, endpoint: 'detail' });
    const error = await rejection(operations.transfer(transferOf(0, 8)));
    assert.equal(error.outcome, 'not_sent');
    assert.equal(error.operation.status, 'prepared');
    assert.equal(sent('transfer'), 0);
    assert.equal((await operations.transfer(transferOf(0, 8))).status, 'done');
    await ledger.close();
  });

  test(`${kind}: what the service refused gives the same error again, without a request`, async () => {
    const { operations, ledger, emulator, sent } = await world(address());
    emulator.inject({ fault: 'envelope', code: 400, message: '拒绝', endpoint: 'transfer' });
    const first = await rejection(operations.transfer(transferOf(0, 8)));
    assert.ok(first instanceof ApiError);
    assert.deepEqual([first.outcome, first.apiMessage], ['rejected', '拒绝']);
    const requests = sent('transfer') + sent('detail');
    const second = await rejection(operations.transfer(transferOf(0, 8)));
    assert.ok(second instanceof ApiError);
    assert.deepEqual({ ...second.toJSON(), operation: 0 }, { ...first.toJSON(), operation: 0 });
    assert.equal(/** @type {any} */ (second).operation.status, 'failed');
    assert.equal(sent('transfer') + sent('detail'), requests);
    await ledger.close();
  });

  test(`${kind}: a lost answer is done where both cards show it, else unknown until a person says`, async () => {
    const { operations, ledger, emulator, sent } = await world(address());
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
    const done = await operations.transfer(transferOf(0, 8));
    assert.equal(done.status, 'done');
    assert.equal(done.evidence?.verdict, 'likely_applied');

    emulator.inject({ fault: 'drop', when: 'before', endpoint: 'transfer' });
    const lost = await rejection(operations.transfer(transferOf(1, 8)));
    assert.ok(lost instanceof NetworkError);
    assert.equal(/** @type {any} */ (lost).operation.status, 'unknown');
    assert.equal(lost.evidence?.verdict, 'not_observed');
    const again = await rejection(operations.transfer(transferOf(1, 8)));
    assert.deepEqual(
      [again.outcome, again.operation.status, again.evidence.verdict],
      ['unknown', 'unknown', 'not_observed'],
    );
    assert.equal(sent('transfer'), 2);
    // Whole for who asks, masked where it is printed.
    assert.equal(again.operation.input.phone, '13800000001');
    assert.equal(JSON.stringify(again).includes('13800000001'), false);

    assert.deepEqual(
      (await all(operations.list({ status: 'unknown' }))).map(({ key }) => key),
      ['op-1'],
    );
    const resolved = await operations.resolve('op-1', { as: 'failed', by: 'Li', note: 'both cards looked at' });
    assert.equal(resolved.status, 'failed');
    assert.deepEqual([resolved.resolved?.as, resolved.resolved?.by], ['failed', 'Li']);
    const failed = await rejection(operations.transfer(transferOf(1, 8)));
    assert.equal(failed.operation.status, 'failed');
    assert.equal(failed.outcome, 'rejected');
    const twice = await rejection(operations.resolve('op-1', { as: 'done', by: 'Li' }));
    assert.ok(twice instanceof ValidationError);
    assert.equal(sent('transfer'), 2);
    await ledger.close();
  });

  test(`${kind}: somebody else uses the same card in between: conflict`, async () => {
    const { operations, ledger, emulator, client } = await world(address());
    const { key: _key, ...other } = transferOf(0, 8);
    emulator.inject({ fault: 'hang', when: 'before', endpoint: 'transfer' });
    const lost = rejection(operations.transfer({ ...transferOf(0, 8) }));
    while ((await operations.get('op-0'))?.status !== 'sent') await new Promise((resolve) => setTimeout(resolve, 5));
    await client.transfer({ ...other, limit: 5 });
    const error = await lost;
    assert.equal(error.evidence.verdict, 'conflict');
    assert.equal(error.operation.status, 'unknown');
    await ledger.close();
  });

  test(`${kind}: two operations never hold one card at a time`, async () => {
    const { operations, ledger, emulator, again, sent } = await world(address(), { waitMs: 400, timeoutMs: 1500 });
    emulator.inject({ fault: 'hang', when: 'before', endpoint: 'transfer' });
    const first = rejection(operations.transfer(transferOf(0, 8)));
    while (sent('transfer') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const error = await rejection(again().transfer({ ...transferOf(0, 8, 'other') }));
    assert.ok(error instanceof LedgerError);
    assert.deepEqual([error.code, error.outcome], ['card_busy', 'not_sent']);
    assert.equal(/** @type {any} */ (error).operation.status, 'prepared');
    assert.equal((await first).outcome, 'unknown');
    // Unknown holds no cards.
    assert.equal((await operations.transfer(transferOf(0, 8, 'other'))).status, 'done');
    await ledger.close();
  });

  test(`${kind}: many at once with one key send once`, async () => {
    const { ledger, again, sent, emulator } = await world(address(), { waitMs: 10_000 });
    const users = Array.from({ length: 16 }, () => again());
    const done = await Promise.all(users.map((user) => user.transfer(transferOf(3, 8))));
    assert.ok(done.every(({ status }) => status === 'done'));
    assert.equal(sent('transfer'), 1);
    assert.equal((await moved(emulator)).get(4), 1);
    await ledger.close();
  });

  test(`${kind}: a destroy is done where its card is gone`, async () => {
    const { operations, ledger, emulator, sent } = await world(address());
    assert.equal((await operations.destroy({ key: 'd0', id: emptyOf(0) })).status, 'done');
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'destroy' });
    const lost = await operations.destroy({ key: 'd1', id: emptyOf(1) });
    assert.deepEqual([lost.status, lost.evidence?.verdict], ['done', 'likely_applied']);
    emulator.inject({ fault: 'drop', when: 'before', endpoint: 'destroy' });
    const still = await rejection(operations.destroy({ key: 'd2', id: emptyOf(2) }));
    assert.deepEqual([still.outcome, still.operation.status], ['unknown', 'unknown']);
    // What was never there proves nothing by not being there.
    emulator.inject({ fault: 'drop', when: 'before', endpoint: 'destroy' });
    const never = await rejection(operations.destroy({ key: 'd3', id: 'no-such-card' }));
    assert.deepEqual([never.operation.status, never.operation.evidence.verdict], ['unknown', 'unreadable']);
    const full = await rejection(operations.destroy({ key: 'd4', id: 'id-of-cardxxx0' }));
    assert.deepEqual([full.outcome, full.operation.status], ['rejected', 'failed']);
    assert.equal(sent('destroy'), 5);
    await ledger.close();
  });

  test(`${kind}: transferMany is the client's, each with its key`, async () => {
    const { operations, ledger, emulator, sent } = await world(address());
    const inputs = Array.from({ length: 12 }, (_, at) => transferOf(at, 8));
    const results = await all(operations.transferMany([...inputs, { ...transferOf(1, 8), limit: 99 }]));
    assert.deepEqual(
      results.map(({ status }) => status),
      [...inputs.map(() => 'done'), 'failed'],
    );
    assert.equal(/** @type {any} */ (results[12]).error.code, 'key_conflict');
    assert.equal(/** @type {any} */ (results[5]).value.key, 'op-5');
    await all(operations.transferMany(inputs));
    assert.equal(sent('transfer'), 12);
    assert.equal((await moved(emulator)).size, 12);
    await ledger.close();
  });

  test(`${kind}: what is unknown is settled later where nothing has touched its cards since, and only then`, async () => {
    const { operations, ledger, emulator } = await world(address(), { count: 8 });
    // Nobody sees what became of them: the reads fail, too.
    for (const at of [0, 2]) {
      emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
      emulator.inject({ fault: 'status', status: 502, endpoint: 'detail', skip: 2, times: 1 });
      const lost = await rejection(operations.transfer(transferOf(at, 8)));
      assert.deepEqual([lost.outcome, lost.evidence.verdict], ['unknown', 'unreadable']);
    }
    // The same amount over the same cards: what they hold then proves nothing of the first.
    await operations.transfer({ ...transferOf(0, 8), key: 'another' });
    const recovered = await operations.recover();
    assert.equal((await operations.get('op-2'))?.status, 'done');
    assert.equal((await operations.get('op-0'))?.status, 'unknown');
    assert.deepEqual(recovered, { done: 1, unknown: 0, released: 0, living: 0 });
    await ledger.close();
  });
}

test('what is wrong is said before anything is written', async () => {
  const { operations, ledger } = await world('memory:');
  for (const [given, path] of /** @type {[any, string][]} */ ([
    [{ ...transferOf(0, 8), key: undefined }, 'key'],
    [{ ...transferOf(0, 8), limit: 0 }, 'limit'],
    [null, 'input'],
    [{ ...transferOf(0, 8), targetPhome: '1' }, 'targetPhome'],
  ])) {
    const error = await rejection(operations.transfer(given));
    assert.ok(error instanceof ValidationError, String(error));
    assert.deepEqual([error.path, error.outcome, error.code], [path, 'not_sent', 'invalid_argument']);
  }
  assert.equal((await all(operations.list({}))).length, 0);
  assert.equal((await rejection(all(operations.list(/** @type {any} */ ({ state: 'done' }))))).path, 'state');
  assert.throws(() => new Operations(/** @type {any} */ ({ client: {}, ledger })), { path: 'client' });
  assert.throws(() => new Operations(/** @type {any} */ ({ client: { transfer() {} }, ledger: {} })), {
    path: 'ledger',
  });
  await ledger.close();
});
