/**
 * What the rows of durable operations are called: for who measures them, who judges them, and who writes them down.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeConsumer } from '../scripts/test/consumer.js';
import { TARGET } from '../scripts/build/places.js';

/** Lines of a file that goes over a ledger. */
export const LEDGER_LINES = /** @type {const} */ ([250, 1_000]);
export const ENQUEUED = /** @type {const} */ ([1_000, 10_000]);
export const WORKERS = /** @type {const} */ ([1, 4]);

/** @param {number} count */
export const enqueuedName = (count) => `${count.toLocaleString('en')} at once`;
/** @param {number} count */
export const workersName = (count) => `${count} worker${count === 1 ? '' : 's'}`;

/**
 * Measures them in a folder that has the databases, under a Node that has SQLite.
 * @param {number} rounds
 * @returns {Promise<Record<string, import('./measure.js').Samples>>}
 */
export async function ledgerRows(rounds) {
  const folder = makeConsumer(join(TARGET, 'bench/ledger'));
  const newer = join(folder, 'node_modules/node-24/bin/node');
  const node = existsSync(newer) ? newer : process.execPath;
  console.error(`bench: durable operations: ${rounds} rounds`);
  const script = fileURLToPath(new URL('ledger.js', import.meta.url));
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, folder, String(rounds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`bench/ledger.js ended with ${status}`);
  return JSON.parse(out);
}
