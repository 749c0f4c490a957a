import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { existsSync, rmSync } from 'node:fs';
import { file, put, read, service } from './support.js';

const COUNT = 40;
const cards = Array.from({ length: COUNT }, (_, at) => ({
  ...{ id: `id${at}`, code: `code${at}`, type: '1', apiLimit: 1000, userPhone: String(13_800_000_000 + at) },
}));
const { run, start, terminal, inject, reset, cards: held } = await service(cards);
beforeEach(async () => {
  await reset();
  for (const name of ['results.csv', 'results.jsonl']) rmSync(file(name), { force: true });
});

/** Each from a card of its own to one of the others: by what it holds, a card says whether its line was done. */
const LINES = Array.from({ length: COUNT / 2 }, (_, at) => {
  const to = at + COUNT / 2;
  return [13_800_000_000 + at, `code${at}`, 13_800_000_000 + to, `code${to}`, at + 1].join(',');
});
const SHEET = `phone,code,target_phone,target_code,limit\n${LINES.join('\n')}\n`;
const CHINESE = `手机号,兑换码,目标手机号,目标兑换码,额度\r\n${LINES.join('\r\n')}\r\n`;

/** What each line has moved, by the emulator's own record. */
async function moved() {
  const all = await held();
  return LINES.map((_, at) => 1000 - Number(all.find(({ id }) => id === `id${at}`)?.apiLimit));
}

/** The last row of each line. */
function ends(name = 'results.csv') {
  /** @type {Map<number, string[]>} */
  const rows = new Map();
  for (const row of read(name).trimEnd().split(/\r?\n/).slice(1)) rows.set(Number(row.split(',')[0]), row.split(','));
  return LINES.map((_, at) => rows.get(at + 2)?.[2]);
}

const ARGS = ['transfer', '--from', 'sheet.csv', '--results', 'results.csv'];

