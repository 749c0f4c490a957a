/**
 * What every command that calls the service has: its options, and the client that they make.
 */
import { CdkeyClient } from '../client/index.js';
import { usage } from './exit.js';
import { keyOf } from './key.js';

/** @typedef {import('./program.js').OptionSpec} OptionSpec */
/** @typedef {import('./program.js').Call} Call */
/** @typedef {NonNullable<import('../client/index.js').CdkeyClientOptions['fetch']>} Transport */

/** @type {OptionSpec} */
export const JSON_OUT = {
  flags: '--json',
  words: { en: 'JSON on stdout, with whole phone numbers', zh: '在标准输出写 JSON，手机号完整' },
};

/** @type {OptionSpec} */
export const SHOW_PHONES = {
  flags: '--show-phones',
  words: { en: 'show whole phone numbers in tables', zh: '表格里显示完整手机号' },
};

/** @type {OptionSpec} */
export const YES = {
  flags: '-y, --yes',
  words: { en: 'do not ask; needed where there is no terminal', zh: '不再询问；没有终端时必须给出' },
};

/** @type {OptionSpec} */
export const DRY_RUN = {
  flags: '--dry-run',
  words: { en: 'show what would be done, and change nothing', zh: '只显示将要做什么，不改变任何东西' },
};

/** @type {readonly OptionSpec[]} */
export const CONNECTION = [
  {
    flags: '--api-key-file <FILE>',
    words: { en: 'read the key from a file, not from ESPAI_API_KEY', zh: '从文件读取密钥，而不是 ESPAI_API_KEY' },
    shared: true,
  },
  {
    flags: '--base-url <URL>',
    words: { en: 'another service than api.espai.fun, or ESPAI_BASE_URL', zh: '服务地址，或用 ESPAI_BASE_URL' },
    shared: true,
  },
  {
    flags: '--timeout <SECONDS>',
    words: { en: 'how long one attempt may take; 30 unless given', zh: '每次请求最多等几秒；默认 30' },
    shared: true,
    read: seconds,
  },
];

/** Of what shows cards. */
export const SHOWS = [SHOW_PHONES, JSON_OUT, ...CONNECTION];

/** Of what changes them. */
export const MOVES = [DRY_RUN, YES, ...SHOWS];

/** Of a day, which is more than any call takes. */
const MOST_SECONDS = 86_400;

/** @param {string} text */
function seconds(text) {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= MOST_SECONDS) return value;
  throw usage(`--timeout must be a number of seconds, such as 30 or 0.5`, `--timeout 必须是秒数，例如 30 或 0.5`);
}

/**
 * Runs `use` with the client of a command.
 * @template T
 * @param {Call} call
 * @param {(client: CdkeyClient) => Promise<T>} use
 * @param {(transport: Transport) => Transport} [around] Looks at what is sent.
 */
export async function connected({ options, world, say }, use, around) {
  const { env } = world;
  const apiKey = keyOf(options.apiKeyFile, env, (en, zh) => {
    void world.stderr.line(`espai-cdkey: ${say({ en, zh })}`);
  });
  const baseUrl = options.baseUrl ?? (env['ESPAI_BASE_URL'] || undefined);
  const through = await proxied(env);
  const transport = around === undefined ? through : around(through ?? globalThis.fetch);
  const client = new CdkeyClient({
    apiKey,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(options.timeout === undefined ? {} : { timeoutMs: Math.max(1, Math.round(options.timeout * 1000)) }),
    ...(transport === undefined ? {} : { fetch: transport }),
  });
  try {
    return await use(client);
  } finally {
    await through?.close();
  }
}

/**
 * As every tool of a shell: through the proxy that the environment names. Node's own `fetch` knows none, and ours is loaded only
 * where it is needed.
 * @param {NodeJS.ProcessEnv} env
 */
async function proxied(env) {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  if (!names.some((name) => env[name])) return undefined;
  const { createFetch } = await import('../node/node.js');
  return createFetch({ proxy: 'env' });
}
