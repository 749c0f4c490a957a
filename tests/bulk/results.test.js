import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HEADER, bulk, file, folder, lines } from './support.js';

const sheet = await bulk.readTransfers(file('in.csv', [HEADER, ...lines(3, 4)].join('\n')));
const BEFORE = { sourceBefore: 9, targetBefore: 1, sourceId: 'a', targetId: 'b' };

/**
 * A results file of these rows.
 * @param {string} name
 * @param {[number, import('../../pkg-template/bulk/results.js').News][]} rows
 */
async function written(name, rows) {
  const path = join(folder(), name);
  const results = await bulk.openResults(path, sheet);
  for (const [at, news] of rows) await results.append(at, news);
  await results.close();
  return path;
}

/** @param {string} path */
async function resumed(path) {
  const results = await bulk.openResults(path, sheet);
  await results.close();
  return results.resumed;
}

/**
 * @param {Promise<unknown>} work
 * @returns {Promise<string>}
 */
async function refusal(work) {
  const error = await work.then(
    () => assert.fail('was taken'),
    (/** @type {unknown} */ caught) => caught,
  );
  assert.ok(error instanceof bulk.BulkError, String(error));
  return error.problems.map(({ line, reason }) => [line, reason].filter(Boolean).join(' ')).join('; ');
}

for (const name of ['results.csv', 'results.jsonl']) {
  test(`${name}: wherever a kill cuts it, what is whole counts, and it can be gone on with`, async () => {
    const path = await written(name, [
      [0, { status: 'sending', ...BEFORE }],
      [0, { status: 'done', message: '请求成功', ...BEFORE }],
      [1, { status: 'sending', ...BEFORE }],
    ]);
    const bytes = readFileSync(path);
    const ends = [...bytes.keys()].filter((at) => bytes[at] === 0x0a).map((at) => at + 1);
    if (name.endsWith('.csv')) ends.shift();
    const cut = join(folder(), name);
    // Near the ends of rows every byte; within them some.
    const sizes = [...Array(bytes.length + 1).keys()];
    for (const size of sizes.filter((at) => at < 5 || at % 29 === 0 || ends.some((end) => Math.abs(end - at) < 4))) {
      copyFileSync(path, cut);
      truncateSync(cut, size);
      // A row without its line's end is whole, too; it may have been left so by an editor.
      const ended = name.endsWith('.csv') ? 2 : 1;
      const rows = ends.filter((end) => end - ended <= size).length;
      const expected = [
        { run: 3, settle: 0, done: 0 },
        { run: 2, settle: 1, done: 0 },
        { run: 2, settle: 0, done: 1 },
        { run: 1, settle: 1, done: 1 },
      ][rows];
      const results = await bulk.openResults(cut, sheet);
      assert.deepEqual(results.resumed, { failed: 0, unknown: 0, ...expected }, `cut to ${size} of ${bytes.length}`);
      await results.append(2, { status: 'failed', outcome: 'rejected', code: 'api_rejected', message: 'no' });
      await results.close();
      assert.deepEqual(await resumed(cut), { unknown: 0, ...expected, failed: 1, run: Number(expected?.run) - 1 });
    }
  });
}

test('a file that is no results file is refused and left as it is', async () => {
  for (const content of [
    'hello',
    'hello\n',
    'line,target_code\n2,a\n',
    '\ufeffline,b',
    '{"a":1}\n',
    'line;target_code;status\r\n',
    HEADER,
  ]) {
    for (const name of ['results.csv', 'results.jsonl']) {
      const path = file(name, content);
      assert.equal(await refusal(bulk.openResults(path, sheet)), 'not_results', JSON.stringify(content));
      assert.equal(readFileSync(path, 'utf8'), content);
      assert.ok(!existsSync(`${path}.lock`));
    }
  }
});

test('results of another sheet are refused, with every line that differs', async () => {
  const path = await written('results.csv', [
    [0, { status: 'done' }],
    [1, { status: 'done' }],
    [2, { status: 'done' }],
  ]);
  const [first = '', second = ''] = lines(3, 4);
  const other = await bulk.readTransfers(file('in.csv', [HEADER, first, second.replace(/\d+$/, '9')].join('\n')));
  assert.equal(await refusal(bulk.openResults(path, other)), '3 input_changed; 4 line_gone');
  // Another order of the columns, another encoding, JSONL: the same transfers.
  const turned = lines(3, 4).map((line) => line.split(',').reverse().join(';'));
  const same = await bulk.readTransfers(
    file('in.csv', [HEADER.split(',').reverse().join(';'), ...turned].join('\r\n')),
  );
  const results = await bulk.openResults(path, same);
  await results.close();
  assert.equal(results.resumed.done, 3);
});

test('a row in the middle that cannot be read is refused: without it nobody knows what was sent', async () => {
  const path = await written('results.csv', [
    [0, { status: 'sending', ...BEFORE }],
    [1, { status: 'done' }],
  ]);
  writeFileSync(path, readFileSync(path, 'utf8').replace('sending', 'sendin'));
  assert.equal(await refusal(bulk.openResults(path, sheet)), '2 bad_results_row');
});

test('a sheet with problems gets no results', async () => {
  const bad = await bulk.readTransfers(file('in.csv', `${HEADER}\n1,2,3,4,0`));
  assert.equal(await refusal(bulk.openResults(join(folder(), 'results.csv'), bad)), '2 below_one');
});

test('one process at a time; a lock that a dead one left is taken over', async () => {
  const path = join(folder(), 'results.csv');
  const results = await bulk.openResults(path, sheet);
  assert.equal(await refusal(bulk.openResults(path, sheet)), 'results_held');
  await results.close();
  assert.ok(!existsSync(`${path}.lock`));
  // No process has this number.
  writeFileSync(`${path}.lock`, '4194305 x\n');
  assert.equal((await resumed(path)).run, 3);
});

test('rows are whole values, and no spreadsheet runs them', async () => {
  const path = await written('results.csv', [
    [
      0,
      {
        status: 'failed',
        outcome: 'rejected',
        code: 'api_rejected',
        message: '=HYPERLINK("x")\r\n第二行, ok',
        ...BEFORE,
      },
    ],
  ]);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.startsWith('\ufeffline,target_code,status,outcome,code,message,source_before,'));
  const [, row = '', ...rest] = text.split('\r\n');
  assert.deepEqual(rest, ['']);
  assert.match(
    row,
    /^2,card\w+,failed,rejected,api_rejected,"'=HYPERLINK\(""x""\) {2}第二行, ok",9,,1,,a,b,[a-p]{16}$/,
  );
});
