/**
 * `espai-cdkey logs`: usage records, newest first.
 */
import { moment, phoneText, quota } from '../cards.js';
import { SHOWS, connected } from '../connection.js';
import { EXIT } from '../exit.js';
import { tellLeftOut, writeRows } from '../shown-table.js';
import { Table } from '../table.js';

/** @typedef {import('../language.js').Language} Language */

const NOTHING = '-';

/** @type {import('../program.js').Command} */
export const logs = {
  args: [{ name: '[ID]', words: { en: "a card's id; all cards unless given", zh: '额度卡的 ID；默认所有卡' } }],
  options: [
    { flags: '--page <N>', words: { en: 'which page; 1 unless given', zh: '第几页；默认 1' } },
    { flags: '--limit <N>', words: { en: 'records on a page', zh: '每页条数' } },
    ...SHOWS,
  ],
  examples: [
    { line: 'espai-cdkey logs --limit 20', words: { en: 'The last 20 records', zh: '最近 20 条记录' } },
    {
      line: 'espai-cdkey logs 772868ead56c48d68fd1924aa5ec3aac',
      words: { en: 'Those of one card', zh: '某张卡的记录' },
    },
  ],
  run(call) {
    const { args, options, world, language, say } = call;
    const query = { id: args[0], page: options.page, limit: options.limit };
    return connected(call, async (client) => {
      const found = await client.balanceLogs(query);
      if (options.json === true) {
        await world.stdout.line(JSON.stringify(found));
        return EXIT.done;
      }
      const rows = found.logs.map((log) => [
        moment(log.createTime),
        quota(log.apiLimit, language),
        log.type ?? NOTHING,
        log.userName ?? NOTHING,
        phoneText(log.userPhone, options.showPhones === true),
        log.cardId ?? NOTHING,
      ]);
      if (rows.length > 0) {
        const table = tableOf(language, world.stdout.columns);
        await writeRows(world.stdout, table, rows);
        await tellLeftOut(call, table);
      }
      const { logs: shown, total, page, hasMore } = found;
      const more = hasMore
        ? { en: `; more: --page ${page + 1}`, zh: `；下一页：--page ${page + 1}` }
        : { en: '', zh: '' };
      await world.stderr.line(
        say({
          en: `${shown.length} of ${total} records${more.en}`,
          zh: `${shown.length} 条记录，共 ${total} 条${more.zh}`,
        }),
      );
      return EXIT.done;
    });
  },
};

/**
 * @param {Language} language
 * @param {number | undefined} columns
 */
function tableOf(language, columns) {
  const [time, amount, type, user, phone, card] =
    language === 'zh'
      ? ['时间', '额度', '类型', '用户', '手机号', '额度卡 ID']
      : ['TIME', 'AMOUNT', 'TYPE', 'USER', 'PHONE', 'CARD ID'];
  return new Table(
    [
      { head: String(time) },
      { head: String(amount), right: true },
      { head: String(type), drops: 1 },
      { head: String(user), shrinks: 6, drops: 2 },
      { head: String(phone), drops: 3 },
      { head: String(card) },
    ],
    columns,
  );
}
