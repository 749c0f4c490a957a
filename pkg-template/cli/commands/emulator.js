/**
 * `espai-cdkey emulator`: the service on a socket, until it is stopped.
 */
import { createEmulator } from '../../emulator/emulator.node.js';
import { CdkeyError } from '../../client/index.js';
import { readCards } from '../card-file.js';
import { EXIT, Problem } from '../exit.js';
import { readFaultSpec } from '../fault-spec.js';
import { StateFile } from '../state-file.js';
import { wholeNumber } from '../whole-number.js';

/** @typedef {import('../../emulator/emulator.js').Emulator} Emulator */
/** @typedef {import('../../emulator/emulator.js').Change} Change */

const DEFAULT_PORT = 8787;

/** What `--cors` stands for where it names no origin. */
const ANY = '*';

/**
 * Of an option that may be given more than once.
 * @param {string} text
 * @param {string[] | undefined} before
 */
const collected = (text, before) => [...(before ?? []), text];

/** @type {import('../program.js').Command} */
export const emulator = {
  about: {
    en: 'It is the quota-card service of the ESP-AI platform. Its first line of output tells its address and key.',
    zh: '它模拟 ESP-AI 平台的额度卡服务。输出的第一行是地址和密钥。',
  },
  options: [
    {
      flags: '--port <PORT>',
      words: {
        en: 'where to listen; 8787 unless given, 0 for a free port',
        zh: '监听的端口；默认 8787, 0 表示任取一个空闲端口',
      },
      read: (text) => wholeNumber(text, '--port', 65_535),
    },
    {
      flags: '--host <HOST>',
      words: {
        en: '127.0.0.1 unless given: only this machine can call',
        zh: '监听的地址；默认 127.0.0.1，只有本机可以访问',
      },
    },
    {
      flags: '--api-key <KEY>',
      words: {
        en: 'the key to accept, 32 characters; a new one unless given',
        zh: '接受的密钥，32 个字符；默认每次新生成',
      },
    },
    {
      flags: '--cards <FILE>',
      words: {
        en: 'the cards to start with: a JSON array, as the service or this package writes them',
        zh: '初始的额度卡：JSON 数组，平台的写法或本包的写法都可以',
      },
    },
    {
      flags: '--state <FILE>',
      words: {
        en: 'keep the cards in this file: read if it is there (then --cards is not), written whole after each change',
        zh: '把额度卡保存在此文件：文件存在时从中读取（不再读 --cards），每次变动后整体写入',
      },
    },
    {
      flags: '--cors [ORIGIN]',
      words: {
        en: 'let pages of other origins call it: any, or those named, with commas or again',
        zh: '允许其他来源的页面访问：任何来源，或只有列出的来源（用逗号分隔，或多次给出）',
      },
      alone: ANY,
      read: collected,
    },
    {
      flags: '--control',
      words: {
        en: 'let programs of this machine order faults (POST /_control/inject), read all cards (GET /_control/cards) and start over (POST /_control/reset) with no key; pages only from where --cors lets them in',
        zh: '允许本机的程序不用密钥就注入故障 (POST /_control/inject)、读取全部额度卡 (GET /_control/cards)、重新开始 (POST /_control/reset)；页面只限 --cors 允许的来源',
      },
    },
    {
      flags: '--fault <SPEC>',
      words: { en: 'let something go wrong; may be given again', zh: '注入故障；可以多次给出' },
      read: collected,
    },
    {
      flags: '--json',
      words: { en: 'print {"url","apiKey"} as the first line instead', zh: '第一行改为输出 {"url","apiKey"}' },
    },
  ],
  examples: [
    {
      line: 'espai-cdkey emulator',
      words: { en: "The page's own cards, in memory", zh: '平台页面示例中的卡，只在内存中' },
    },
    {
      line: 'espai-cdkey emulator --fault drop:transfer,when=after,times=2',
      words: { en: 'Two transfers whose answers are lost', zh: '两次转让会丢失回复' },
    },
  ],
  after: {
    en: `
A fault: NAME[:ENDPOINT][,OPTION=VALUE]...
  names      latency hang drop truncate garbage html status envelope redirect
             slow-body huge-body
  endpoints  list detail transfer destroy balanceLogs; all unless given
  options    times skip when=before|after ms status retry-after code message
             location bytes

Exit status: 0 stopped by Ctrl+C or SIGTERM, 2 a wrong option, file or fault,
or a port that is taken, 4 the state file could not be written.`,
    zh: `
故障：名称[:接口][,选项=值]...
  名称   latency hang drop truncate garbage html status envelope redirect
         slow-body huge-body
  接口   list detail transfer destroy balanceLogs；默认全部
  选项   times skip when=before|after ms status retry-after code message
         location bytes

退出状态：0 由 Ctrl+C 或 SIGTERM 停止，2 选项、文件或故障有误，或端口已被占用，
4 无法写入状态文件。`,
  },
  run,
};

