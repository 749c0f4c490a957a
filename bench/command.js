/**
 * The command line: how soon its first line is there, and what all cards cost in a file. Processes, against the package's own emulator.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wireCards } from './data.js';
import { shuffled } from './measure.js';

export const COMMAND = 'espai-cdkey list';
export const BARE = "node -e 'fetch(…)'";
export const CSV = 'list --all --csv';
export const WALK = 'listAll';

/** Cards in the service. */
export const CSV_COUNTS = [20_000, 100_000];

/** @param {number} count */
export const csvRow = (count) => `csv-${count}`;

const FETCH = `fetch(process.env.ESPAI_BASE_URL + '/cdkey/list', {
  method: 'POST', headers: { authorization: process.env.ESPAI_API_KEY, 'content-type': 'application/json' }, body: '{}',
}).then((answer) => answer.text()).then(console.log)`;

const LIST_ALL = `import { CdkeyClient } from 'espai-cdkey';
let count = 0;
for await (const card of CdkeyClient.fromEnv().listAll()) count += card.id === '' ? 0 : 1;
console.log(count);`;

/**
 * @param {string} consumer
 * @param {number} rounds
 * @returns {Promise<Record<string, import('./measure.js').Samples>>} By row, in ms.
 */
export async function commands(consumer, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-bench-'));
  const bin = join(consumer, 'node_modules/espai-cdkey/bin/espai-cdkey.js');
  /** @type {Record<string, import('./measure.js').Samples>} */
  const samples = {};
  try {
    samples['command'] = await compared(consumer, bin, folder, 8, rounds, {
      [COMMAND]: { args: [bin, 'list'], until: 'line' },
      [BARE]: { args: ['-e', FETCH], until: 'line' },
    });
    for (const count of CSV_COUNTS) {
      const few = Math.min(rounds, 5);
      samples[csvRow(count)] = await compared(consumer, bin, folder, count, few, {
        [CSV]: { args: [bin, 'list', '--all', '--csv', join(folder, 'cards.csv')], until: 'end' },
        [WALK]: { args: ['--input-type=module', '-e', LIST_ALL], until: 'end' },
      });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return samples;
}

/** @typedef {{ args: string[], until: 'line' | 'end' }} Way */

/**
 * @param {string} consumer
 * @param {string} bin
 * @param {string} folder
 * @param {number} count
 * @param {number} rounds
 * @param {Record<string, Way>} ways
 */
async function compared(consumer, bin, folder, count, rounds, ways) {
  console.error(
    `bench: the command, ${count} cards: ${rounds} rounds of ${Object.keys(ways).length} ways, a process each`,
  );
  const cards = join(folder, 'cards.json');
  writeFileSync(cards, JSON.stringify(wireCards(count)));
  const emulator = spawn(process.execPath, [bin, 'emulator', '--port', '0', '--json', '--cards', cards]);
  try {
    const [first] = await once(emulator.stdout, 'data');
    const { url, apiKey } = JSON.parse(String(first));
    const env = { ...process.env, ESPAI_BASE_URL: url, ESPAI_API_KEY: apiKey };
    const found = Object.fromEntries(Object.keys(ways).map((name) => [name, /** @type {number[]} */ ([])]));
    for (let round = 0; round < rounds; round += 1) {
      for (const name of shuffled(Object.keys(ways))) {
        const way = ways[name];
        if (way !== undefined) found[name]?.push(await timed(way, consumer, env));
      }
    }
    return found;
  } finally {
    emulator.kill();
  }
}

/**
 * @param {Way} way
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 */
async function timed({ args, until }, cwd, env) {
  const from = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  // Read in any case, or a full pipe stops it.
  const first = once(child.stdout.resume(), 'data').catch(() => {});
  await (until === 'line' ? Promise.race([first, ended]) : ended);
  const took = performance.now() - from;
  const [status] = await ended;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return took;
}