describe('transfer --from', () => {
  test('does every line, tells how they ended, and sends nothing again', async () => {
    put('sheet.csv', SHEET);
    const { status, out, err } = await run([...ARGS, '--yes']);
    assert.deepEqual([status, out], [0, ''], err);
    assert.match(err, /^20 transfers in sheet\.csv, 210 in all\n/);
    assert.match(err, /\ndone 20, failed 0, unknown 0, skipped 0\n$/);
    assert.deepEqual(
      await moved(),
      LINES.map((_, at) => at + 1),
    );
    assert.deepEqual(new Set(ends()), new Set(['done']));
    const again = await run([...ARGS, '--yes', '--json']);
    assert.equal(again.status, 0);
    const results = again.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      results.map(({ line, status: end, kept }) => [line, end, kept]),
      LINES.map((_, at) => [at + 2, 'done', true]),
    );
    assert.match(again.err, /done 20, failed 0, unknown 0, skipped 0; 20 of them in earlier runs/);
    assert.deepEqual(
      await moved(),
      LINES.map((_, at) => at + 1),
    );
  });

  test('with lost answers, every line says what the emulator says', async () => {
    // GB18030, as a spreadsheet in China writes it.
    put('sheet.csv', gb18030(CHINESE));
    await inject({ fault: 'drop', endpoint: 'transfer', when: 'after', times: 4, skip: 2 });
    await inject({ fault: 'drop', endpoint: 'transfer', when: 'before', times: 2, skip: 8 });
    await inject({ fault: 'envelope', endpoint: 'transfer', code: 400, message: '不行', times: 2, skip: 12 });
    const { status, err } = await run([...ARGS, '--yes', '--lang', 'zh'], { LANG: 'zh_CN.UTF-8' });
    assert.equal(status, 3, err);
    const [states, amounts] = [ends(), await moved()];
    for (const [at, state] of states.entries()) {
      assert.equal(amounts[at], state === 'done' ? at + 1 : 0, `line ${at + 2} is ${state}`);
    }
    const count = (/** @type {string} */ state) => states.filter((each) => each === state).length;
    assert.match(err, new RegExp(`完成 ${count('done')}，失败 2，未知 ${count('unknown')}，跳过 0`));
    assert.match(err, /2 × 转让没有执行：[^（]+（api_rejected），最先在第 \d+ 行/);
    assert.match(err, /未知：可能已经执行。请勿重发/);
    assert.ok(count('done') >= 15);
  });

  test('says all that is wrong with a file, before anything is sent', async () => {
    put('sheet.csv', `${SHEET}1.59E+10,a,13800000001,b,1\n13800000001,a,13800000002,b,"1,000"\n${LINES[0]}\n`);
    const { status, err } = await run([...ARGS, '--yes']);
    assert.equal(status, 2);
    assert.match(
      err,
      /3 problems; nothing was sent:\n {2}line 22, column phone: [^]*\n {2}line 23, column limit: [^]*\n {2}line 24: It says the same as line 2\. Take one out\.\n→ If a repeated line is meant: --allow-duplicates\n$/,
    );
    assert.deepEqual(new Set(await moved()), new Set([0]));
    put('sheet.csv', `${SHEET}${LINES[0]}\n`);
    const meant = await run([...ARGS, '--yes', '--allow-duplicates']);
    assert.equal(meant.status, 0);
    assert.equal((await moved())[0], 2);
  });

  test('needs --yes, and --dry-run only looks', async () => {
    put('sheet.csv', SHEET);
    assert.equal((await run(ARGS)).status, 2);
    const dry = await run(['transfer', '--from', 'sheet.csv', '--dry-run']);
    assert.equal(dry.status, 0);
    assert.match(dry.err, /The file is in order; nothing was sent/);
    assert.deepEqual(new Set(await moved()), new Set([0]));
  });

  test('on a terminal: a question, a bar, and Ctrl+C that can be gone on from', async () => {
    put('sheet.csv', SHEET);
    await inject({ fault: 'latency', endpoint: 'transfer', ms: 300, times: 100 });
    const running = terminal([...ARGS, '--concurrency', '1']);
    await running.shows(/Send 20 transfers\? \[y\/N\]/);
    running.child.stdin.write('y\r');
    await running.shows(/\b2\/20 .*failed 0, unknown 0/);
    running.child.stdin.write('\u0003');
    const { status, out } = await running.ended;
    assert.match(out, /Stopping: no more is sent[^]*To go on: the same command again/);
    assert.match(out, /skipped: not sent/);
    assert.equal(status, 4);
    const states = ends();
    assert.ok(states.includes('done') && states.includes('skipped'));
    assert.ok(!states.includes('sending') && !states.includes('unknown'));
    const on = await run([...ARGS, '--yes']);
    assert.equal(on.status, 0, on.err);
    assert.match(on.err, /Going on from results\.csv/);
    assert.deepEqual(
      await moved(),
      LINES.map((_, at) => at + 1),
    );
  });

  test('killed in the middle, it goes on, and every line agrees', async () => {
    put('sheet.csv', SHEET);
    // The four that are under way when it is killed have been done, and nobody has heard so.
    await inject({ fault: 'hang', endpoint: 'transfer', when: 'after', skip: 6, times: 4 });
    const killed = start([...ARGS, '--yes']);
    const underWay = () => (existsSync(file('results.csv')) ? ends().filter((state) => state === 'sending').length : 0);
    const done = async () => (await moved()).filter((amount) => amount > 0).length;
    while (underWay() < 4 || (await done()) < 10) await new Promise((resolve) => setTimeout(resolve, 20));
    await killed.stop('SIGKILL');
    const on = await run([...ARGS, '--yes']);
    assert.equal(on.status, 0, on.err);
    assert.match(on.err, /Going on from results\.csv: 10 to send, 4 to look after; left as they are: 6 done/);
    assert.deepEqual(new Set(ends()), new Set(['done']));
    assert.deepEqual(
      await moved(),
      LINES.map((_, at) => at + 1),
    );
  });

  test('a second Ctrl+C ends at once, and says what it leaves unknown', async () => {
    put('sheet.csv', SHEET);
    await inject({ fault: 'hang', endpoint: 'transfer', times: 100 });
    const running = start([...ARGS, '--yes']);
    while (!existsSync(file('results.csv')) || !read('results.csv').includes('sending')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    running.child.kill('SIGINT');
    await running.shows(/Ctrl\+C again ends at once/, 'err');
    running.child.kill('SIGINT');
    const { status, err } = await running.ended;
    assert.equal(status, 3);
    assert.match(err, /they are unknown/);
  });

  test('results of another input are refused', async () => {
    put('sheet.csv', SHEET);
    assert.equal((await run([...ARGS, '--yes'])).status, 0);
    put('sheet.csv', SHEET.replace('code0,', 'code1,'));
    const other = await run([...ARGS, '--yes']);
    assert.equal(other.status, 2);
    assert.match(other.err, /line 2: The line says something else/);
  });
});

/**
 * Node reads GB18030, and does not write it: each character is looked up among those that have two bytes.
 * @param {string} text
 */
function gb18030(text) {
  const decoder = new TextDecoder('gb18030');
  /** @type {Map<string, number[]>} */
  const bytes = new Map();
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) {
      if (second !== 0x7f) bytes.set(decoder.decode(new Uint8Array([first, second])), [first, second]);
    }
  }
  return new Uint8Array([...text].flatMap((each) => (each < '\x80' ? [each.charCodeAt(0)] : (bytes.get(each) ?? []))));
}
