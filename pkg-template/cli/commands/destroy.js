/**
 * `espai-cdkey destroy`: shows a plan, and does exactly that plan.
 */
import { cardRow, cardTable, viewOf } from '../cards.js';
import { confirm, onTerminal } from '../ask.js';
import { MOVES, connected } from '../connection.js';
import { EXIT, Problem, usage } from '../exit.js';
import { shown } from '../phone.js';
import { tellLeftOut, writeRows } from '../shown-table.js';
import { styleFor } from '../style.js';
import { underWay } from '../under-way.js';

/** @typedef {import('../../client/index.js').Card} Card */
/** @typedef {import('../../client/index.js').CdkeyClient} Client */
/** @typedef {import('../program.js').Call} Call */

/** Cards that are looked up at once. */
const AT_ONCE = 4;

/** @type {import('../program.js').Command} */
export const destroy = {
  about: {
    en: 'Only paid cards at quota 0 can be destroyed. On a terminal it asks; elsewhere it shows the plan and a digest, and --confirm with that digest does it.',
    zh: '只有余额为 0 的付费卡可以销毁。在终端会先询问；否则显示计划和摘要，再用 --confirm 摘要 执行。',
  },
  usages: ['ID...', '--from FILE'],
  args: [{ name: '[ID...]', words: { en: 'ids of cards, as list shows them', zh: '额度卡的 ID，见 list 的输出' } }],
  options: [
    { flags: '--from <FILE>', words: { en: 'the ids from a CSV or JSONL file', zh: '从 CSV 或 JSONL 文件读取 ID' } },
    {
      flags: '--confirm <DIGEST>',
      words: { en: 'do exactly the plan with this digest', zh: '执行摘要与此相同的计划' },
    },
    ...MOVES,
  ],
  examples: [
    {
      line: 'espai-cdkey destroy 196bd2a26e4d459f9dc7d12053a05c15',
      words: { en: 'One card; asks first', zh: '销毁一张卡；会先询问' },
    },
    {
      line: 'espai-cdkey destroy --from ids.csv --confirm DIGEST',
      words: { en: 'Many, by the plan that was shown', zh: '按已显示的计划批量销毁' },
    },
  ],
  run: (call) => connected(call, (client) => plan(call, client)),
};

/**
 * @param {Call} call
 * @param {Client} client
 */
async function plan(call, client) {
  const { options, world, say } = call;
  const { stdout, stderr } = world;
  const { planDestroy, confirmDestroy, explainProblem } = await import('../../bulk/bulk.node.js');
  const ids = await idsOf(call);
  const cards = await looked(client, ids);
  const { cards: planned, digest } = planDestroy(cards);
  const does = options.dryRun !== true && (options.confirm !== undefined || options.yes === true || onTerminal(call));
  if (options.json === true && !does) await stdout.line(JSON.stringify({ cards: planned, digest }));
  else {
    const view = viewOf(call);
    const output = does ? stderr : stdout;
    const table = cardTable(view, output.columns);
    const rows = planned.map(({ card }) => cardRow(card, view));
    await writeRows(output, table, rows);
    await tellLeftOut(call, table);
  }
  const refused = planned.filter(({ allowed }) => !allowed);
  for (const { card, reason } of refused) {
    await stderr.line(
      `✗ ${card.code}${call.language === 'zh' ? '：' : ': '}${explainProblem({ reason: reason ?? '' }, call.language)}`,
    );
  }
  if (refused.length > 0) {
    throw new Problem(
      EXIT.refused,
      ids.length === 1
        ? { en: 'this card cannot be destroyed; nothing was sent', zh: '这张卡不能销毁，没有发出任何请求' }
        : {
            en: `${refused.length} of these ${ids.length} cards cannot be destroyed, so none was; take them out`,
            zh: `${ids.length} 张卡中有 ${refused.length} 张不能销毁，因此一张都没有销毁；请去掉它们`,
          },
    );
  }
  await stderr.line(say({ en: `Digest of this plan: ${digest}`, zh: `计划摘要：${digest}` }));
  if (!does) {
    await stderr.line(
      say({
        en: `Nothing was destroyed. To do exactly this: --confirm ${digest}`,
        zh: `没有销毁任何卡。要执行这个计划：--confirm ${digest}`,
      }),
    );
    return EXIT.done;
  }
  if (options.confirm === undefined) {
    await confirm(call, {
      en: `Destroy ${ids.length === 1 ? 'this card' : `these ${ids.length} cards`} for ever?`,
      zh: `确定永久销毁这 ${ids.length} 张卡？`,
    });
  } else {
    const verdict = confirmDestroy(cards, options.confirm);
    if (verdict === 'other') {
      throw usage(
        `--confirm is the digest of another plan; of this one it is ${digest}`,
        `--confirm 是另一个计划的摘要；这个计划的摘要是 ${digest}`,
      );
    }
    if (verdict === 'changed') {
      throw new Problem(EXIT.refused, {
        en: `a card has changed since the plan was made, so nothing was destroyed; look at the plan again, its digest is now ${digest}`,
        zh: `计划之后有卡发生了变化，因此没有销毁；请重新查看计划，现在的摘要是 ${digest}`,
      });
    }
  }
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return destroyOne(call, client, only);
  const { destroyMany } = await import('../destroy-many.js');
  return destroyMany(call, client, ids);
}

/** @param {Call} call */
async function idsOf({ args, options }) {
  if (options.from === undefined) {
    if (args.length === 0) {
      throw usage(
        'ID is missing: espai-cdkey destroy ID..., or --from FILE',
        '缺少 ID: espai-cdkey destroy ID...，或 --from FILE',
      );
    }
    return args;
  }
  if (args.length > 0) throw usage('give IDs or --from FILE, not both', '请只给出 ID 或 --from FILE 之一');
  const { readIds } = await import('../../bulk/bulk.node.js');
  const { reading, refuse } = await import('../file-problems.js');
  const { ids, problems } = await reading(options.from, readIds(options.from));
  refuse(options.from, problems);
  return ids;
}

/**
 * The cards, each looked up by its id.
 * @param {Client} client
 * @param {string[]} ids
 */
async function looked(client, ids) {
  /** @type {Card[]} */
  const cards = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE).map(async (id) => {
      const found = (await client.list({ id })).cards.find((card) => card.id === id);
      if (found !== undefined) return found;
      throw new Problem(EXIT.refused, {
        en: `there is no card with the id ${shown(id)}; nothing was destroyed`,
        zh: `没有 ID 为 ${shown(id)} 的卡；没有销毁任何卡`,
      });
    });
    cards.push(...(await Promise.all(some)));
  }
  return cards;
}

/**
 * @param {Call} call
 * @param {Client} client
 * @param {string} id
 * @returns {Promise<number>}
 */
async function destroyOne(call, client, id) {
  const { options, world, say } = call;
  const { stdout } = world;
  const result = await underWay(call, (signal) => client.destroy(id, { signal }));
  if (options.json === true) await stdout.line(JSON.stringify(result));
  else {
    await stdout.line(`${styleFor(stdout.stream)('green', '✓')} ${say({ en: `Destroyed ${id}`, zh: `已销毁 ${id}` })}`);
  }
  return EXIT.done;
}
