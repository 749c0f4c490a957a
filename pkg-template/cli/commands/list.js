/**
 * `espai-cdkey list`: cards as a table, as JSON, or in a spreadsheet's file.
 */
import { CardType, cardTypeLabel } from '../../client/index.js';
import { cardRow, cardTable, viewOf } from '../cards.js';
import { SHOWS, connected } from '../connection.js';
import { EXIT, usage } from '../exit.js';
import { tellLeftOut, writeRows } from '../shown-table.js';

/** @typedef {import('../../client/index.js').Card} Card */
/** @typedef {import('../../client/index.js').CdkeyClient} Client */
/** @typedef {import('../program.js').Call} Call */

/** Cards that are shown at once of a stream: a page of `listAll`. */
const BATCH = 500;

/** @type {import('../program.js').Command} */
export const list = {
  options: [
    { flags: '--id <ID>', words: { en: 'only the card with this id', zh: '只查这个 ID 的卡' } },
    {
      flags: '--type <TYPE>',
      words: { en: 'only cards of this type: 0 to 5, or a name', zh: '只查这种类型：0 到 5，或类型名称' },
      choices: Object.values(CardType),
      read: typeOf,
    },
    { flags: '--code <CODE>', words: { en: 'only the card with this code', zh: '只查这个兑换码' } },
    { flags: '--user-name <NAME>', words: { en: 'only cards of this user', zh: '只查这个用户名' } },
    { flags: '--user-phone <PHONE>', words: { en: 'only cards of this phone', zh: '只查这个手机号' } },
    {
      flags: '--api-limit <N>',
      words: { en: 'by quota, as the platform filters it', zh: '按额度筛选，由平台决定规则' },
    },
    { flags: '--page <N>', words: { en: 'which page; 1 unless given', zh: '第几页；默认 1' } },
    { flags: '--limit <N>', words: { en: 'cards on a page; 9999 unless given', zh: '每页张数；默认 9999' } },
    { flags: '--all', words: { en: 'all pages, as they come', zh: '所有页，边查边输出' } },
    { flags: '--csv <FILE>', words: { en: 'write them to a CSV file, whole', zh: '写入 CSV 文件，内容完整' } },
    { flags: '--xlsx <FILE>', words: { en: 'write them to an Excel file, whole', zh: '写入 Excel 文件，内容完整' } },
    ...SHOWS,
  ],
  examples: [
    { line: 'espai-cdkey list --user-phone 15916888888', words: { en: 'The cards of one person', zh: '某个人的卡' } },
    {
      line: 'espai-cdkey list --all --csv cards.csv',
      words: { en: 'All cards into a spreadsheet', zh: '把所有的卡导出为表格' },
    },
    {
      line: "espai-cdkey list --all --json | jq -r 'select(.apiLimit == 0) | .id'",
      words: { en: 'The ids of empty cards, for a program', zh: '供程序使用：余额为 0 的卡的 ID' },
    },
  ],
  run(call) {
    const { options } = call;
    if (options.all === true && (options.page !== undefined || options.limit !== undefined)) {
      throw usage(
        '--all has no --page or --limit: it gives all of them',
        '--all 已包含所有页，不能再用 --page 或 --limit',
      );
    }
    return connected(call, (client) => (options.all === true ? allOf(call, client) : pageOf(call, client)));
  },
};

/** @param {string} text */
function typeOf(text) {
  const named = Object.values(CardType).find((type) =>
    [cardTypeLabel(type, 'zh'), cardTypeLabel(type, 'en').toLowerCase()].includes(text.toLowerCase()),
  );
  return named ?? text;
}

