/**
 * The panel's moves as operations of a ledger: answers that are lost, kills in mid-move, the same key again; and what its screen of
 * operations asks.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHandler } from 'espai-cdkey/server';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { ask } from '../admin/support.js';
import { command } from '../support/command.js';
import { panel, platform, transfer } from './panel.js';
import { LEDGERS, TO_VERSION_1, behind, emptyOf, folder, moved, phoneOf, world } from './support.js';

test('each move of the panel is an operation: its key, who asked, its cards; a repeat gives what is known, and sends nothing', async () => {
  const { emulator, server, env } = await platform();
  const ledger = `sqlite:${join(folder(), 'operations.db')}`;
  const { move, operations, page, stop } = await panel(['--ledger', ledger], env);
  const { actor, operations: offered } = JSON.parse((await page.session()).text);
  assert.equal(offered, 'settle');

  const first = await move('transfer', transfer(0), 'key-0');
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.equal(first.body.success, true);
  assert.deepEqual(await move('transfer', transfer(0), 'key-0'), first);
  assert.equal((await move('transfer', transfer(1), 'key-0')).status, 400, 'the key is of another move');
  const destroyed = await move('destroy', [{ id: emptyOf(0) }], 'key-d');
  assert.equal(destroyed.status, 200, JSON.stringify(destroyed.body));
  // A key that nobody gave is made, so that this one is written down as well.
  assert.equal((await move('transfer', transfer(2))).status, 200);
  const two = await move('destroy', [{ id: emptyOf(1) }, { id: emptyOf(2) }], 'key-e');
  assert.equal(two.status, 422);
  assert.match(two.body.message, /one card at a time/);
  // What the service refuses is kept as refused.
  const refused = await move('transfer', { ...transfer(3), limit: 9_000_000 }, 'key-r');
  assert.equal(refused.status, 422);
  assert.deepEqual([...(await moved(emulator))].sort(), [
    [1, 1],
    [3, 1],
  ]);

  const { body } = await operations('show', { key: 'key-0' });
  const { operation } = body;
  assert.equal(operation.actor, actor);
  assert.ok(actor.length > 0);
  assert.equal(operation.status, 'done');
  assert.equal(operation.evidence.before.source.apiLimit - operation.evidence.after.source.apiLimit, 1);
  assert.equal((await operations('show', { key: 'key-d' })).body.operation.kind, 'destroy');

  const { err, status } = await stop();
  assert.equal(status, 0);
  assert.ok(!err.includes(emulator.apiKey) && !err.includes(phoneOf(0)), err);
  await server.close();
});

test('a lost answer is settled by the cards, and the same key is not sent again', async () => {
  const { emulator, server, env } = await platform();
  const ledger = `sqlite:${join(folder(), 'operations.db')}`;
  const { move, stop } = await panel(['--ledger', ledger], env);
  emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
  assert.equal((await move('transfer', transfer(0), 'lost')).status, 200, 'both cards show it');
  assert.equal((await move('transfer', transfer(0), 'lost')).status, 200);
  assert.deepEqual([...(await moved(emulator))], [[1, 1]]);
  await stop();
  await server.close();
});

test('an unknown one is told as such each time, looked at again, and said by a person: with a note, once', async () => {
  const { emulator, server, env } = await platform();
  const ledger = `sqlite:${join(folder(), 'operations.db')}`;
  const started = await panel(['--ledger', ledger], env);
  const { move, operations, listed, stop, page } = started;
  emulator.inject({ fault: 'drop', when: 'before', endpoint: 'transfer' });
  assert.equal((await move('transfer', transfer(0), 'order-13800000000')).status, 502);
  assert.equal((await move('transfer', transfer(0), 'order-13800000000')).status, 502);
  assert.equal((await moved(emulator)).size, 0);

  const looked = await operations('reconcile', { key: 'order-13800000000' });
  assert.deepEqual([looked.status, looked.body.look, looked.body.operation.status], [200, 'unknown', 'unknown']);
  assert.equal(looked.body.operation.evidence.verdict, 'not_observed');

  // A later one uses a card of it: what the cards hold proves nothing of it any more.
  assert.equal((await move('transfer', { ...transfer(0), limit: 7 }, 'later')).status, 200);
  assert.equal((await operations('reconcile', { key: 'order-13800000000' })).body.look, 'touched');
  assert.equal((await operations('reconcile', { key: 'later' })).body.look, 'over');

  const resolve = (/** @type {object} */ more) =>
    operations('resolve', { key: 'order-13800000000', as: 'failed', note: 'both cards looked at', ...more });
  assert.equal((await resolve({ note: '  ' })).status, 400);
  assert.equal((await resolve({ as: 'perhaps' })).status, 400);
  assert.equal((await resolve({ by: 'somebody else' })).status, 400);
  const from = Date.now();
  const resolved = await resolve({});
  assert.equal(resolved.status, 200, JSON.stringify(resolved.body));
  const { actor } = JSON.parse((await page.session()).text);
  const { at, ...said } = resolved.body.operation.resolved;
  assert.deepEqual(said, { as: 'failed', by: actor, note: 'both cards looked at' });
  assert.ok(at >= from && at <= Date.now());
  assert.equal((await resolve({})).status, 409, 'once');
  // The key gives what the person said, and sends nothing.
  assert.equal((await move('transfer', transfer(0), 'order-13800000000')).status, 424);
  assert.deepEqual([...(await moved(emulator))], [[7, 1]]);
  assert.deepEqual(await listed(), [
    ['later', 'done'],
    ['order-13800000000', 'failed'],
  ]);
  const { err } = await stop();
  const lines = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const line = lines.find(({ endpoint, as }) => endpoint === 'operations.resolve' && as === 'failed');
  assert.equal(line.actor, actor);
  assert.equal(line.key, 'order-138****0000');
  assert.doesNotMatch(err, /1380000000\d/);
  await server.close();
});

