/**
 * `espai-cdkey transfer`: one transfer, or a file of many.
 */
import { CdkeyError } from '../../client/index.js';
import { confirm, onTerminal } from '../ask.js';
import { MOVES, connected } from '../connection.js';
import { EXIT, usage } from '../exit.js';
import { viewOf } from '../cards.js';
import { pairText } from '../pair.js';
import { readsOnly, rehearse } from '../rehearse.js';
import { styleFor } from '../style.js';
import { underWay } from '../under-way.js';
import { wholeNumber } from '../whole-number.js';

/** @typedef {import('../program.js').Call} Call */
/** @typedef {import('../rehearse.js').Cards} Cards */

const NAMES = ['PHONE', 'CODE', 'TARGET_PHONE', 'TARGET_CODE', 'LIMIT'];
const MOST_AT_ONCE = 64;

/** @type {import('../program.js').Command} */
export const transfer = {
  about: {
    en: 'A transfer is never sent twice by itself. Where its answer is lost, both cards are read again to see what became of it.',
    zh: '转让不会自动重发。若回复丢失，会重新查询两张卡，看是否已经执行。',
  },
  usages: ['PHONE CODE TARGET_PHONE TARGET_CODE LIMIT', '--from FILE --results FILE', '--from FILE --ledger URL'],
  args: [
    { name: '[PHONE]', words: { en: 'the phone of the card that gives', zh: '转出卡的手机号' } },
    { name: '[CODE]', words: { en: 'its code', zh: '转出卡的兑换码' } },
    { name: '[TARGET_PHONE]', words: { en: 'the phone of the card that gets', zh: '转入卡的手机号' } },
    { name: '[TARGET_CODE]', words: { en: 'its code', zh: '转入卡的兑换码' } },
    { name: '[LIMIT]', words: { en: 'how much', zh: '转让的额度' } },
  ],
  options: [
    {
      flags: '--verify',
      words: { en: 'read both cards before and after; so unless --no-verify', zh: '转让前后都查询两张卡；这是默认' },
    },
    {
      flags: '--no-verify',
      words: { en: 'one request only; a lost answer stays unknown', zh: '只发一个请求；回复丢失则结果未知' },
    },
    {
      flags: '--from <FILE>',
      words: { en: 'many: a CSV or JSONL file, a transfer a line', zh: '批量：CSV 或 JSONL 文件，每行一笔' },
    },
    {
      flags: '--results <FILE>',
      words: {
        en: 'with --from: what became of each line; run again to go on',
        zh: '配合 --from：记录每行结果；再次运行即可继续',
      },
    },
    {
      flags: '--ledger <URL>',
      words: {
        en: 'with --from: a ledger in the place of --results, for many people and machines',
        zh: '配合 --from：用账本代替 --results，可多人多机共用',
      },
    },
    {
      flags: '--concurrency <N>',
      words: { en: 'with --from: so many at once; 4 unless given', zh: '配合 --from：同时进行几笔；默认 4' },
      read: (text) => wholeNumber(text, '--concurrency', MOST_AT_ONCE, 1),
    },
    {
      flags: '--stop-on-error',
      words: { en: 'with --from: stop at the first failure', zh: '配合 --from：遇到失败即停止' },
    },
    {
      flags: '--allow-duplicates',
      words: { en: 'with --from: the same line twice is meant', zh: '配合 --from：允许相同的行' },
    },
    ...MOVES,
  ],
  examples: [
    {
      line: 'espai-cdkey transfer 15916888888 jTkSsmBZ 17516888888 3AoPbLSQ 10',
      words: { en: '10 calls from one card to another; asks first', zh: '把 10 次额度转到另一张卡；会先询问' },
    },
    {
      line: 'espai-cdkey transfer --from transfers.csv --results results.csv',
      words: { en: 'A spreadsheet of transfers; the same again goes on', zh: '按表格批量转让；再次运行即可继续' },
    },
  ],
  after: {
    en: `
Columns of the file: phone, code, target_phone, target_code, limit, or
手机号, 兑换码, 目标手机号, 目标兑换码, 额度. Its phones must be text.`,
    zh: `
文件的列：手机号、兑换码、目标手机号、目标兑换码、额度，
或 phone, code, target_phone, target_code, limit。手机号必须是文本格式。`,
  },
  async run(call) {
    const { args, options } = call;
    if (options.from !== undefined) {
      if (args.length > 0) throw usage('--from takes the place of PHONE CODE …', '--from 已代替 PHONE CODE … 等参数');
      const { transferFile } = await import('../transfer-file.js');
      return transferFile(call);
    }
    for (const name of ['results', 'ledger', 'concurrency', 'stopOnError', 'allowDuplicates']) {
      if (options[name] === undefined) continue;
      const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      throw usage(`${flag} goes with --from FILE`, `${flag} 要和 --from FILE 一起使用`);
    }
    const missing = NAMES.slice(args.length);
    if (missing.length > 0) {
      throw usage(
        `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. As in: espai-cdkey transfer 15916888888 jTkSsmBZ 17516888888 3AoPbLSQ 10`,
        `缺少 ${missing.join('、')}。示例：espai-cdkey transfer 15916888888 jTkSsmBZ 17516888888 3AoPbLSQ 10`,
      );
    }
    return one(call);
  },
};

