/**
 * `espai-cdkey doctor`: whether it can work from here, and why not. It reads one card at most, and changes nothing.
 */
import { CdkeyError } from '../../client/index.js';
import { CONNECTION, connected } from '../connection.js';
import { EXIT, Problem } from '../exit.js';
import { statusOf, told, worstOf } from '../failure.js';
import { say } from '../language.js';
import { ledgerOptionsOf, ledgerUrlOf } from '../ledger-url.js';
import { styleFor } from '../style.js';

/** @typedef {import('../program.js').Call} Call */
/** @typedef {import('../language.js').Words} Words */
/** @typedef {{ name: string, ok: boolean, words: Words, value: unknown }} Check */
/** @typedef {{ tookMs: number, theirs: number, ours: number }} Answer `theirs` by its Date header, to the second, or NaN. */

const PLATFORM = 'https://api.espai.fun';

/** A clock that is further off makes certificates and logs wrong. */
const MOST_OFF_MS = 60_000;
const SLOW_MS = 3_000;

/** @type {import('../program.js').Command} */
export const doctor = {
  options: [
    {
      flags: '--ledger <URL>',
      words: {
        en: 'a ledger to look at: sqlite:FILE or postgres://…; or ESPAI_LEDGER',
        zh: '同时检查账本：sqlite:文件 或 postgres://…，或用 ESPAI_LEDGER',
      },
    },
    { flags: '--json', words: { en: 'JSON on stdout', zh: '在标准输出写 JSON' } },
    ...CONNECTION,
  ],
  examples: [
    { line: 'espai-cdkey doctor', words: { en: 'Why does it not work from here?', zh: '从这里为什么连不上？' } },
    {
      line: 'espai-cdkey doctor --ledger sqlite:operations.db',
      words: { en: 'Can the ledger be used, and what waits in it?', zh: '账本能用吗？有什么待处理？' },
    },
  ],
  async run(call) {
    const { options, world, language } = call;
    const { checks, status } = await examined(call);
    if (options.json === true) {
      const plain = checks.map(({ name, ok, words, value }) => ({ name, ok, value, message: words.en }));
      await world.stdout.line(JSON.stringify({ ok: status === EXIT.done, checks: plain }));
      return status;
    }
    const style = styleFor(world.stdout.stream);
    for (const { ok, words } of checks) {
      await world.stdout.line(`${ok ? style('green', '✓') : style('red', '✗')} ${say(words, language)}`);
    }
    return status;
  },
};

/**
 * @param {Call} call
 * @returns {Promise<{ checks: Check[], status: number }>}
 */
async function examined(call) {
  const { options, world } = call;
  const runtime = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  const address = options.baseUrl ?? (world.env['ESPAI_BASE_URL'] || PLATFORM);
  /** @type {Answer | undefined} */
  let answer;
  /** @type {(transport: import('../connection.js').Transport) => import('../connection.js').Transport} */
  const watching = (transport) => async (url, init) => {
    const began = performance.now();
    const response = await transport(url, init);
    const date = /** @type {Response} */ (response).headers.get('date');
    answer = {
      tookMs: Math.ceil(performance.now() - began),
      theirs: date === null ? NaN : Date.parse(date),
      ours: Date.now(),
    };
    return response;
  };
  /** @type {unknown} */
  let error;
  try {
    // Once: how long it takes is what is asked.
    await connected(call, (client) => client.list({ limit: 1 }, { maxRetries: 0 }), watching);
  } catch (reason) {
    error = reason;
  }
  const checks = [check('runtime', true, runtime, { en: `runtime: ${runtime}`, zh: `运行环境：${runtime}` })];
  const blame = blameOf(error);
  if (answer !== undefined && blame?.name !== 'address') {
    checks.push(check('address', true, address, { en: `address: ${address} answers`, zh: `地址：${address} 有响应` }));
  }
  if (blame === undefined) checks.push(check('key', true, null, { en: 'key: accepted', zh: '密钥：已被接受' }));
  else checks.push(check(blame.name, false, blame.name === 'address' ? address : null, blame.words));
  if (answer !== undefined) checks.push(...times(answer));
  const url = ledgerUrlOf(options, world.env);
  if (url === undefined) return { checks, status: statusOfAny(error) };
  // Its part of the package is loaded only where it is asked for.
  const { ledgerChecks } = await import('../ledger-checks.js');
  const ledger = await ledgerChecks(url, ledgerOptionsOf(world.env));
  return { checks: [...checks, ...ledger.checks], status: worstOf(new Set([statusOfAny(error), ledger.status])) };
}

/**
 * @param {string} name
 * @param {boolean} ok
 * @param {unknown} value
 * @param {Words} words
 * @returns {Check}
 */
function check(name, ok, value, words) {
  return { name, ok, value, words };
}

/** @param {unknown} error */
function statusOfAny(error) {
  if (error === undefined) return EXIT.done;
  if (error instanceof Problem) return error.status;
  return error instanceof CdkeyError ? statusOf(error) : EXIT.failed;
}

/**
 * Whether it is the key or the address, and what is wrong with it.
 * @param {unknown} error
 * @returns {{ name: 'key' | 'address', words: Words } | undefined}
 */
function blameOf(error) {
  if (error === undefined) return undefined;
  if (error instanceof Problem) {
    return { name: 'key', words: { en: `key: ${error.words.en}`, zh: `密钥：${error.words.zh}` } };
  }
  if (!(error instanceof CdkeyError)) throw error;
  const plain = (/** @type {unknown} */ _look, /** @type {string} */ text) => text;
  const [en, zh] = [told(error, 'en', plain), told(error, 'zh', plain)];
  const ofKey = ['unauthenticated', 'forbidden'].includes(error.code) || error.path === 'apiKey';
  return ofKey
    ? { name: 'key', words: { en: `key: ${en}`, zh: `密钥：${zh}` } }
    : { name: 'address', words: { en: `address: ${en}`, zh: `地址：${zh}` } };
}

/**
 * @param {Answer} answer
 * @returns {Check[]}
 */
function times({ tookMs, theirs, ours }) {
  const took = { en: `answer time: ${tookMs} ms`, zh: `响应时间：${tookMs} ms` };
  const checks = [check('answerTime', tookMs < SLOW_MS, tookMs, took)];
  if (Number.isNaN(theirs)) {
    return [
      ...checks,
      check('clock', true, null, { en: 'clock: the service tells no time', zh: '时钟：服务没有给出时间' }),
    ];
  }
  const off = Math.round((ours - theirs) / 1000);
  const ok = Math.abs(off) * 1000 <= MOST_OFF_MS;
  const far = `${Math.abs(off)}`;
  const said = ok
    ? { en: 'clock: agrees with the service', zh: '时钟：与服务一致' }
    : {
        en: `clock: ${far} s ${off > 0 ? 'ahead of' : 'behind'} the service; set it right`,
        zh: `时钟：比服务${off > 0 ? '快' : '慢'} ${far} 秒；请校正`,
      };
  return [...checks, check('clock', ok, off, said)];
}
