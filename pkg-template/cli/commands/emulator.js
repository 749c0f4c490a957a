/**
 * `espai-cdkey emulator`: the service on a socket, until it is stopped.
 */
import { createEmulator } from '../../emulator/emulator.node.js';
import { CdkeyError } from '../../client/index.js';
import { readCards } from '../card-file.js';
import { EXIT, Problem } from '../exit.js';
import { readFaultSpec } from '../fault-spec.js';
import { say } from '../language.js';
import { readOptions, wholeNumber, withValue } from '../options.js';
import { StateFile } from '../state-file.js';
import { help, summary } from './emulator.help.js';

/** @typedef {import('../../emulator/emulator.js').Emulator} Emulator */
/** @typedef {import('../../emulator/emulator.js').Change} Change */
/** @typedef {import('../main.js').World} World */
/** @typedef {import('../language.js').Language} Language */

const DEFAULT_PORT = 8787;

/** What `--cors` stands for where it names no origin. */
const ANY = '*';

/** @type {import('../main.js').Command} */
export const emulator = { summary, help, run };

/**
 * @param {string[]} args
 * @param {World} world
 * @param {Language} language
 * @returns {Promise<number>}
 */
async function run(args, world, language) {
  const given = withValue(args, '--cors', ANY, (next) => next.includes('://'));
  const options = readOptions(given, {
    port: { type: 'string' },
    host: { type: 'string' },
    'api-key': { type: 'string' },
    cards: { type: 'string' },
    state: { type: 'string' },
    cors: { type: 'string', multiple: true },
    control: { type: 'boolean' },
    fault: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  });
  const port = options.port === undefined ? DEFAULT_PORT : wholeNumber(options.port, '--port', 65_535);
  const { host, state, fault: faults = [] } = options;

  /** @type {() => void} */
  let end = () => {};
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  // Before the first line is out: whoever reads it may stop the program at once.
  world.onStop(end);
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
  const origins = cors.flatMap((each) => each.split(','));
  const doors = { cors: origins.includes(ANY) || origins, control };
  const server = await service
    .listen(host === undefined ? { port, ...doors } : { port, host, ...doors })
    .catch((error) => {
      throw refusal(error, '');
    });
  const { url } = server;
  const { apiKey } = service;
  const line = { en: `Emulator at ${url} with API key ${apiKey}`, zh: `模拟器地址 ${url} 密钥 ${apiKey}` };
  world.stdout.write(`${options.json ? JSON.stringify({ url, apiKey }) : say(line, language)}\n`);
  const note = {
    en: `It holds ${count} cards${state === undefined ? ', in memory only' : `, kept in ${state}`}; faults that wait: ${faults.length}. Ctrl+C stops it.`,
    zh: `共有 ${count} 张额度卡${state === undefined ? ', 只在内存中' : `, 保存在 ${state}`}; 待触发的故障 ${faults.length} 个。按 Ctrl+C 停止。`,
  };
  world.stderr.write(`${say(note, language)}\n`);

  await ended;
  await server.close();
  await kept?.close();
  return EXIT.done;
}

/**
 * @param {{ 'api-key'?: string | undefined, cards?: string | undefined, state?: string | undefined }} options
 * @param {((change: Change) => void) | undefined} onChange
 * @returns {{ service: Emulator, count: number }} With how many cards it starts.
 */
function create(options, onChange) {
  const { 'api-key': apiKey, cards, state } = options;
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
