/**
 * What `espai-cdkey ops` does. Decisions are the ledger's; here they are asked for and shown.
 */
import { basename } from 'node:path';
import { Operations, openLedger } from '../ledger/ledger.js';
import { confirm } from './ask.js';
import { moment } from './cards.js';
import { connected } from './connection.js';
import { EXIT, Problem, usage } from './exit.js';
import { ledgerOptionsOf, ledgerUrlOf } from './ledger-url.js';
import { shownOperation } from './operations.js';
import { styleFor } from './style.js';
import { Table } from './table.js';

/** @typedef {import('./program.js').Call} Call */
/** @typedef {import('../ledger/ledger.js').Operation} Operation */

/** Rows of a table that are measured and written together. */
const ROWS = 200;

/**
 * @template T
 * @param {Call} call
 * @param {import('../client/index.js').CdkeyClient | undefined} client
 * @param {(operations: Operations) => Promise<T>} use
 */
export async function over({ options, world }, client, use) {
  const url = ledgerUrlOf(options, world.env);
  if (url === undefined) {
    throw usage(
      '--ledger URL is missing: sqlite:FILE, such as sqlite:operations.db, or postgres://…; or set ESPAI_LEDGER',
      '缺少 --ledger URL：sqlite:文件（例如 sqlite:operations.db）或 postgres://…；也可以设置 ESPAI_LEDGER',
    );
  }
  const ledger = await openLedger(url, ledgerOptionsOf(world.env));
  try {
    return await use(new Operations({ ledger, ...(client && { client }) }));
  } finally {
    await ledger.close();
  }
}

/** @param {Call} call */
async function list(call) {
  const { options, world, language, say } = call;
  return over(call, undefined, async (operations) => {
    const { status, kind, code, id } = options;
    const table = tableOf(language, world.stdout.columns);
    const style = styleFor(world.stdout.stream);
    let count = 0;
    /** @type {string[][]} */
    let rows = [];
    const flush = async () => {
      if (rows.length > 0) await world.stdout.write(table.text(rows, style));
      rows = [];
    };
    for await (const operation of operations.list({ status, kind, code, id })) {
      if (world.stdout.closed) break;
      count += 1;
      if (options.json === true) await world.stdout.line(JSON.stringify(operation));
      else rows.push(rowOf(operation));
      if (rows.length >= ROWS) await flush();
    }
    await flush();
    await world.stderr.line(say({ en: `${count} operations`, zh: `${count} 笔操作` }));
    return EXIT.done;
  });
}

/**
 * @param {Call} call
 * @param {string} key
 */
async function show(call, key) {
  const { options, world, language } = call;
  return over(call, undefined, async (operations) => {
    const operation = await operations.get(key);
    if (operation === null) throw nothing(key);
    const text =
      options.json === true
        ? JSON.stringify(operation)
        : shownOperation(operation, language, options.showPhones === true);
    await world.stdout.line(text);
    return EXIT.done;
  });
}

/** @param {string} key */
function nothing(key) {
  const said = JSON.stringify(key.slice(0, 60));
  return new Problem(EXIT.usage, {
    en: `there is no operation ${said} in this ledger: espai-cdkey ops list shows all`,
    zh: `账本中没有操作 ${said}：可用 espai-cdkey ops list 查看全部`,
  });
}

/** @param {Call} call */
async function recover(call) {
  const { options, world, say } = call;
  return connected(call, (client) =>
    over(call, client, async (operations) => {
      const stop = stopping(call);
      const recovered = await operations.recover({ signal: stop.signal }).finally(stop.release);
      if (options.json === true) await world.stdout.line(JSON.stringify(recovered));
      const { done, unknown, released, living } = recovered;
      await world.stderr.line(
        say({
          en: `done ${done}, unknown ${unknown}, never sent ${released}; under way in living processes ${living}`,
          zh: `完成 ${done}，未知 ${unknown}，未曾发出 ${released}；其他进程正在执行 ${living}`,
        }),
      );
      if (unknown === 0) return EXIT.done;
      await world.stderr.line(
        say({
          en: 'unknown: look at both cards (espai-cdkey ops show KEY, espai-cdkey detail), then espai-cdkey ops resolve KEY',
          zh: '未知：请核对两张卡（espai-cdkey ops show KEY、espai-cdkey detail），再用 espai-cdkey ops resolve KEY 裁定',
        }),
      );
      return EXIT.unknown;
    }),
  );
}

/**
 * @param {Call} call
 * @param {string} key
 */
async function resolve(call, key) {
  const { options, world, say, language } = call;
  const { as, by, note } = options;
  if (as !== 'done' && as !== 'failed') {
    throw usage(
      '--as must be done or failed: what both cards have shown',
      '--as 必须是 done 或 failed：核对两张卡的结果',
    );
  }
  if (by === undefined) throw usage('--by WHO is missing: who has looked', '缺少 --by：由谁核对');
  return over(call, undefined, async (operations) => {
    const operation = await operations.get(key);
    if (operation === null) throw nothing(key);
    if (operation.status === 'unknown') {
      await world.stderr.line(shownOperation(operation, language, options.showPhones === true));
      await confirm(call, { en: `Say that it is ${as}?`, zh: `确定裁定为 ${as}？` });
    }
    const resolved = await operations.resolve(key, { as, by, note });
    if (options.json === true) await world.stdout.line(JSON.stringify(resolved));
    else await world.stderr.line(say({ en: `${key} is ${as} now`, zh: `${key} 现在是 ${as}` }));
    return EXIT.done;
  });
}

