import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { put, service } from './support.js';

const { run, terminal, inject, reset, cards } = await service();
beforeEach(reset);

const left = async () => (await cards()).map(({ id }) => id);
const EMPTY = Array.from({ length: 12 }, (_, at) => ({
  ...{ id: `card${at}`, code: `code${at}`, type: '1', apiLimit: 0, userPhone: String(13_800_000_000 + at) },
}));
const ALL = ['trial', 'source', 'target', 'empty', 'void'];

describe('destroy', () => {
  test('shows a plan and its digest, and does exactly that plan', async () => {
    const plan = await run(['destroy', 'empty', 'void', '--json']);
    assert.equal(plan.status, 0);
    const { cards: planned, digest } = JSON.parse(plan.out);
    assert.deepEqual(
      planned.map((/** @type {any} */ { card, allowed, reason }) => [card.id, allowed, reason]),
      [
        ['empty', true, null],
        ['void', true, null],
      ],
    );
    assert.ok(plan.err.includes(`--confirm ${digest}`));
    assert.deepEqual(await left(), ALL);
    const other = await run(['destroy', 'empty', '--confirm', digest]);
    assert.equal(other.status, 2);
    assert.match(other.err, /digest of another plan/);
    assert.deepEqual(await left(), ALL);
    const done = await run(['destroy', 'empty', 'void', '--confirm', digest, '--json']);
    assert.equal(done.status, 0, done.err);
    assert.deepEqual(
      done.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).status),
      ['done', 'done'],
    );
    assert.deepEqual(await left(), ['trial', 'source', 'target']);
  });

  test('refuses a card that has changed since', async () => {
    const { digest } = JSON.parse((await run(['destroy', 'empty', '--json'])).out);
    const move = ['15916888888', 'jTkSsmBZ', '13816888888', '00001234', '5'];
    assert.equal((await run(['transfer', ...move, '--yes'])).status, 0);
    const changed = await run(['destroy', 'empty', '--confirm', digest]);
    assert.equal(changed.status, 1);
    const back = ['13816888888', '00001234', '15916888888', 'jTkSsmBZ', '5'];
    assert.equal((await run(['transfer', ...back, '--yes'])).status, 0);
    const again = await run(['destroy', 'empty', '--confirm', digest]);
    assert.equal(again.status, 1);
    assert.match(again.err, /changed since the plan was made/);
    assert.deepEqual(await left(), ALL);
  });

  test('refuses the whole where one card cannot be, before anything is sent', async () => {
    const { status, out, err } = await run(['destroy', 'empty', 'source', 'trial', '--yes', '--lang', 'zh']);
    assert.deepEqual([status, out], [1, '']);
    assert.match(err, /✗ jTkSsmBZ：余额不是 0[^]*✗ wNaa1GDw：免费体验卡不能销毁/);
    const none = await run(['destroy', 'empty', 'nowhere', '--yes']);
    assert.equal(none.status, 1);
    assert.match(none.err, /no card with the id "nowhere"/);
    assert.deepEqual(await left(), ALL);
  });

  test('asks on a terminal', async () => {
    for (const [answer, status] of /** @type {const} */ ([
      ['n\r', 2],
      ['y\r', 0],
    ])) {
      const running = terminal(['destroy', 'void']);
      await running.shows(/Destroy this card for ever\? \[y\/N\]/);
      running.child.stdin.write(answer);
      assert.equal((await running.ended).status, status);
    }
    assert.deepEqual(await left(), ['trial', 'source', 'target', 'empty']);
  });

  test('takes the ids from a file', async () => {
    put('ids.csv', '\ufeffid\r\nempty\r\n\r\nvoid\r\n');
    const { status, out } = await run(['destroy', '--from', 'ids.csv', '--yes']);
    assert.equal(status, 0);
    assert.match(out, /✓ empty\n✓ void\n$/);
    assert.deepEqual(await left(), ['trial', 'source', 'target']);
    put('bad.csv', 'id\nempty\nempty\n');
    const bad = await run(['destroy', '--from', 'bad.csv', '--yes']);
    assert.equal(bad.status, 2);
    assert.match(bad.err, /bad\.csv has a problem; nothing was sent:\n {2}line 3/);
  });

  test('a lost answer is unknown', async () => {
    await inject({ fault: 'drop', endpoint: 'destroy', when: 'after' });
    const one = await run(['destroy', 'empty', '--yes', '--json']);
    assert.equal(one.status, 3);
    assert.equal(JSON.parse(one.out).error.outcome, 'unknown');
    await reset();
    await inject({ fault: 'drop', endpoint: 'destroy', when: 'before', skip: 1 });
    const many = await run(['destroy', 'empty', 'void', '--yes']);
    assert.equal(many.status, 3);
    assert.match(many.out, /✓ empty\n✗ void {2}unknown: /);
  });

  test('many on a terminal: a bar, and Ctrl+C that leaves what has not begun', async () => {
    const { terminal: wide, start: begin, inject: meet, reset: anew, cards: now } = await service(EMPTY);
    const ids = EMPTY.map(({ id }) => id);
    await meet({ fault: 'envelope', endpoint: 'destroy', code: 400, message: '不行', skip: 3 });
    const shown = await wide(['destroy', ...ids, '--yes'], { NO_COLOR: '1' }).ended;
    assert.equal(shown.status, 1);
    assert.match(shown.out, / 12\/12 +[\d.]+\/s +0:00 +failed 1, unknown 0/);
    assert.match(shown.out, /✗ card\d+ {2}failed: Not destroyed/);
    assert.match(shown.out, /11 of 12 cards destroyed/);
    await anew();
    await meet({ fault: 'latency', endpoint: 'destroy', ms: 400, times: 100 });
    const stopped = begin(['destroy', ...ids, '--yes', '--json']);
    await stopped.shows(/"done"/);
    stopped.child.kill('SIGINT');
    const { status, out, err } = await stopped.ended;
    assert.equal(status, 4);
    assert.match(err, /Stopping: no more is sent; waiting for what is under way/);
    const results = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      results.map(({ index, input }) => [index, input]),
      ids.map((id, index) => [index, id]),
    );
    const rest = (await now()).map(({ id }) => id);
    assert.deepEqual(
      results.filter((result) => result.status === 'skipped').map(({ input }) => input),
      rest,
    );
    assert.ok(rest.length > 0 && results.every((result) => ['done', 'skipped'].includes(result.status)));
  });

  test('a line twice in a file is refused, and no option that is not here is named', async () => {
    put('twice.csv', 'id\nempty\nempty\n');
    const { status, err } = await run(['destroy', '--from', 'twice.csv', '--yes']);
    assert.equal(status, 2);
    assert.match(err, /line 3: It says the same as line 2\. Take one out\.\n$/);
  });

  test('--dry-run does nothing, whatever else is said', async () => {
    assert.equal((await run(['destroy', 'empty', '--dry-run', '--yes'])).status, 0);
    assert.deepEqual(await left(), ALL);
    const missing = await run(['destroy', '--yes']);
    assert.equal(missing.status, 2);
    assert.match(missing.err, /ID is missing/);
  });
});
