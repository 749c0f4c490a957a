import assert from 'node:assert/strict';
import { lstatSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { describe, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { CARDS, file, folder, put, read, service } from './support.js';

const { run, start, terminal, inject } = await service();

describe('list', () => {
  test('shows a table, with phones masked unless they are asked for', async () => {
    const { status, out, err } = await run(['list']);
    assert.equal(status, 0);
    assert.match(out, /^CODE +TYPE +QUOTA +USER +PHONE +CREATED +ID\n/);
    assert.match(out, /\njTkSsmBZ +Qinglong +1,000 +琳琅 +159\*\*\*\*8888 +2025-04-01 +source\n/);
    assert.equal(out.split('\n').length, CARDS.length + 2);
    assert.ok(!out.includes('15916888888'));
    assert.match(err, /^Cards 1–5 of 5\n$/);
    const shown = await run(['list', '--show-phones', '--lang', 'zh']);
    assert.match(shown.out, /^兑换码 +类型 +额度/);
    assert.match(shown.out, /青龙 +1,000 +琳琅 +15916888888/);
    assert.match(shown.err, /第 1–5 张，共 5 张/);
  });

  test('gives one JSON document, and nothing else on stdout', async () => {
    const { status, out, err } = await run(['list', '--json', '--limit', '2', '--page', '2']);
    assert.equal(status, 0);
    const { cards, ...rest } = JSON.parse(out);
    assert.deepEqual(rest, { total: 5, page: 2, limit: 2, hasMore: true });
    assert.deepEqual(cards, CARDS.slice(2, 4));
    assert.equal(err, '');
  });

  test('filters by what is asked', async () => {
    for (const [args, ids] of /** @type {[string[], string[]][]} */ ([
      [['--id', 'target'], ['target']],
      [
        ['--type', '1'],
        ['source', 'empty'],
      ],
      [['--type', '九尾狐'], ['target']],
      [['--type', 'free trial'], ['trial']],
      [['--code', '00001234'], ['empty']],
      [
        ['--user-phone', '15916888888'],
        ['trial', 'source'],
      ],
      [['--user-name', '青山'], ['void']],
    ])) {
      const { out } = await run(['list', '--all', '--json', ...args]);
      const found = out.split('\n').filter(Boolean);
      assert.deepEqual(
        found.map((line) => JSON.parse(line).id),
        ids,
        args.join(' '),
      );
    }
    const none = await run(['list', '--code', 'nowhere']);
    assert.deepEqual([none.status, none.out], [0, '']);
    assert.match(none.err, /No card matches/);
  });

  test('--all gives a card a line, and ends well where its reader leaves', async () => {
    const { out } = await run(['list', '--all', '--json']);
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      CARDS,
    );
    for (const args of [['list', '--all', '--json'], ['list']]) {
      const left = start(args);
      left.child.stdout.destroy();
      const { status, err } = await left.ended;
      assert.equal(status, 0);
      assert.ok(!/EPIPE|Error/.test(err), err);
    }
  });

  test('writes CSV that a spreadsheet neither runs nor changes, whole', async () => {
    const { status, out, err } = await run(['list', '--all', '--csv', 'cards.csv']);
    assert.deepEqual([status, out], [0, '']);
    assert.match(err, /5 cards written to cards\.csv/);
    const text = read('cards.csv');
    const lines = text.split('\r\n');
    assert.equal(lines[0], '\ufeffid,code,type,apiLimit,userId,userPhone,userName,createTime,updateTime');
    assert.equal(lines[2], 'source,jTkSsmBZ,1,1000,,15916888888,琳琅,2025-04-01T11:14:16.109Z,');
    assert.match(lines[3] ?? '', /,17516888888,'=星河,/);
    assert.match(lines[4] ?? '', /^empty,'00001234,1,0,,13816888888,,/);
    assert.equal(lines.length, 7);
  });

  test('writes true text cells into .xlsx', async () => {
    const { status } = await run(['list', '--xlsx', 'cards.xlsx', '--lang', 'zh']);
    assert.equal(status, 0);
    const zip = readFileSync(file('cards.xlsx'));
    assert.equal(zip.subarray(0, 2).toString(), 'PK');
    const sheet = unzipped('cards.xlsx', 'xl/worksheets/sheet1.xml');
    assert.ok(!/<f>/.test(sheet));
    // A cell says that it is text, and then it is no number and no formula.
    for (const [cell, text] of [
      ['A1', 'id'],
      ['B5', '00001234'],
      ['F3', '15916888888'],
      ['G4', '=星河'],
      ['H3', '2025-04-01T11:14:16.109Z'],
    ]) {
      assert.match(sheet, new RegExp(`<c r="${cell}"[^>]* t="inlineStr"[^>]*><is><t>${text}</t>`));
    }
    assert.match(sheet, /<c r="D3"><v>1000<\/v>/);
    assert.ok(!/<c r="[EI]3"/.test(sheet), 'what there is not has no cell');
    assert.ok(sheet.includes('ySplit="1"'), 'the header stays in sight');
  });

  test('leaves no half file', async () => {
    await inject({ fault: 'envelope', endpoint: 'list', code: 400, message: '不行' });
    const { status } = await run(['list', '--all', '--csv', 'half.csv']);
    assert.equal(status, 1);
    const nowhere = await run(['list', '--csv', 'nowhere/cards.csv']);
    assert.equal(nowhere.status, 2);
    assert.match(nowhere.err, /cannot write nowhere\/cards\.csv: there is no such file or folder \(ENOENT\)/);
    await inject({ fault: 'hang', endpoint: 'list' });
    const hanging = start(['list', '--all', '--csv', 'half.csv']);
    while (!readdirSync(folder).some((name) => name.startsWith('half.csv.'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal((await hanging.stop('SIGINT')).status, 4);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('half')),
      [],
    );
  });

  test('writes into what is no file, and at the end of a link, and replaces neither', async () => {
    for (const to of ['/dev/full', '/dev/null']) {
      const { status, err } = await run(['list', '--csv', to]);
      assert.ok(lstatSync(to).isCharacterDevice(), `${to} was replaced`);
      if (to === '/dev/full') {
        assert.deepEqual([status, err], [4, 'espai-cdkey: cannot write /dev/full: the disk is full (ENOSPC)\n']);
      } else assert.equal(status, 0, err);
    }
    symlinkSync('linked.csv', file('link.csv'));
    put('linked.csv', 'old');
    assert.equal((await run(['list', '--csv', 'link.csv'])).status, 0);
    assert.ok(lstatSync(file('link.csv')).isSymbolicLink());
    assert.match(read('linked.csv'), /^\ufeffid,code/);
    for (const [to, words] of /** @type {const} */ ([
      ['.', /cannot write \.: it is a folder \(EISDIR\)/],
      ['', /the name of the file to write is empty/],
    ])) {
      const { status, err } = await run(['list', '--csv', to]);
      assert.equal(status, 2);
      assert.match(err, words);
    }
  });

  test('fits a terminal of 80 columns, coloured unless NO_COLOR', async () => {
    const { out, status } = await terminal(['list']).ended;
    assert.equal(status, 0);
    assert.ok(out.includes('\u001b[1m'));
    const plain = (await terminal(['list', '--lang', 'zh'], { NO_COLOR: '1' }).ended).out;
    assert.ok(!plain.includes('\u001b['));
    for (const line of plain.split('\r\n')) assert.ok(line.replaceAll(/[^\0-\x7f]/g, '##').length <= 80, line);
  });

  test('says which columns a narrow terminal leaves out', async () => {
    const long = CARDS.map((card) => ({ ...card, id: String(/** @type {any} */ (card).id).padEnd(32, '0') }));
    const { terminal: narrow, run: piped } = await service(long);
    for (const [lang, words] of /** @type {const} */ ([
      ['en', 'Too narrow for USER, CREATED; --json has them.'],
      ['zh', '终端太窄，未显示用户、创建时间；--json 有全部内容。'],
    ])) {
      const { out } = await narrow(['list', '--lang', lang], { NO_COLOR: '1' }).ended;
      assert.ok(out.includes(words), out);
      assert.equal(out.split(words).length, 2);
    }
    assert.ok(!(await piped(['list'])).err.includes('Too narrow'));
  });

  test('shows how far an export is, on a terminal only', async () => {
    for (const args of [
      ['--csv', 'far.csv'],
      ['--xlsx', 'far.xlsx'],
    ]) {
      const { out, status } = await terminal(['list', '--all', ...args]).ended;
      assert.equal(status, 0);
      assert.match(out, / 5\/5 +[\d.]+\/s[^]*5 cards written to far/);
      assert.ok(!(await run(['list', '--all', ...args])).err.includes('5/5'));
      const dumb = await terminal(['list', '--all', ...args], { TERM: 'dumb' }).ended;
      assert.ok(!dumb.out.includes('5/5') && !dumb.out.includes('\u001b'), dumb.out);
    }
  });
});

/**
 * A file of a zip, by its central directory.
 * @param {string} archive
 * @param {string} name
 */
function unzipped(archive, name) {
  const zip = readFileSync(file(archive));
  for (let at = zip.readUInt32LE(zip.length - 6); zip.readUInt32LE(at) === 0x02014b50;) {
    const [length, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    if (zip.subarray(at + 46, at + 46 + length).toString() === name) {
      const local = zip.readUInt32LE(at + 42);
      const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(begins, begins + zip.readUInt32LE(at + 20));
      return (zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString();
    }
    at += 46 + length + extra + comment;
  }
  throw new Error(`there is no ${name} in it`);
}