/** @param {Call} call */
async function exported(call) {
  const { world } = call;
  return over(call, undefined, async (operations) => {
    for await (const operation of operations.list({})) {
      if (world.stdout.closed) break;
      await world.stdout.line(JSON.stringify(operation));
    }
    return EXIT.done;
  });
}

/** @param {Call} call */
async function enqueue(call) {
  const { options, world, say } = call;
  const { from } = options;
  if (from === undefined) throw usage('--from FILE is missing: a file of transfers', '缺少 --from：转让文件');
  const { readTransfers } = await import('../bulk/bulk.node.js');
  const { reading, refuse } = await import('./file-problems.js');
  const sheet = await reading(from, readTransfers(from, { allowDuplicates: options.allowDuplicates === true }));
  try {
    refuse(from, sheet.problems);
    const inputs = Array.from(sheet.lines(), ({ line, input }) => ({ key: keyOfLine(from, line), ...input }));
    return await over(call, undefined, async (operations) => {
      const taken = await operations.enqueue(inputs);
      if (options.json === true) for (const operation of taken) await world.stdout.line(JSON.stringify(operation));
      await world.stderr.line(
        say({
          en: `${taken.length} transfers stand in the ledger, as ${keyOfLine(from, 2)} and so on`,
          zh: `账本中已有这 ${taken.length} 笔转让，键为 ${keyOfLine(from, 2)} 等`,
        }),
      );
      return EXIT.done;
    });
  } finally {
    sheet.free();
  }
}

/**
 * The key of a line: by the file's name, wherever it lies, so that two people who run the same file move nothing twice.
 * @param {string} file
 * @param {number} line
 */
export function keyOfLine(file, line) {
  return `${basename(file)}:${line}`;
}

/** @param {Call} call */
async function work(call) {
  const { options, world, say } = call;
  return connected(call, (client) =>
    over(call, client, async (operations) => {
      const stop = stopping(call);
      const counts = { done: 0, failed: 0, unknown: 0, prepared: 0, sent: 0 };
      await world.stderr.line(
        say({ en: 'working; SIGTERM or Ctrl+C ends it', zh: '正在执行；SIGTERM 或 Ctrl+C 结束' }),
      );
      try {
        await operations.work({
          signal: stop.signal,
          concurrency: options.concurrency,
          perSecond: options.rate,
          onNews: (news) => {
            counts[news.status] += 1;
            if (options.json === true) void world.stdout.line(JSON.stringify(news));
          },
        });
      } finally {
        stop.release();
      }
      const { done, failed, unknown, prepared } = counts;
      await world.stderr.line(
        say({
          en: `ended: done ${done}, failed ${failed}, unknown ${unknown}, not sent ${prepared}`,
          zh: `已结束：完成 ${done}，失败 ${failed}，未知 ${unknown}，未发出 ${prepared}`,
        }),
      );
      return EXIT.done;
    }),
  );
}

/** @param {Call} call */
async function stats(call) {
  const { options, world } = call;
  return over(call, undefined, async (operations) => {
    const counts = { prepared: 0, sent: 0, done: 0, failed: 0, unknown: 0 };
    for await (const { status } of operations.list({})) counts[status] += 1;
    if (options.json === true) await world.stdout.line(JSON.stringify(counts));
    else for (const [status, count] of Object.entries(counts)) await world.stdout.line(`${status.padEnd(10)}${count}`);
    return EXIT.done;
  });
}

/** @param {Call} call */
function stopping({ world }) {
  const stop = new AbortController();
  const release = world.onStop(() => {
    stop.abort();
  });
  return { signal: stop.signal, release };
}

/** @param {Operation} operation */
function rowOf({ key, status, kind, input, updatedAt, resolved }) {
  const { code, targetCode, limit, id } = /** @type {Record<string, any>} */ (input);
  const what = kind === 'transfer' ? `${code} → ${targetCode}` : String(id);
  return [key, status, kind, what, limit === undefined ? '' : String(limit), moment(updatedAt), resolved?.by ?? ''];
}

/**
 * @param {import('./language.js').Language} language
 * @param {number | undefined} columns
 */
function tableOf(language, columns) {
  const heads =
    language === 'zh'
      ? ['键', '状态', '种类', '额度卡', '额度', '更新时间', '裁定人']
      : ['KEY', 'STATUS', 'KIND', 'CARDS', 'QUOTA', 'UPDATED', 'RESOLVED BY'];
  const [key = '', status = '', kind = '', cards = '', limit = '', updated = '', by = ''] = heads;
  return new Table(
    [
      { head: key },
      { head: status },
      { head: kind, drops: 2 },
      { head: cards, shrinks: 10 },
      { head: limit, right: true, drops: 4 },
      { head: updated, drops: 3 },
      { head: by, drops: 1 },
    ],
    columns,
  );
}

export const ACTION = { list, show, recover, resolve, export: exported, enqueue, work, stats };
