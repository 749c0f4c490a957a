import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { CARDS, MOVE, service } from './support.js';

const { run, start, terminal, inject, reset, quotas } = await service();
beforeEach(reset);

const BEFORE = [1000, 200];
const AFTER = [990, 210];
const now = () => quotas('source', 'target');

describe('transfer', () => {
  test('is made and verified, where --yes is said', async () => {
    const { status, out, err } = await run(['transfer', ...MOVE, '--yes']);
    assert.deepEqual([status, err], [0, '']);
    assert.match(
      out,
      /from +jTkSsmBZ +Qinglong +琳琅 +159\*{4}8888 +1,000 +990\nto +3AoPbLSQ .+ 200 +210\n✓ Transferred 10/,
    );
    assert.deepEqual(await now(), AFTER);
    const json = await run(['transfer', ...MOVE, '--yes', '--json']);
    const { confirmedBy, before, after } = JSON.parse(json.out);
    assert.equal(confirmedBy, 'response');
    assert.deepEqual([before.source.apiLimit, after.target.apiLimit], [990, 220]);
    const alone = await run(['transfer', ...MOVE, '--yes', '--no-verify', '--json']);
    assert.deepEqual(Object.keys(JSON.parse(alone.out)), ['message']);
    assert.deepEqual(await now(), [970, 230]);
  });

  test('needs --yes where there is no terminal', async () => {
    const { status, out, err } = await run(['transfer', ...MOVE]);
    assert.deepEqual([status, out], [2, '']);
    assert.match(err, /say --yes if it is meant, or --dry-run/);
    assert.deepEqual(await now(), BEFORE);
  });

  test('--dry-run shows what would be, and sends nothing', async () => {
    const { status, err } = await run(['transfer', ...MOVE, '--dry-run']);
    assert.equal(status, 0);
    assert.match(err, /1,000 +990\n[^]*200 +210\nNothing was sent\.\n$/);
    const { before, after } = JSON.parse((await run(['transfer', ...MOVE, '--dry-run', '--json'])).out);
    assert.deepEqual([before.source, after.source.apiLimit], [CARDS[1], 990]);
    assert.deepEqual(await now(), BEFORE);
    const over = await run(['transfer', ...MOVE.slice(0, 4), '1001', '--dry-run']);
    assert.equal(over.status, 1);
    assert.match(over.err, /more than the source card holds/);
  });

  test('asks on a terminal, and does what is answered', async () => {
    for (const [answer, status, quotasAfter] of /** @type {const} */ ([
      ['n\r', 2, BEFORE],
      ['\r', 2, BEFORE],
      ['\u0003', 2, BEFORE],
      ['\u0004', 2, BEFORE],
      ['y\r', 0, AFTER],
    ])) {
      const running = terminal(['transfer', ...MOVE]);
      await running.shows(/Transfer 10\? \[y\/N\]/);
      running.child.stdin.write(answer);
      const ended = await running.ended;
      assert.equal(ended.status, status, JSON.stringify(answer));
      assert.match(ended.out, /1,000 +990/);
      assert.match(ended.out, status === 0 ? /✓.* Transferred 10/ : /answered no: nothing was changed/);
      assert.deepEqual(await now(), quotasAfter);
    }
    const chinese = terminal(['transfer', ...MOVE, '--lang', 'zh']);
    await chinese.shows(/确定转让 10 次额度？/);
    chinese.child.stdin.write('是\r');
    assert.equal((await chinese.ended).status, 0);
    assert.deepEqual(await now(), [980, 220]);
  });

  test('where the answer is lost, says what the cards show', async () => {
    await inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
    const done = await run(['transfer', ...MOVE, '--yes', '--lang', 'zh']);
    assert.equal(done.status, 0);
    assert.match(done.out, /已转让 10 次额度：回复丢失，但两张卡的额度表明已经执行/);
    assert.deepEqual(await now(), AFTER);
    await inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
    const unknown = await run(['transfer', ...MOVE, '--yes', '--json']);
    assert.equal(unknown.status, 3);
    const { error } = JSON.parse(unknown.out);
    assert.deepEqual([error.outcome, error.evidence.verdict], ['unknown', 'not_observed']);
    assert.match(unknown.err, /from +jTkSsmBZ .* 990 +990\n/);
    assert.deepEqual(await now(), AFTER);
    await inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
    assert.equal((await run(['transfer', ...MOVE, '--yes', '--no-verify'])).status, 3);
  });

  test('its status says what became of it', async () => {
    for (const [fault, status] of /** @type {const} */ ([
      [{ fault: 'envelope', code: 400 }, 1],
      [{ fault: 'status', status: 401 }, 1],
      [{ fault: 'status', status: 502 }, 3],
      [{ fault: 'html' }, 3],
      [{ fault: 'redirect' }, 3],
    ])) {
      await inject({ ...fault, endpoint: 'transfer' });
      const ended = await run(['transfer', ...MOVE, '--yes', '--no-verify']);
      assert.equal(ended.status, status, JSON.stringify(fault));
    }
    const trial = await run(['transfer', '15916888888', 'wNaa1GDw', ...MOVE.slice(2), '--yes']);
    assert.equal(trial.status, 1);
    assert.match(trial.err, /free trial card/);
    assert.ok(!trial.err.includes('15916888888'));
  });

  test('a closed reader changes nothing of how it ends', async () => {
    await inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
    const running = start(['transfer', ...MOVE, '--yes', '--json', '--no-verify']);
    running.child.stdout.destroy();
    assert.equal((await running.ended).status, 3);
  });

  test('Ctrl+C waits for what was sent; a second one leaves it unknown', async () => {
    await inject({ fault: 'latency', endpoint: 'transfer', ms: 1500 });
    const waited = start(['transfer', ...MOVE, '--yes', '--no-verify']);
    await new Promise((resolve) => setTimeout(resolve, 900));
    waited.child.kill('SIGINT');
    await waited.shows(/Ctrl\+C again leaves it/, 'err');
    assert.equal((await waited.ended).status, 0);
    await inject({ fault: 'hang', endpoint: 'transfer' });
    const left = start(['transfer', ...MOVE, '--yes', '--no-verify']);
    await new Promise((resolve) => setTimeout(resolve, 900));
    left.child.kill('SIGINT');
    await left.shows(/Ctrl\+C again leaves it/, 'err');
    left.child.kill('SIGINT');
    assert.equal((await left.ended).status, 3);
  });

  test('refuses what is missing or makes no sense, with what to type', async () => {
    for (const [args, words] of /** @type {[string[], RegExp][]} */ ([
      [[], /PHONE, CODE, TARGET_PHONE, TARGET_CODE, LIMIT are missing\. As in: espai-cdkey transfer/],
      [MOVE.slice(0, 4), /LIMIT is missing/],
      [[...MOVE, 'more'], /"more" is one argument too many/],
      [[...MOVE.slice(0, 4), '0', '--yes'], /limit/],
      [[...MOVE.slice(0, 4), '1e3', '--yes'], /limit/],
      [['--results', 'r.csv'], /--results goes with --from FILE/],
      [[...MOVE, '--from', 'x.csv'], /--from takes the place of/],
      [['--from', 'x.csv'], /--results FILE is missing/],
      [['--from', 'x.csv', '--results', 'r.csv', '--no-verify'], /always verified/],
      [['--from', 'x.csv', '--results', 'r.csv', '--concurrency', '0'], /--concurrency must be a whole number from 1/],
      [
        ['--from', 'nowhere.csv', '--results', 'r.csv'],
        /cannot use nowhere\.csv: there is no such file[^(]+\(ENOENT\)/,
      ],
    ])) {
      const { status, out, err } = await run(['transfer', ...args]);
      assert.deepEqual([status, out], [2, ''], args.join(' '));
      assert.match(err, words);
    }
    assert.deepEqual(await now(), BEFORE);
  });
});