/** @param {Call} call */
function queryOf({ options }) {
  const names = ['id', 'type', 'code', 'userName', 'userPhone', 'apiLimit', 'page', 'limit'];
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

/**
 * @param {Call} call
 * @param {Client} client
 */
async function pageOf(call, client) {
  const { options, world, say } = call;
  const found = await client.list(queryOf(call));
  const { cards, total, page, limit, hasMore } = found;
  await writeFiles(call, async function* () {
    yield* cards;
  });
  if (options.json === true) {
    await world.stdout.line(JSON.stringify(found));
    return EXIT.done;
  }
  if (!toFile(call)) await show(call, () => cards);
  const first = (page - 1) * limit + 1;
  const range = cards.length === 0 ? '0' : `${first}–${first + cards.length - 1}`;
  const next = hasMore
    ? { en: `; more: --page ${page + 1}, or --all`, zh: `；下一页：--page ${page + 1}，全部：--all` }
    : { en: '', zh: '' };
  await world.stderr.line(
    say({ en: `Cards ${range} of ${total}${next.en}`, zh: `第 ${range} 张，共 ${total} 张${next.zh}` }),
  );
  return EXIT.done;
}

/**
 * @param {Call} call
 * @param {Client} client
 */
async function allOf(call, client) {
  const { options, world } = call;
  const stop = new AbortController();
  const listen = toFile(call)
    ? world.onStop(() => {
        stop.abort();
      })
    : () => {};
  const walk = () => client.listAll(queryOf(call), { pageSize: BATCH, signal: stop.signal });
  try {
    if (toFile(call)) await writeFiles(call, walk, await totalFor(call, client, stop.signal));
    else if (options.json === true) await lines(call, walk());
    else await show(call, walk);
  } catch (error) {
    if (stop.signal.aborted) return EXIT.failed;
    throw error;
  } finally {
    listen();
  }
  return EXIT.done;
}

/** @param {Call} call */
function toFile({ options }) {
  return options.csv !== undefined || options.xlsx !== undefined;
}

/**
 * How many cards there will be about, for a bar; a request of its own, and so only where there is one to draw.
 * @param {Call} call
 * @param {Client} client
 * @param {AbortSignal} signal
 */
async function totalFor(call, client, signal) {
  if (call.world.stderr.isTerminal !== true) return undefined;
  return (await client.list({ ...queryOf(call), limit: 1 }, { signal })).total;
}

/**
 * @param {Call} call
 * @param {() => AsyncIterable<Card>} cards
 * @param {number} [total] Where it takes so long that a bar is drawn.
 */
async function writeFiles({ options, world, say }, cards, total) {
  const { csv, xlsx } = options;
  if (csv === undefined && xlsx === undefined) return;
  const { writeCsv, writeXlsx } = await import('../card-sheet.js');
  for (const [file, write] of /** @type {const} */ ([
    [csv, writeCsv],
    [xlsx, writeXlsx],
  ])) {
    if (file === undefined) continue;
    const bar = total === undefined ? undefined : (await import('../progress.js')).walkOn(world.stderr, total);
    const count = await write(file, cards(), bar?.tell).finally(() => bar?.end());
    const words = { en: `${count} cards written to ${file}`, zh: `已将 ${count} 张卡写入 ${file}` };
    await world.stderr.line(say(words));
  }
}

/**
 * A card a line.
 * @param {Call} call
 * @param {AsyncIterable<Card>} cards
 */
async function lines({ world: { stdout } }, cards) {
  let text = '';
  let count = 0;
  for await (const card of cards) {
    text += `${JSON.stringify(card)}\n`;
    count += 1;
    if (count % BATCH === 0) {
      await stdout.write(text);
      text = '';
    }
    if (stdout.closed) return;
  }
  await stdout.write(text);
}

/**
 * @param {Call} call
 * @param {() => AsyncIterable<Card> | Iterable<Card>} cards
 */
async function show(call, cards) {
  const { stdout, stderr } = call.world;
  const view = viewOf(call);
  const table = cardTable(view, stdout.columns);
  /** @type {string[][]} */
  let rows = [];
  let count = 0;
  for await (const card of cards()) {
    count += 1;
    rows.push(cardRow(card, view));
    if (rows.length === BATCH) {
      await writeRows(stdout, table, rows);
      rows = [];
    }
    if (stdout.closed) return;
  }
  if (count === 0) await stderr.line(call.say({ en: 'No card matches.', zh: '没有符合条件的额度卡。' }));
  else if (rows.length > 0) await writeRows(stdout, table, rows);
  await tellLeftOut(call, table);
}
