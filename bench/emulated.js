/**
 * A transfer at the emulator, with few cards and with many: in the process over a socket, and by its command, which keeps what happens
 * for whoever asks. A service with many cards takes what one with few takes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { peer } from './peer.js';

export const FEW = 10;
export const MANY = 60_000;

/**
 * A way's name in the results.
 * @param {'listen()' | 'the command'} how
 * @param {number} count
 */
export const emulatedName = (how, count) => `${how}, ${count.toLocaleString('en')} cards`;

/** @param {number} count Each of an owner of its own, with more on it than is ever moved. */
function cards(count) {
  return Array.from({ length: count }, (_, at) => ({
    id: `id${at}`,
    code: `code${at}`,
    type: '1',
    api_limit: 1_000_000_000,
    user_phone: 13_000_000_000 + at,
  }));
}

/** @returns {Promise<{ ways: Record<string, () => Promise<void>>, close: () => Promise<void> }>} */
export async function emulated() {
  const { createEmulator } = await peer('espai-cdkey/emulator');
  /** @type {Record<string, () => Promise<void>>} */
  const ways = {};
  /** @type {(() => Promise<void>)[]} */
  const closing = [];
  for (const count of [FEW, MANY]) {
    const emulator = createEmulator({ cards: cards(count) });
    const { url, close } = await emulator.listen();
    closing.push(close);
    ways[emulatedName('listen()', count)] = await mover(url, emulator.apiKey, count);
    const command = await started(count);
    closing.push(command.close);
    ways[emulatedName('the command', count)] = await mover(command.url, command.apiKey, count);
  }
  return {
    ways,
    close: async () => {
      for (const close of closing) await close();
    },
  };
}

/**
 * Moves one call between the last two cards: the furthest that a search from the first would go.
 * @param {string} baseUrl
 * @param {string} apiKey
 * @param {number} count
 */
async function mover(baseUrl, apiKey, count) {
  const { CdkeyClient } = await peer('espai-cdkey');
  const client = new CdkeyClient({ apiKey, baseUrl });
  const owner = (/** @type {number} */ at) => ({ phone: String(13_000_000_000 + at), code: `code${at}` });
  const [source, target] = [owner(count - 1), owner(count - 2)];
  const transfer = { ...source, targetPhone: target.phone, targetCode: target.code, limit: 1 };
  const before = await client.detail(target);
  await client.transfer(transfer);
  const { apiLimit } = await client.detail(target);
  if (apiLimit !== before.apiLimit + 1) throw new Error(`A transfer at the emulator left ${apiLimit} on its target.`);
  return async () => {
    await client.transfer(transfer);
  };
}

/** @param {number} count */
async function started(count) {
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-bench-'));
  const file = join(folder, 'cards.json');
  writeFileSync(file, JSON.stringify(cards(count)));
  const bin = join(dirname(fileURLToPath(import.meta.resolve('espai-cdkey'))), 'bin/espai-cdkey.js');
  const child = spawn(process.execPath, [bin, 'emulator', '--port', '0', '--json', '--cards', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  const first = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
  if (first === undefined) throw new Error('The command of the emulator did not start.');
  // What it says of each call is read, or a full pipe stops it.
  child.stdout.resume();
  const { url, apiKey } = JSON.parse(String(first[0]));
  const close = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, apiKey, close };
}
