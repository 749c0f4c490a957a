import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEADER, bulk, file, lines } from './support.js';

const GOOD = '15916888888,aaaaaaaa,17516888888,bbbbbbbb,10';
/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text);

/**
 * @param {string} text
 * @param {boolean} little
 */
function utf16(text, little) {
  const view = new DataView(new ArrayBuffer(text.length * 2 + 2));
  view.setUint16(0, 0xfeff, little);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2 + 2, text.charCodeAt(at), little);
  return new Uint8Array(view.buffer);
}

/**
 * A sheet that comes in pieces of so many bytes.
 * @param {Uint8Array} bytes
 * @param {number} size
 */
async function* pieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/**
 * @param {Uint8Array | string} content
 * @param {{ allowDuplicates?: boolean, format?: 'csv' | 'jsonl', size?: number }} [options]
 */
async function read(content, { size = 1 << 20, ...options } = {}) {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  const sheet = await bulk.readTransfers({ bytes: pieces(bytes, size) }, options);
  return {
    encoding: sheet.encoding,
    lines: [...sheet.lines()].map(({ line, input }) => `${line}: ${Object.values(input).join(',')}`),
    problems: sheet.problems.map(({ line, column, reason }) => [line, column, reason].filter(Boolean).join(' ')),
  };
}

test('line breaks of every kind, also mixed, quoted ones, blank lines: each line has its own number', async () => {
  const other = GOOD.replace('10', '11');
  for (const [text, at] of /** @type {const} */ ([
    [`${HEADER}\r\n${GOOD}\r\n${other}\r\n`, [2, 3]],
    [`${HEADER}\n${GOOD}\n${other}`, [2, 3]],
    [`${HEADER}\r${GOOD}\r${other}\r`, [2, 3]],
    [`${HEADER}\r\n\r\n${GOOD}\n\r${other}\r\n\r\n`, [3, 5]],
    [`${HEADER}\r\n,,,,\r\n${GOOD}\r\n"  ",,"\t",,\r\n${other}`, [3, 5]],
    // A blank line that has a line break in its quotes.
    [`${HEADER}\r\n"\r\n",,,,\r\n${GOOD}\r\n${other}`, [4, 5]],
    [`\n\n${HEADER}\n${GOOD}\n${other}`, [4, 5]],
  ])) {
    for (const size of [1, 2, 7, 1 << 20]) {
      const { lines: found, problems } = await read(text, { size });
      assert.deepEqual(problems, [], JSON.stringify(text));
      assert.deepEqual(found, [`${at[0]}: ${GOOD}`, `${at[1]}: ${other}`], JSON.stringify({ text, size }));
    }
  }
});

test('a line with a quoted line break is refused by its first line, and those below keep their numbers', async () => {
  const text = `${HEADER}\r\n15916888888,"aaaa\r\naaaa",17516888888,bbbbbbbb,10\r\n${GOOD.replace('10', 'x')}`;
  const { problems } = await read(text);
  assert.deepEqual(problems, ['2 code control_characters', '4 limit not_plain_digits']);
});

test('UTF-8 with and without a mark, UTF-16, GB18030: known for certain', async () => {
  const chinese = '手机号,兑换码,目标手机号,目标兑换码,额度';
  const text = `${chinese}\r\n${GOOD}\r\n`;
  /** @type {[Uint8Array, string][]} */
  const files = [
    [utf8(text), 'utf-8'],
    [utf8(`\ufeff${text}`), 'utf-8'],
    [utf16(text, true), 'utf-16le'],
    [utf16(text, false), 'utf-16be'],
    // 手机号,兑换码,目标手机号,目标兑换码,额度
    [
      Buffer.concat([
        Buffer.from('cad6bbfabac52cb6d2bbbbc2eb2cc4bfb1eacad6bbfabac52cc4bfb1eab6d2bbbbc2eb2cb6eeb6c8', 'hex'),
        utf8(`\r\n${GOOD}\r\n`),
      ]),
      'gb18030',
    ],
  ];
  for (const [bytes, encoding] of files) {
    for (const size of [3, 1 << 20]) {
      const found = await read(bytes, { size });
      assert.deepEqual(found, { encoding, lines: [`2: ${GOOD}`], problems: [] });
    }
  }
});

test('what is no text is refused as such, and a spreadsheet by its name', async () => {
  /** @param {Uint8Array | string} content */
  const reason = async (content) => {
    const error = await read(/** @type {any} */ (content)).then(
      () => assert.fail('was read'),
      (/** @type {unknown} */ caught) => caught,
    );
    assert.ok(error instanceof bulk.BulkError);
    return error.problem.reason;
  };
  assert.equal(await reason(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0)), 'xlsx');
  assert.equal(await reason(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1)), 'xlsx');
  // Neither UTF-8 nor GB18030.
  assert.equal(await reason(Uint8Array.of(0x61, 0xff, 0xff, 0x0a)), 'not_a_text_file');
  assert.equal(await reason(utf16('a,b', true).subarray(2)), 'not_a_text_file');
});

