/**
 * What every command has: help, mistakes, the key, the language.
 */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { describe, test } from 'node:test';
import { KEY, file, put, service } from './support.js';

const { run, env } = await service();
const COMMANDS = ['list', 'detail', 'transfer', 'destroy', 'logs', 'emulator', 'ops', 'doctor', 'completion'];

/** @param {string} text */
const widest = (text) => Math.max(...text.split('\n').map((line) => line.replaceAll(/[⺀-鿿＀-￯“”…]/g, '##').length));

describe('help', () => {
  test('is there in both languages, with examples, and fits 80 columns', async () => {
    for (const lang of ['en', 'zh']) {
      const all = await run(['--help', '--lang', lang]);
      assert.equal(all.status, 0);
      for (const name of COMMANDS) assert.match(all.out, new RegExp(`^  ${name} `, 'm'));
      assert.ok(widest(all.out) <= 80, all.out);
      for (const name of COMMANDS) {
        const { status, out, err } = await run([name, '--help', '--lang', lang]);
        assert.deepEqual([status, err], [0, ''], name);
        assert.match(out, lang === 'zh' ? /用法：[^]*示例：\n {2}# / : /Usage:[^]*Examples:\n {2}# /, name);
        const tooWide = out.split('\n').filter((line) => widest(line) > 80 && !line.startsWith('  $'));
        assert.deepEqual(tooWide, [], name);
        if (lang === 'zh') assert.ok(!/\b(Usage|Options|Arguments|Examples|Connection):/.test(out), out);
      }
    }
  });

  test('says what else there is where a command or an option is mistyped', async () => {
    for (const [args, words] of /** @type {[string[], RegExp][]} */ ([
      [['lits'], /there is no command "lits"\. Did you mean list\?/],
      [['transfr', '1'], /Did you mean transfer\?/],
      [['list', '--jsn'], /there is no option --jsn\. Did you mean --json\?/],
      [['list', '--user-phon', '1'], /Did you mean --user-phone\?/],
      [['list', '--wholly-different'], /Try: espai-cdkey list --help/],
      [['detail', '15916888888'], /CODE is missing\. Try: espai-cdkey detail --help/],
      [['list', '--csv'], /--csv needs a value: --csv FILE/],
      [['list', '15916888888'], /"159\*{4}8888" is one argument too many/],
      [['list', '--timeout', '1e3'], /--timeout must be a number of seconds/],
      [['list', '--all', '--page', '2'], /--all has no --page/],
      [['lits', '--lang', 'zh'], /没有命令 "lits"。是否想输入 list？/],
      [['list', '--jsn', '--lang', 'zh'], /没有选项 --jsn。是否想输入 --json？/],
      [['panel'], /there is no command "panel"/],
      [['ops'], /ACTION is missing\. Try: espai-cdkey ops --help/],
    ])) {
      const { status, out, err } = await run(args);
      assert.deepEqual([status, out], [2, ''], args.join(' '));
      assert.match(err, words);
      assert.equal(err.trimEnd().split('\n').length, 1, err);
    }
  });
});

describe('the key', () => {
  test('is no argument, and is not repeated where it is typed', async () => {
    for (const args of [
      ['list', '--api-key', KEY],
      ['list', `--api-key=${KEY}`],
      ['list', `--key=${KEY}`],
      ['list', KEY],
    ]) {
      const { status, err } = await run(args);
      assert.equal(status, 2);
      if (args[1] !== KEY) assert.match(err, /Set ESPAI_API_KEY, or name a file/);
    }
  });

  test('comes from a file, of which it is told when others can read it', async () => {
    put('key', `${KEY}\n`);
    chmodSync(file('key'), 0o600);
    const good = await run(['list', '--api-key-file', 'key'], { ESPAI_API_KEY: '' });
    assert.deepEqual([good.status, good.err], [0, 'Cards 1–5 of 5\n']);
    chmodSync(file('key'), 0o644);
    const open = await run(['list', '--api-key-file', 'key', '--json'], { ESPAI_API_KEY: '' });
    assert.equal(open.status, 0);
    assert.match(open.err, /everyone on this machine can read key; run: chmod 600 key/);
    put('empty', '\n');
    assert.match((await run(['list', '--api-key-file', 'empty'])).err, /it is empty/);
    assert.match(
      (await run(['list', '--api-key-file', 'nowhere'])).err,
      /cannot read the key from nowhere: [^(]+\(ENOENT\)/,
    );
  });

  test('is missed with what to do', async () => {
    const { status, err } = await run(['list', '--lang', 'zh'], { ESPAI_API_KEY: '' });
    assert.equal(status, 2);
    assert.match(err, /没有 API 密钥：请把环境变量 ESPAI_API_KEY 设为[^]*espai-cdkey emulator/);
  });
});

test('--base-url goes before ESPAI_BASE_URL', async () => {
  const { status } = await run(['list', '--base-url', String(env.ESPAI_BASE_URL)], {
    ESPAI_BASE_URL: 'http://127.0.0.1:1',
  });
  assert.equal(status, 0);
  const wrong = await run(['list', '--base-url', 'ftp://x.example']);
  assert.equal(wrong.status, 2);
  assert.match(wrong.err, /--base-url \(ESPAI_BASE_URL\): baseUrl/);
});
