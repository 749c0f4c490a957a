/**
 * A spreadsheet of 200 transfers through the command line, on a bad day: answers are lost before and after a transfer is made. At its end
 * every line of the results says what the emulator's own cards say, and a second run sends nothing again. `make demo` runs it in a folder
 * where the packed package is installed; it ends with a status other than 0 if anything came out differently.
 *
 * ESPAI_LANG=zh or en chooses the language; without it LC_ALL, LC_MESSAGES and LANG do.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { createEmulator } from 'espai-cdkey/emulator';

const LINES = 200;
const QUOTA = 1000;

const require = createRequire(import.meta.url);
const manifest = require('espai-cdkey/package.json');
const command = join(dirname(require.resolve('espai-cdkey/package.json')), manifest.bin['espai-cdkey']);

const { ESPAI_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
const language = /^zh/i.test(ESPAI_LANG || LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
/** @param {string} en @param {string} zh */
const t = (en, zh) => (language === 'zh' ? zh : en);

// Each line has a card of its own that gives: by what it holds at the end, that card says whether its line was done.
const phone = (/** @type {number} */ at) => String(13_800_000_000 + at);
const code = (/** @type {number} */ at) => `card${String(at).padStart(4, 'x')}`;
const cards = Array.from({ length: LINES + 20 }, (_, at) => ({
  ...{ id: `id-${at}`, code: code(at), type: '1', apiLimit: QUOTA, userPhone: phone(at) },
}));
const amount = (/** @type {number} */ line) => 1 + (line % 9);
const target = (/** @type {number} */ line) => LINES + (line % 20);
const sheet = Array.from({ length: LINES }, (_, line) =>
  [phone(line), code(line), phone(target(line)), code(target(line)), amount(line)].join(','),
);

const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-bulk-'));
const emulator = createEmulator({ cards });
const { url, close } = await emulator.listen();

/** @param {string[]} args */
async function run(...args) {
  const env = { ...process.env, ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: url };
  console.log(`\n  $ npx espai-cdkey ${args.join(' ')}`);
  const child = spawn(process.execPath, [command, ...args, '--lang', language], { cwd: folder, env, stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  console.log(t(`  (exit status ${status})`, `  （退出状态 ${status}）`));
  return status;
}

/** What each line has moved, by the cards that the emulator holds. */
const moved = () =>
  emulator
    .cards()
    .slice(0, LINES)
    .map((card) => QUOTA - Number(card.apiLimit));

let wrong = 0;
/** @param {boolean} holds @param {string} en @param {string} zh */
function check(holds, en, zh) {
  if (!holds) wrong += 1;
  console.log(`  ${holds ? '✓' : t('✗ not so:', '✗ 与此不符：')} ${t(en, zh)}`);
}

try {
  console.log(
    t(
      `A spreadsheet of ${LINES} transfers, on a bad day: 15 answers are lost after the transfer was made, 3 connections before it`,
      `一份 ${LINES} 笔转让的表格，遇上糟糕的一天：15 次在执行之后丢失回复，3 次在执行之前断开`,
    ),
  );
  const header = t('phone,code,target_phone,target_code,limit', '手机号,兑换码,目标手机号,目标兑换码,额度');
  writeFileSync(join(folder, 'transfers.csv'), `${header}\n${sheet.join('\n')}\n`);
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before', times: 3, skip: 100 });
  for (let at = 0; at < 15; at += 1) emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after', skip: 10 });

  const args = ['transfer', '--from', 'transfers.csv', '--results', 'results.csv', '--yes'];
  const status = await run(...args);
  const rows = readFileSync(join(folder, 'results.csv'), 'utf8').trimEnd().split('\r\n').slice(1);
  /** By line, its last row. */
  const ends = new Map(rows.map((row) => row.split(',')).map(([line, , state]) => [Number(line) - 2, state]));
  const counts = { done: 0, unknown: 0 };
  for (const state of ends.values()) if (state === 'done' || state === 'unknown') counts[state] += 1;
  const first = moved();
  console.log();
  check(
    first.every((by, line) => (ends.get(line) === 'done' ? by === amount(line) : by === 0)),
    'every line says what the emulator says: done where the quota has moved, and nowhere else',
    '每一行都与模拟器一致：额度变动的行是 done，其余都没有变动',
  );
  check(
    counts.done + counts.unknown === LINES && counts.unknown === 3 && status === 3,
    `${counts.done} done, the 15 of the lost answers among them; ${counts.unknown} unknown: not observed, and not sent again`,
    `${counts.done} 行完成，包括丢失回复的 15 行；${counts.unknown} 行未知：没有观察到变动，也不会自动重发`,
  );

  await run(...args);
  console.log();
  check(
    moved().every((by, line) => by === first[line]),
    'the same command again: nothing was sent twice',
    '同样的命令再运行一次：没有任何一笔重复发送',
  );
} finally {
  await close();
  rmSync(folder, { recursive: true });
}
if (wrong > 0) process.exitCode = 1;