test('commas, semicolons and tabs: what the header has most of', async () => {
  for (const delimiter of [',', ';', '\t']) {
    const text = `${HEADER}\n${GOOD}\n`.replaceAll(',', delimiter);
    assert.deepEqual((await read(text)).lines, [`2: ${GOOD}`]);
  }
});

test('quotes that make no sense are told with their line; what they swallow cannot be read', async () => {
  const bad = GOOD.replace('10', '0');
  assert.deepEqual((await read(`${HEADER}\n${bad}\n1,"2"x,3,4,5\n${bad}\n`)).problems, [
    '2 limit below_one',
    '3 bad_quotes',
  ]);
  assert.deepEqual((await read(`${HEADER}\n${GOOD}\n1,"2,3,4,5\n`)).problems, ['3 bad_quotes']);
});

test('JSONL by its name, and by the format', async () => {
  const json = JSON.stringify({ phone: '1', code: 'a', targetPhone: '2', targetCode: 'b', limit: 5 });
  const sheet = await bulk.readTransfers(file('in.jsonl', `${json}\n\n{"phone":\n`));
  assert.deepEqual(
    [...sheet.lines()].map(({ line }) => line),
    [1],
  );
  assert.deepEqual(sheet.problems, [{ reason: 'not_json', line: 3 }]);
  assert.deepEqual((await read(json, { format: 'jsonl' })).lines, ['1: 1,a,2,b,5']);
});

test('a hundred thousand lines come out as they went in', async () => {
  const all = lines(100_000, 50);
  const sheet = await bulk.readTransfers(file('in.csv', [HEADER, ...all].join('\n')));
  assert.equal(sheet.length, all.length);
  let at = 0;
  for (const { line, input } of sheet.lines()) {
    if (Object.values(input).join(',') !== all[at] || line !== at + 2) assert.fail(`line ${line}`);
    at += 1;
  }
  assert.equal(at, all.length);
});

test('ids', async () => {
  const { ids, problems } = await bulk.readIds(file('ids.csv', 'id,code,apiLimit\na,x,0\n\nb,y,0\na,x,0\n'));
  assert.deepEqual(ids, ['a', 'b', 'a']);
  assert.deepEqual(problems, [{ reason: 'repeated_line', line: 5, first: 2 }]);
});

test('a problem is told with its place in both languages, and what stands in the cell is not', async () => {
  const sheet = await bulk.readTransfers({
    bytes: pieces(utf8(`手机号,code,target_phone,target_code,limit\n1.59E+10,a,17516888888,b,0\n`), 9),
  });
  const told = sheet.problems.map((problem) => bulk.explainProblem(problem, 'zh'));
  assert.match(String(told[0]), /^第 2 行，“手机号”列：.*科学计数法.*文本/);
  assert.match(String(told[1]), /^第 2 行，“limit”列：limit至少为 1。/);
  const english = sheet.problems.map((problem) => bulk.explainProblem(problem, 'en'));
  assert.match(String(english[0]), /^line 2, column 手机号: .*exponent.*format the column as Text/);
  assert.equal(english[1], 'line 2, column limit: The limit must be at least 1.');
});

test('CSV that a spreadsheet neither runs nor changes', () => {
  const text = bulk.csvText([
    ['id', 'n'],
    ['=1+1', -5],
    ['00123', null],
    ['a"b,c', 0],
  ]);
  assert.equal(text, `id,n\r\n'=1+1,-5\r\n'00123,\r\n"a""b,c",0\r\n`);
});

test('a plan of a destroy', () => {
  const rest = { userId: null, userPhone: null, userName: null, createTime: null, updateTime: null };
  const empty = { id: 'a', code: 'x', type: '1', apiLimit: 0, ...rest };
  const plan = bulk.planDestroy([empty, { ...empty, id: 'b', apiLimit: 5 }]);
  assert.deepEqual(
    plan.cards.map(({ allowed, reason }) => [allowed, reason]),
    [
      [true, null],
      [false, 'holds_quota'],
    ],
  );
  assert.deepEqual(plan.cards[0]?.card, empty);
  const { digest } = bulk.planDestroy([empty]);
  assert.equal(bulk.confirmDestroy([empty], digest), 'same');
  assert.equal(bulk.confirmDestroy([{ ...empty, updateTime: 1 }], digest), 'changed');
  assert.equal(bulk.confirmDestroy([{ ...empty, id: 'b' }], digest), 'other');
});
