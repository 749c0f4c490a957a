/**
 * `espai-cdkey doctor`: whether it can work from here, and why not. It reads one card at most, and changes nothing.
 */
import { CdkeyError } from '../../client/index.js';
import { CONNECTION, connected } from '../connection.js';
import { EXIT, Problem } from '../exit.js';
import { statusOf, told } from '../failure.js';
import { say } from '../language.js';
import { styleFor } from '../style.js';

/** @typedef {import('../program.js').Call} Call */
/** @typedef {import('../language.js').Words} Words */
/** @typedef {{ name: string, ok: boolean, words: Words, value?: unknown }} Check */

const PLATFORM = 'https://api.espai.fun';

/** A clock that is further off makes certificates and logs wrong. */
const MOST_OFF_MS = 60_000;
const SLOW_MS = 3_000;

/** @type {import('../program.js').Command} */
export const doctor = {
  summary: { en: 'Check address, key, clock and answer time', zh: '检查地址、密钥、时钟和响应时间' },
  options: [{ flags: '--json', words: { en: 'JSON on stdout', zh: '在标准输出写 JSON' } }, ...CONNECTION],
  examples: [{ line: 'espai-cdkey doctor', words: { en: 'Why does it not work from here?', zh: '从这里为什么连不上?' } }],
  async run(call) {
    const { options, world, language } = call;
    const { checks, status } = await examined(call);
    if (options.json === true) {
      const plain = checks.map(({ name, ok, words, value }) => ({ name, ok, value: value ?? null, message: words.en }));
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
  /** @type {Check[]} */
  const checks = [
    { name: 'runtime', ok: true, value: runtime, words: { en: `runtime: ${runtime}`, zh: `运行环境: ${runtime}` } },
  ];
  const address = options.baseUrl ?? (world.env['ESPAI_BASE_URL'] || PLATFORM);
  /** @type {string | null} */
  let date = null;
  let began = 0;
  let tookMs = 0;
  /** @type {(transport: import('../connection.js').Transport) => import('../connection.js').Transport} */
  const watching = (transport) => async (url, init) => {
    began = Date.now();
    const answer = await transport(url, init);
    tookMs = Date.now() - began;
    date = answer.headers.get('date');
    return answer;
  };
  try {
    // Once: how long it takes is what is asked.
    await connected(call, (client) => client.list({ limit: 1 }, { maxRetries: 0 }), watching);
    checks.push(
      { name: 'address', ok: true, value: address, words: { en: `address: ${address} answers`, zh: `地址: ${address} 有响应` } },
      { name: 'key', ok: true, words: { en: 'key: accepted', zh: '密钥: 已被接受' } },
    );
  } catch (error) {
    return { checks: [...checks, ...refusals(error, address), ...clock(date, began, tookMs)], status: statusOfAny(error) };
  }
  checks.push(...clock(date, began, tookMs));
  return { checks, status: EXIT.done };
}

/** @param {unknown} error */
function statusOfAny(error) {
  if (error instanceof Problem) return error.status;
  return error instanceof CdkeyError ? statusOf(error) : EXIT.failed;
}

/**
 * What an error says of address and key.
 * @param {unknown} error
 * @param {string} address
 * @returns {Check[]}
 */
function refusals(error, address) {
  const plain = (/** @type {unknown} */ _look, /** @type {string} */ text) => text;
  if (error instanceof Problem) {
    return [{ name: 'key', ok: false, words: { en: `key: ${error.words.en}`, zh: `密钥: ${error.words.zh}` } }];
  }
  if (!(error instanceof CdkeyError)) throw error;
  const words = { en: told(error, 'en', plain), zh: told(error, 'zh', plain) };
  const keys = ['unauthenticated', 'forbidden'].includes(error.code) || error.path === 'apiKey';
  if (!keys) return [{ name: 'address', ok: false, value: address, words: { en: `address: ${words.en}`, zh: `地址: ${words.zh}` } }];
  const reached = error.attempts > 0;
  return [
    ...(reached ? [{ name: 'address', ok: true, value: address, words: { en: `address: ${address} answers`, zh: `地址: ${address} 有响应` } }] : []),
    { name: 'key', ok: false, words: { en: `key: ${words.en}`, zh: `密钥: ${words.zh}` } },
  ];
}

/**
 * @param {string | null} date The service's, to the second.
 * @param {number} began
 * @param {number} tookMs
 * @returns {Check[]}
 */
function clock(date, began, tookMs) {
  if (began === 0) return [];
  const took = `${tookMs} ms`;
  /** @type {Check[]} */
  const checks = [
    {
      name: 'answerTime',
      ok: tookMs > 0 && tookMs < SLOW_MS,
      value: tookMs,
      words: { en: `answer time: ${took}`, zh: `响应时间: ${took}` },
    },
  ];
  const theirs = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(theirs)) {
    return [...checks, { name: 'clock', ok: true, words: { en: 'clock: the service tells no time', zh: '时钟: 服务没有给出时间' } }];
  }
  const off = Math.round((began + tookMs / 2 - theirs) / 1000);
  const ok = Math.abs(off) * 1000 <= MOST_OFF_MS;
  const said = ok
    ? { en: 'clock: agrees with the service', zh: '时钟: 与服务一致' }
    : { en: `clock: ${Math.abs(off)} s ${off > 0 ? 'ahead of' : 'behind'} the service; set it right`, zh: `时钟: 比服务${off > 0 ? '快' : '慢'} ${Math.abs(off)} 秒; 请校正` };
  return [...checks, { name: 'clock', ok, value: off, words: said }];
}