/** @param {Call} call */
async function one(call) {
  const { args, options, world, say } = call;
  const [phone, code, targetPhone, targetCode, limit] = /** @type {[string, string, string, string, string]} */ (args);
  const input = { phone, code, targetPhone, targetCode, limit };
  const view = viewOf(call);
  const { stderr } = world;
  const style = styleFor(stderr.stream);

  if (options.yes !== true || options.dryRun === true) {
    // Without a terminal it is refused before anything is asked of the service.
    if (options.dryRun !== true && !onTerminal(call)) await confirm(call, { en: '', zh: '' });
    const stop = new AbortController();
    const before = await connected(
      call,
      (client) => rehearse(client, input, stop),
      (transport) => readsOnly(transport, stop),
    );
    const after = {
      source: moved(before.source.apiLimit, -Number(limit)),
      target: moved(before.target.apiLimit, Number(limit)),
    };
    if (options.dryRun === true && options.json === true) {
      await world.stdout.line(JSON.stringify(planned(before, after)));
    } else await stderr.write(pairText(before, after, view, stderr.columns, style));
    if (options.dryRun === true) {
      await stderr.line(say({ en: 'Nothing was sent.', zh: '没有发出转让请求。' }));
      return EXIT.done;
    }
    await confirm(call, { en: `Transfer ${limit}?`, zh: `确定转让 ${limit} 次额度？` });
  }

  const verify = options.verify !== false;
  try {
    const result = await connected(call, (client) =>
      underWay(call, (signal) => client.transfer(/** @type {any} */ (input), { verify, signal })),
    );
    if (options.json === true) await world.stdout.line(JSON.stringify(result));
    else await tell(call, result, limit, view);
    return EXIT.done;
  } catch (error) {
    const evidence = error instanceof CdkeyError ? error.evidence : undefined;
    if (evidence !== undefined) {
      const { before, after } = evidence;
      await stderr.write(pairText(before, after && quotas(after), view, stderr.columns, style));
    }
    throw error;
  }
}

/**
 * @param {Call} call
 * @param {any} result
 * @param {string} limit
 * @param {import('../cards.js').View} view
 */
async function tell({ world: { stdout }, say }, result, limit, view) {
  const { message, confirmedBy, before, after } = result;
  const style = styleFor(stdout.stream);
  if (before) await stdout.write(pairText(before, after && quotas(after), view, stdout.columns, style));
  const how =
    confirmedBy === 'reconciliation'
      ? {
          en: ': its answer was lost, and both cards show that it was done',
          zh: '：回复丢失，但两张卡的额度表明已经执行',
        }
      : before && !after
        ? { en: ': confirmed; the cards could not be read afterwards', zh: '：平台已确认；之后未能查询两张卡' }
        : message
          ? { en: `: ${message}`, zh: `：${message}` }
          : { en: '', zh: '' };
  await stdout.line(
    `${style('green', '✓')} ${say({ en: `Transferred ${limit}${how.en}`, zh: `已转让 ${limit} 次额度${how.zh}` })}`,
  );
}

/** @param {Cards} cards */
function quotas({ source, target }) {
  return { source: source.apiLimit, target: target.apiLimit };
}

/**
 * @param {number | null} quota An unlimited one stays so.
 * @param {number} by
 */
function moved(quota, by) {
  return quota === null ? null : quota + by;
}

/**
 * @param {Cards} before
 * @param {{ source: number | null, target: number | null }} after
 */
function planned(before, after) {
  const { source, target } = before;
  return {
    before,
    after: { source: { ...source, apiLimit: after.source }, target: { ...target, apiLimit: after.target } },
  };
}
