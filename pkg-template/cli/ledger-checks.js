/**
 * What `doctor` says of a ledger. It is looked at as it is: nothing is made or brought forward.
 */
import { inspectLedger } from '../ledger/ledger.js';
import { moment } from './cards.js';
import { EXIT } from './exit.js';
import { statusOf } from './failure.js';

/** @typedef {import('./commands/doctor.js').Check} Check */
/** @typedef {import('../ledger/ledger.js').LedgerReport} LedgerReport */

/**
 * @param {string} url
 * @param {import('../ledger/ledger.js').LedgerOptions} options
 * @returns {Promise<{ checks: Check[], status: number }>}
 */
export async function ledgerChecks(url, options) {
  /** @type {LedgerReport} */
  let report;
  try {
    report = await inspectLedger(url, options);
  } catch (reason) {
    const error = /** @type {import('../client/index.js').CdkeyError} */ (reason);
    const words = { en: `ledger: ${error.message}`, zh: `账本：${error.message}` };
    return { checks: [{ name: 'ledger', ok: false, value: error.code, words }], status: statusOf(error) };
  }
  const opens = ofLedger(report);
  if (report.version === null) return { checks: [opens], status: opens.ok ? EXIT.done : EXIT.failed };
  const { counts, queue } = report;
  const said = Object.entries(counts).map(([status, count]) => `${status} ${count}`);
  const checks = [
    opens,
    check('operations', true, counts, { en: `operations: ${said.join(', ')}`, zh: `操作：${said.join('，')}` }),
    ofUnknown(report),
  ];
  if (queue !== null) {
    const { waiting, alive } = queue;
    checks.push(
      // Some wait, and nobody is there to take them.
      check('queue', waiting === 0 || alive > 0, queue, {
        en: `queue: ${waiting} wait for a worker; ${alive} processes have used the ledger in the last 45 s`,
        zh: `队列：${waiting} 笔等待执行；最近 45 秒内有 ${alive} 个进程在使用账本`,
      }),
    );
  }
  return { checks, status: opens.ok ? EXIT.done : EXIT.failed };
}

/** @param {LedgerReport} report */
function ofLedger({ kind, version, known, writable, phones }) {
  const value = { kind, version, known, writable, phones };
  const right = writable
    ? { en: 'can be written', zh: '可写' }
    : { en: 'cannot be written from here', zh: '在这里不可写' };
  if (version === null) {
    const there = {
      en: `ledger: ${kind}, not there yet; its place ${right.en}`,
      zh: `账本：${kind}，尚未创建；位置${right.zh}`,
    };
    return check('ledger', writable, value, there);
  }
  const older =
    version < known
      ? { en: `, and will be brought forward to ${known}`, zh: `，打开时会升级到 ${known}` }
      : { en: '', zh: '' };
  const hidden = phones === 'hashed' ? { en: 'hashed', zh: '哈希' } : { en: 'plain', zh: '明文' };
  return check('ledger', writable, value, {
    en: `ledger: ${kind}, version ${version}${older.en}, ${right.en}; phone numbers ${hidden.en}`,
    zh: `账本：${kind}，版本 ${version}${older.zh}，${right.zh}；手机号${hidden.zh}`,
  });
}

/** @param {LedgerReport} report */
function ofUnknown({ counts, oldestUnknown }) {
  if (oldestUnknown === null) {
    return check('unknown', true, null, { en: 'unknown: none', zh: '未知：没有' });
  }
  const { key, updatedAt } = oldestUnknown;
  return check('unknown', false, oldestUnknown, {
    en: `unknown: ${counts.unknown} to be looked after, the oldest ${JSON.stringify(key)} since ${moment(updatedAt)}: espai-cdkey ops recover, then ops show KEY`,
    zh: `未知：${counts.unknown} 笔待核对，最早的是 ${JSON.stringify(key)}（${moment(updatedAt)}）：espai-cdkey ops recover，再用 ops show KEY 查看`,
  });
}

/**
 * @param {string} name
 * @param {boolean} ok
 * @param {unknown} value
 * @param {import('./language.js').Words} words
 * @returns {Check}
 */
function check(name, ok, value, words) {
  return { name, ok, value, words };
}
