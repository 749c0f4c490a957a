/**
 * What every ledger must do, as tests: for who writes one over another database.
 */
import assert from 'node:assert/strict';

/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {import('./ledger.js').Change} Change */

/**
 * @param {string} key
 * @param {string[]} [cards]
 * @returns {import('./ledger.js').NewOperation}
 */
function operation(key, cards = [`code:${key}`]) {
  return { key, kind: 'transfer', input: { phone: '1', limit: 7, 名: '额度\u2028"' }, fingerprint: `of ${key}`, cards };
}

/**
 * @param {Partial<Change>} change
 * @returns {Change}
 */
function changing(change) {
  return { status: 'prepared', holder: 'p1', hold: 'keep', evidence: null, error: null, resolved: null, ...change };
}

/**
 * @param {Ledger} ledger
 * @param {string} key
 * @returns {Promise<Stored>}
 */
async function known(ledger, key) {
  const found = await ledger.get(key);
  assert.ok(found, `${key} is not there`);
  return found;
}

/** What is tested, by its name. @type {Record<string, (first: Ledger, second: Ledger) => Promise<void>>} */
const TESTS = {
  'an operation is written down once, and given as it stands': async (first, second) => {
    const [entered] = await first.enter([operation('a')]);
    const { order, createdAt, updatedAt, ...rest } = /** @type {Stored} */ (entered);
    assert.deepEqual(rest, {
      ...operation('a'),
      ...{
        status: 'prepared',
        attempts: 0,
        revision: 1,
        holder: null,
        moved: null,
        evidence: null,
        error: null,
        resolved: null,
      },
    });
    assert.ok(Number.isSafeInteger(order) && order > 0 && Number.isSafeInteger(createdAt) && updatedAt === createdAt);
    const again = await second.enter([{ ...operation('a'), fingerprint: 'another' }]);
    assert.deepEqual(again, [entered]);
    assert.deepEqual(await second.get('a'), entered);
    assert.equal(await second.get('b'), null);
  },
  'several are written down in their order, among them one that is there': async (first) => {
    await first.enter([operation('b')]);
    const entered = await first.enter(['c', 'b', 'a'].map((key) => operation(key)));
    assert.deepEqual(
      entered.map(({ key }) => key),
      ['c', 'b', 'a'],
    );
    assert.equal((await first.list({ after: 0, limit: 10 })).length, 3);
  },
  'one key entered from two sides at once is one operation': async (first, second) => {
    const sides = [first, second];
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) => /** @type {Ledger} */ (sides[at % 2]).enter([operation('a')])),
    );
    assert.equal(new Set(all.map(([entered]) => entered?.order)).size, 1);
  },
  'a change is of one revision, and only the first of two is written': async (first, second) => {
    await first.enter([operation('a')]);
    const evidence = { verdict: null, before: { source: { apiLimit: 1 } }, after: null };
    const change = changing({ status: 'sent', hold: 'take', sending: true, evidence, error: { code: 'network' } });
    const both = await Promise.all([first.change('a', 1, change), second.change('a', 1, change)]);
    assert.deepEqual(both.map(({ written }) => written).sort(), ['done', 'stale']);
    const stored = await known(second, 'a');
    assert.deepEqual(
      [stored.status, stored.revision, stored.attempts, stored.holder, stored.evidence, stored.error],
      ['sent', 2, 1, 'p1', evidence, { code: 'network' }],
    );
    assert.ok(Number(stored.moved) > 0);
    assert.deepEqual(await first.change('nobody', 1, change), { written: 'stale' });
    const resolved = /** @type {const} */ ({ as: 'done', by: 'Li', note: '看过', at: 5 });
    const ended = await first.change('a', 2, changing({ status: 'done', holder: null, hold: 'free', resolved }));
    assert.equal(ended.written, 'done');
    const after = await known(second, 'a');
    assert.deepEqual(
      [after.resolved, after.evidence, after.holder, after.attempts, after.moved],
      [resolved, null, null, 1, stored.moved],
    );
  },
  'of two operations one holds a card, until it gives it free': async (first, second) => {
    await first.enter([operation('a', ['x', 'y']), operation('b', ['y', 'z']), operation('c', ['z'])]);
    assert.equal((await first.change('a', 1, changing({ hold: 'take' }))).written, 'done');
    assert.deepEqual(await second.change('b', 1, changing({ hold: 'take' })), { written: 'busy', by: 'a' });
    // Nothing of it was written, and none of its cards is held.
    assert.equal((await known(first, 'b')).revision, 1);
    assert.equal((await first.change('c', 1, changing({ hold: 'take' }))).written, 'done');
    assert.equal((await first.change('c', 2, changing({ hold: 'free' }))).written, 'done');
    // It is kept over other changes, and may be taken again.
    assert.equal(
      (await first.change('a', 2, changing({ hold: 'keep', status: 'sent', sending: true }))).written,
      'done',
    );
    assert.equal((await second.change('b', 1, changing({ hold: 'take' }))).written, 'busy');
    assert.equal((await first.change('a', 3, changing({ hold: 'take', status: 'sent' }))).written, 'done');
    assert.equal(
      (await first.change('a', 4, changing({ hold: 'free', status: 'unknown', holder: null }))).written,
      'done',
    );
    assert.equal((await second.change('b', 1, changing({ hold: 'take' }))).written, 'done');
  },
  'of many that want one card at once, one gets it': async (first, second) => {
    const keys = Array.from({ length: 12 }, (_, at) => `k${at}`);
    await first.enter(keys.map((key, at) => operation(key, at % 2 ? ['x', 'y'] : ['y', 'x'])));
    const sides = [first, second];
    const all = await Promise.all(
      keys.map((key, at) => /** @type {Ledger} */ (sides[at % 2]).change(key, 1, changing({ hold: 'take' }))),
    );
    assert.equal(all.filter(({ written }) => written === 'done').length, 1);
    assert.equal(all.filter(({ written }) => written === 'busy').length, 11);
  },
  'cards that become known later count, too': async (first) => {
    await first.enter([operation('a', ['id']), operation('b', ['code'])]);
    await first.change('b', 1, changing({ hold: 'take' }));
    const cards = ['id', 'code'];
    assert.deepEqual(await first.change('a', 1, changing({ hold: 'take', cards })), { written: 'busy', by: 'b' });
    await first.change('b', 2, changing({ hold: 'free' }));
    const changed = await first.change('a', 1, changing({ hold: 'take', cards }));
    assert.deepEqual(changed.written === 'done' && changed.operation.cards, cards);
    const found = await first.list({ card: 'code', after: 0, limit: 10 });
    assert.deepEqual(
      found.map(({ key }) => key),
      ['a', 'b'],
    );
  },
  'a list is filtered, and goes on where it stopped': async (first) => {
    for (const key of ['a', 'b', 'c', 'd']) await first.enter([operation(key, ['x'])]);
    await first.enter([{ ...operation('e', ['z']), kind: 'destroy' }]);
    for (const [key, status] of /** @type {const} */ ([
      ['b', 'sent'],
      ['d', 'sent'],
    ])) {
      await first.change(key, 1, changing({ status, sending: true }));
    }
    const keys = async (/** @type {Partial<import('./ledger.js').Page>} */ page) =>
      (await first.list({ after: 0, limit: 10, ...page })).map(({ key }) => key).join('');
    assert.equal(await keys({}), 'abcde');
    assert.equal(await keys({ limit: 2 }), 'ab');
    assert.equal(await keys({ limit: 2, after: (await known(first, 'b')).order }), 'cd');
    assert.equal(await keys({ status: ['sent'] }), 'bd');
    assert.equal(await keys({ status: ['sent', 'prepared'], kind: 'destroy' }), 'e');
    assert.equal(await keys({ card: 'x', status: ['prepared'] }), 'ac');
    assert.equal(await keys({ card: 'x', movedAfter: Number((await known(first, 'b')).moved) }), 'd');
  },
  'how phones are kept is written down once, where there is a method for it': async (first, second) => {
    if (!first.phones) return;
    const said = await Promise.all([first.phones('hashed:a'), second.phones?.('plain')]);
    assert.equal(said[0], said[1]);
    assert.equal(await second.phones?.('hashed:b'), said[0]);
  },
  'processes count up, and leave': async (first, second) => {
    const rows = async () => (await second.beat(null)).map(({ id, beat, place }) => ({ id, beat, place }));
    await first.beat({ id: 'p1', place: 'here' });
    await first.beat({ id: 'p1', place: 'here' });
    await second.beat({ id: 'p2', place: null });
    const sorted = (await rows()).sort((one, other) => (one.id < other.id ? -1 : 1));
    assert.deepEqual(sorted, [
      { id: 'p1', beat: 2, place: 'here' },
      { id: 'p2', beat: 1, place: null },
    ]);
    assert.ok((await first.beat(null)).every(({ ageMs }) => Number.isFinite(ageMs)));
    await first.leave('p1');
    await first.leave('nobody');
    assert.deepEqual(await rows(), [{ id: 'p2', beat: 1, place: null }]);
  },
};

/**
 * @param {(name: string, test: () => Promise<void>) => unknown} test
 * @param {() => Promise<readonly [Ledger, Ledger]>} open
 */
export function ledgerConformance(test, open) {
  for (const [name, check] of Object.entries(TESTS)) {
    test(name, async () => {
      const [first, second] = await open();
      try {
        await check(first, second);
      } finally {
        await first.close();
        if (second !== first) await second.close();
      }
    });
  }
}
