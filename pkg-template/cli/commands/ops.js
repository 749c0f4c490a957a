/**
 * `espai-cdkey ops`: the ledger of operations.
 */
import { CONNECTION, JSON_OUT, SHOW_PHONES, YES } from '../connection.js';
import { usage } from '../exit.js';
import { wholeNumber } from '../whole-number.js';

const ACTIONS = ['list', 'show', 'recover', 'resolve', 'export', 'enqueue', 'work', 'stats'];
const STATUSES = ['prepared', 'sent', 'done', 'failed', 'unknown'];
/** As many as a machine bears. */
const MOST_AT_ONCE = 1000;

/** @type {import('../program.js').Command} */
export const ops = {
  about: {
    en: `The ledger is where espai-cdkey/ledger writes every move down before it is sent.

  list      operations, the oldest first; --status, --kind, --code, --id choose
  show      one operation, with what its cards held before and after
  recover   settle what a dead process has left, by what the cards say
  resolve   a person's word on one that is unknown: --as done|failed --by WHO
  export    all operations, one JSON a line
  enqueue   write down the transfers of --from FILE for workers (PostgreSQL)
  work      do what is enqueued, until SIGTERM or Ctrl+C (PostgreSQL)
  stats     how many stand how`,
    zh: `账本由 espai-cdkey/ledger 写入：每笔操作先记账，再发出。

  list      操作列表，最早的在前；可用 --status、--kind、--code、--id 筛选
  show      一笔操作，含之前和之后两张卡的余额
  recover   按额度卡现状了结中断的进程留下的操作
  resolve   由人裁定一笔未知的操作：--as done|failed --by 姓名
  export    全部操作，每行一个 JSON
  enqueue   把 --from 文件中的转让写入队列（PostgreSQL）
  work      执行队列中的操作，直到 SIGTERM 或 Ctrl+C（PostgreSQL）
  stats     各状态的数量`,
  },
  usages: ['list | stats | export | recover', 'enqueue | work', 'show KEY', 'resolve KEY'],
  args: [
    { name: '<ACTION>', words: { en: ACTIONS.join(', '), zh: ACTIONS.join(', ') }, choices: ACTIONS },
    { name: '[KEY]', words: { en: "an operation's key, for show and resolve", zh: '操作的键，用于 show 和 resolve' } },
  ],
  options: [
    {
      flags: '--ledger <URL>',
      words: {
        en: 'sqlite:FILE or postgres://…, or ESPAI_LEDGER',
        zh: 'sqlite:文件 或 postgres://…，或用 ESPAI_LEDGER',
      },
    },
    { flags: '--status <STATUS>', words: { en: STATUSES.join(', '), zh: STATUSES.join(', ') }, choices: STATUSES },
    {
      flags: '--kind <KIND>',
      words: { en: 'transfer or destroy', zh: 'transfer 或 destroy' },
      choices: ['transfer', 'destroy'],
    },
    { flags: '--code <CODE>', words: { en: 'those of the card with this code', zh: '涉及此兑换码的操作' } },
    { flags: '--id <ID>', words: { en: 'destroys of the card with this id', zh: '销毁此 ID 的操作' } },
    {
      flags: '--as <done|failed>',
      words: { en: 'what a person found, for resolve', zh: '人工核对的结果，用于 resolve' },
      choices: ['done', 'failed'],
    },
    { flags: '--by <WHO>', words: { en: 'who says so', zh: '由谁裁定' } },
    { flags: '--note <TEXT>', words: { en: 'why', zh: '备注' } },
    { flags: '--from <FILE>', words: { en: 'a file of transfers, for enqueue', zh: '转让文件，用于 enqueue' } },
    { flags: '--allow-duplicates', words: { en: 'the same line may stand there twice', zh: '允许重复的行' } },
    {
      flags: '--concurrency <N>',
      words: { en: 'operations at once, for work; 4 unless given', zh: '同时执行的数量，用于 work；默认 4' },
      read: (text) => wholeNumber(text, '--concurrency', MOST_AT_ONCE, 1),
    },
    {
      flags: '--rate <N>',
      words: { en: 'at most so many a second, over all workers', zh: '所有 work 进程合计每秒最多几笔' },
      read: (text) => wholeNumber(text, '--rate', 100_000, 1),
    },
    SHOW_PHONES,
    YES,
    JSON_OUT,
    ...CONNECTION,
  ],
  examples: [
    {
      line: 'espai-cdkey ops list --status unknown --ledger sqlite:operations.db',
      words: { en: 'What has to be looked after', zh: '需要核对的操作' },
    },
    {
      line: 'espai-cdkey ops recover --ledger sqlite:operations.db',
      words: { en: 'After a crash', zh: '崩溃之后' },
    },
    {
      line: 'espai-cdkey ops resolve order-4711 --as failed --by Li --ledger sqlite:operations.db',
      words: { en: 'Both cards were looked at: it did not happen', zh: '两张卡都已核对：没有发生' },
    },
    {
      line: 'espai-cdkey ops work --concurrency 8 --ledger postgres://shop@db/shop',
      words: { en: 'One of any number of workers', zh: '任意数量的 work 进程之一' },
    },
  ],
  async run(call) {
    const [action = '', key] = call.args;
    if (!ACTIONS.includes(action)) {
      throw usage(`the action must be one of: ${ACTIONS.join(', ')}`, `操作必须是：${ACTIONS.join(', ')}`);
    }
    if ((action === 'show' || action === 'resolve') === (key === undefined)) {
      throw usage(
        key === undefined ? `ops ${action} needs the KEY of an operation` : `ops ${action} takes no KEY`,
        key === undefined ? `ops ${action} 需要操作的键 KEY` : `ops ${action} 不带 KEY`,
      );
    }
    const { ACTION } = await import('../ledger-actions.js');
    return ACTION[/** @type {keyof typeof ACTION} */ (action)](call, key ?? '');
  },
};