for (const kind of /** @type {const} */ (['sqlite', 'postgres'])) {
  test(`${kind}: killed in mid-move and started again, the same key repeated: the service has applied it once`, async (t) => {
    const outcomes = /** @type {string[]} */ ([]);
    const records = /** @type {[number, number][]} */ ([]);
    // After the service has carried it out, before that, and in the reads before it is sent.
    for (const [at, stage] of /** @type {const} */ (['applied', 'sent', 'prepared']).entries()) {
      const { emulator, server, env } = await platform({ latencyMs: stage === 'prepared' ? 1500 : 0 });
      // Of its own: a start looks again at what an earlier one left unknown, and holds its cards meanwhile.
      const url = /** @type {() => string} */ (LEDGERS[kind])();
      const key = `killed-${at}`;
      const before = await panel(['--ledger', url], env);
      if (stage !== 'prepared') {
        emulator.inject({ fault: 'hang', when: stage === 'applied' ? 'after' : 'before', endpoint: 'transfer' });
      }
      const sent = before.move('transfer', transfer(at), key).catch(() => 'cut');
      const until = Date.now() + 10_000;
      const isThere = async () =>
        stage === 'applied'
          ? (await moved(emulator)).size > 0
          : (await before.listed({ key })).some(([, status]) => status === stage);
      while (!(await isThere())) {
        assert.ok(Date.now() < until, `it never came to be ${stage}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await before.stop('SIGKILL');
      assert.equal(await sent, 'cut');

      const after = await panel(['--ledger', url], env);
      const both = await Promise.all([1, 2].map(() => after.move('transfer', transfer(at), key)));
      assert.deepEqual(both[0], both[1]);
      const [[, status] = []] = await after.listed({ key });
      outcomes.push(`${stage}, then ${status} ${both[0]?.status}`);
      records.push(...(await moved(emulator)));
      await after.stop();
      await server.close();
    }
    assert.deepEqual(outcomes, ['applied, then done 200', 'sent, then unknown 502', 'prepared, then done 200']);
    assert.deepEqual(records, [
      [1, 1],
      [3, 1],
    ]);
    t.diagnostic(`the service's own record, amount and times: ${JSON.stringify(records)}`);
  });
}

test('what a killed panel has left is settled at the next start, also where nobody asks again', async () => {
  const { emulator, server, env } = await platform();
  const ledger = `sqlite:${join(folder(), 'operations.db')}`;
  const before = await panel(['--ledger', ledger], env);
  emulator.inject({ fault: 'hang', when: 'after', endpoint: 'transfer' });
  void before.move('transfer', transfer(0), 'left').catch(() => {});
  while ((await moved(emulator)).size === 0) await before.listed();
  await before.stop('SIGKILL');
  // One that may only look changes nothing, and refuses to.
  const looking = await panel(['--ledger', ledger, '--read-only'], env);
  assert.equal(JSON.parse((await looking.page.session()).text).operations, 'look');
  assert.equal((await looking.operations('reconcile', { key: 'left' })).status, 403);
  assert.equal((await looking.operations('resolve', { key: 'left', as: 'done', note: 'x' })).status, 403);
  assert.equal((await looking.operations('show', { key: 'left' })).body.operation.status, 'sent');
  await looking.stop();
  const after = await panel(['--ledger', ledger], env);
  await after.shows(/"recovered","done":1,"unknown":0/, 'err');
  assert.deepEqual(await after.listed(), [['left', 'done']]);
  await after.stop();
  await server.close();
});

test('operations are found by status, part of a key, card and person, a page at a time', async () => {
  const { server, env } = await platform();
  const url = `sqlite:${join(folder(), 'operations.db')}`;
  const { move, operations, listed, page, stop } = await panel(['--ledger', url], env);
  for (let at = 0; at < 5; at += 1) assert.equal((await move('transfer', transfer(at), `sheet.csv:${at}`)).status, 200);
  await move('destroy', [{ id: emptyOf(0) }], 'gone');
  const { actor } = JSON.parse((await page.session()).text);
  const keys = async (/** @type {object} */ filter) => (await listed(filter)).map(([key]) => key);
  assert.deepEqual(await keys({ status: ['unknown'] }), []);
  assert.equal((await keys({ status: ['done', 'failed'], kind: 'transfer' })).length, 5);
  assert.deepEqual(await keys({ key: 'csv:3' }), ['sheet.csv:3']);
  assert.deepEqual(await keys({ card: emptyOf(0) }), ['gone']);
  const { code } = transfer(4);
  const named = [4, 3, 2, 1, 0].filter((at) => [transfer(at).code, transfer(at).target_code].includes(code));
  assert.deepEqual(
    await keys({ card: code }),
    named.map((at) => `sheet.csv:${at}`),
  );
  assert.equal((await keys({ person: actor })).length, 6);
  assert.deepEqual(await keys({ person: 'nobody of this name' }), []);
  const first = (await operations('list', { limit: 4 })).body;
  const second = (await operations('list', { limit: 4, before: first.next })).body;
  assert.deepEqual(
    [...first.operations, ...second.operations].map(({ key }) => key),
    ['gone', 'sheet.csv:4', 'sheet.csv:3', 'sheet.csv:2', 'sheet.csv:1', 'sheet.csv:0'],
  );
  assert.equal(second.next, null);
  await stop();
  await server.close();
});

test('the screen’s questions are refused without a session, from elsewhere, as a form, and where they are none', async () => {
  const { server, env } = await platform();
  const { operations, page, stop } = await panel(['--ledger', 'memory:'], env);
  const status = async (/** @type {Record<string, string>} */ headers) =>
    (await operations('list', {}, headers)).status;
  assert.equal(await status({}), 200);
  assert.equal(await status({ cookie: '' }), 401);
  assert.equal(await status({ origin: 'https://evil.example' }), 403);
  assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await status({ 'content-type': 'text/plain' }), 415);
  const wrongHost = await ask(new URL('api/operations/list', page.root), {
    method: 'POST',
    headers: { host: 'evil.example', cookie: page.cookie, 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(wrongHost.status, 403);
  assert.equal((await operations('walk', {})).status, 404);
  assert.equal((await operations('constructor', {})).status, 404);
  assert.equal((await operations('list', { phone: '1' })).status, 400);
  assert.equal((await operations('list', { status: ['odd'] })).status, 400);
  assert.equal((await operations('list', { limit: 1000 })).status, 400);
  assert.equal((await operations('list', [])).status, 400);
  assert.equal((await operations('show', { key: 'nobody' })).status, 404);
  assert.equal((await operations('show', { key: 'x'.repeat(20_000) })).status, 413);
  const get = await ask(new URL('api/operations/list', page.root), { headers: { cookie: page.cookie } });
  assert.equal(get.status, 405);
  await stop();

  const without = await panel([], env);
  assert.equal('operations' in JSON.parse((await without.page.session()).text), false);
  const none = await ask(new URL('api/operations/list', without.page.root), {
    headers: { cookie: without.page.cookie },
  });
  assert.equal(none.status, 404);
  await without.stop();
  await server.close();
});

test('a ledger that cannot be used: the panel does not start, and a running one refuses the move and sends nothing', async () => {
  const place = folder();
  const file = join(place, 'no.db');
  writeFileSync(file, 'this is no database, and long enough to be looked at as one'.repeat(40));
  const { emulator, client, ledger, sent } = await world('memory:');
  for (const [args, status, words] of /** @type {const} */ ([
    [['--ledger', `sqlite:${file}`], 4, /not a database of SQLite/],
    [['--ledger', 'mysql://shop'], 2, /url must be 'sqlite:FILE'/],
    [['--demo', '--ledger', `sqlite:${join(place, 'demo.db')}`], 2, /--demo takes no ledger but memory:/],
  ])) {
    const env = { LANG: 'C', ESPAI_API_KEY: emulator.apiKey };
    const ended = await command(['admin', '--port', '0', ...args], { cwd: place, env }).ended;
    assert.equal(ended.status, status, ended.err);
    assert.match(ended.err, words);
  }

  const broken = { ...ledger, enter: () => Promise.reject(new Error('the disk is full')) };
  for (const name of /** @type {const} */ (['get', 'change', 'list', 'beat', 'leave', 'close'])) {
    Object.assign(broken, { [name]: ledger[name].bind(ledger) });
  }
  const operations = new Operations({ client, ledger: /** @type {any} */ (broken) });
  const handle = createHandler({
    client,
    operations,
    authorize: () => ({ actor: 'lin' }),
    allow: ['transfer'],
  });
  const answer = await handle(
    new Request('https://panel.example/cdkey/transfer', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'full' },
      body: JSON.stringify(transfer(0)),
    }),
  );
  assert.equal(answer.status, 424);
  const { message, success } = /** @type {any} */ (await answer.json());
  assert.equal(success, false);
  assert.match(message, /the disk is full.*nothing was sent/);
  assert.equal(sent('transfer') + sent('detail'), 0);
  await ledger.close();
});

for (const kind of /** @type {const} */ (['memory', 'sqlite', 'postgres'])) {
  test(`${kind}: who asked is kept, and operations are browsed`, async () => {
    const { operations, ledger } = await world(/** @type {() => string} */ (LEDGERS[kind])());
    const input = (/** @type {number} */ at) => {
      const { phone, code, target_phone: targetPhone, target_code: targetCode, limit } = transfer(at);
      return { key: `key_${at}%`, phone, code, targetPhone, targetCode, limit };
    };
    await operations.transfer(input(0), { actor: '林' });
    await operations.transfer(input(1), { actor: 'Ada' });
    await operations.transfer(input(2));
    // The first one who asked.
    assert.equal((await operations.transfer(input(0), { actor: 'Ada' })).actor, '林');
    assert.equal('actor' in /** @type {object} */ (await operations.get('key_2%')), false);
    const keys = async (/** @type {object} */ filter) =>
      (await operations.browse(filter)).operations.map(({ key }) => key).join(' ');
    assert.equal(await keys({}), 'key_2% key_1% key_0%');
    assert.equal(await keys({ person: 'Ad' }), 'key_1%');
    assert.equal(await keys({ person: '林' }), 'key_0%');
    assert.equal(await keys({ key: '_1%' }), 'key_1%');
    assert.equal(await keys({ key: '%' }), 'key_2% key_1% key_0%');
    assert.equal(await keys({ card: input(2).code, kind: 'transfer', status: 'done', limit: 1 }), 'key_2%');
    const { next } = await operations.browse({ limit: 2 });
    assert.equal(await keys({ before: next }), 'key_0%');
    await assert.rejects(operations.browse(/** @type {any} */ ({ phone: '1' })), { path: 'phone' });
    await assert.rejects(operations.browse({ key: '' }), { path: 'key' });
    await assert.rejects(operations.reconcile('nobody'), { path: 'key' });
    await ledger.close();
  });
}

test('a ledger that an earlier version has written is brought forward, and its operations are there', async () => {
  const url = `sqlite:${join(folder(), 'operations.db')}`;
  const { operations, ledger } = await world(url);
  const { key, ...rest } = { key: 'old', phone: phoneOf(0), code: transfer(0).code, limit: 1 };
  const to = { targetPhone: transfer(0).target_phone, targetCode: transfer(0).target_code };
  await operations.transfer({ key, ...rest, ...to });
  await ledger.close();
  behind(url, TO_VERSION_1);
  const again = await openLedger(url);
  const found = await again.get('old');
  assert.equal(found?.status, 'done');
  assert.equal(found.actor, undefined);
  await again.close();
});

test('two people with one key have one operation, where it is the same move', async () => {
  const { client, ledger, operations, sent } = await world('memory:');
  const handle = createHandler({
    client,
    operations,
    allow: ['transfer'],
    authorize: (request) => ({ actor: String(request.headers.get('x-who')) }),
  });
  const call = (/** @type {string} */ who) =>
    handle(
      new Request('https://panel.example/cdkey/transfer', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'one', 'x-who': who },
        body: JSON.stringify(transfer(0)),
      }),
    );
  const [one, other] = await Promise.all([call('lin'), call('ada')]);
  assert.deepEqual([one?.status, other?.status, sent('transfer')], [200, 200, 1]);
  assert.throws(() => createHandler({ client, authorize: () => false, operations: /** @type {any} */ ({}) }), {
    path: 'operations',
  });
  await ledger.close();
});