/** @param {import('../program.js').Call} call */
async function run({ options, world, say }) {
  const { port = DEFAULT_PORT } = options;
  const { host, state, fault: faults = [] } = options;

  /** @type {() => void} */
  let end = () => {};
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  // Before the first line is out: whoever reads it may stop the program at once.
  const release = world.onStop(end);
  /** @type {StateFile | undefined} */
  let kept;
  // No listener where nothing is kept: it would have the emulator copy cards for nobody.
  const onChange = state === undefined ? undefined : (/** @type {Change} */ change) => kept?.take(change);
  const { service, count } = create(options, onChange);
  for (const spec of faults) {
    refusing(`--fault ${JSON.stringify(spec)}`, () => {
      service.inject(/** @type {any} */ (readFaultSpec(spec)));
    });
  }
  // Going on once it cannot be written would let the file and the cards differ more with every change.
  if (state !== undefined) kept = keep(state, service, end);

  const { cors = [], control = false } = options;
  const origins = cors.flatMap((/** @type {string} */ each) => each.split(','));
  const doors = { cors: origins.includes(ANY) || origins, control };
  const server = await service
    .listen(host === undefined ? { port, ...doors } : { port, host, ...doors })
    .catch((error) => {
      throw refusal(error, '');
    });
  const { url } = server;
  const { apiKey } = service;
  const line = { en: `Emulator at ${url} with API key ${apiKey}`, zh: `模拟器地址 ${url} 密钥 ${apiKey}` };
  await world.stdout.line(options.json ? JSON.stringify({ url, apiKey }) : say(line));
  const note = {
    en: `It holds ${count} cards${state === undefined ? ', in memory only' : `, kept in ${state}`}; faults that wait: ${faults.length}. Ctrl+C stops it.`,
    zh: `共有 ${count} 张额度卡${state === undefined ? '，只在内存中' : `，保存在 ${state}`}；待触发的故障 ${faults.length} 个。按 Ctrl+C 停止。`,
  };
  await world.stderr.line(say(note));

  await ended;
  // A second Ctrl+C ends it at once.
  release();
  await server.close();
  await kept?.close();
  return EXIT.done;
}

/**
 * @param {{ apiKey?: string | undefined, cards?: string | undefined, state?: string | undefined }} options
 * @param {((change: Change) => void) | undefined} onChange
 * @returns {{ service: Emulator, count: number }} With how many cards it starts.
 */
function create(options, onChange) {
  const { apiKey, cards, state } = options;
  // What was kept goes before what one starts with.
  const kept = state === undefined ? undefined : readCards(state, { optional: true });
  const file = kept === undefined ? cards : state;
  const given = kept ?? (cards === undefined ? undefined : readCards(cards));
  return refusing(file ?? '', () => {
    const service = createEmulator({ apiKey, cards: /** @type {any} */ (given), onChange });
    // Not by asking for all cards where they are known: of many that takes a good part of a second.
    return { service, count: given?.length ?? service.cards().length };
  });
}

/**
 * Writes the file, so that it shows before the first request whether that can be done.
 * @param {string} state
 * @param {Emulator} service
 * @param {() => void} onFailure
 */
function keep(state, service, onFailure) {
  const file = new StateFile(state, service.cards(), onFailure);
  try {
    file.write();
  } catch (error) {
    if (error instanceof Problem) throw new Problem(EXIT.usage, error.words);
    throw error;
  }
  return file;
}

/**
 * @template T
 * @param {string} place Where the user said it: a file, an argument.
 * @param {() => T} use
 * @returns {T}
 */
function refusing(place, use) {
  try {
    return use();
  } catch (error) {
    throw refusal(error, place);
  }
}

/** What the API calls an option, and what it is called here. */
const OPTIONS = /** @type {Record<string, string>} */ ({
  apiKey: '--api-key',
  port: '--port',
  host: '--host',
  cors: '--cors',
});

/**
 * @param {unknown} error
 * @param {string} place
 */
function refusal(error, place) {
  if (!(error instanceof CdkeyError) || error.code === 'internal') return error;
  const { path = '', message } = error;
  const option = OPTIONS[path.replace(/\[\d+\]$/, '')];
  const says = message.replace(/ \[\w+\]$/, '');
  const words = option === undefined ? `${place && `${place}: `}${says}` : `${option}${says.slice(path.length)}`;
  return new Problem(EXIT.usage, { en: words, zh: words });
}
