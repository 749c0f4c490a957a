/**
 * One process at a time for a file: two that work through the same sheet would send everything twice.
 */
import { randomUUID } from 'node:crypto';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { BulkError } from './bulk.parts.js';

/** Longer than it takes to see that a lock is a dead process's and to take it away. */
const SETTLE_MS = 50;

/**
 * Holds `path` by a file beside it, which names the process. One that a dead process has left is taken over. (Node has no lock of the
 * operating system's, which would end with the process by itself.)
 * @param {string} path
 * @returns {Promise<() => Promise<void>>} Lets it go.
 */
export async function hold(path) {
  const lock = `${path}.lock`;
  const mine = `${process.pid} ${randomUUID()}\n`;
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      await writeFile(lock, mine, { flag: 'wx' });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    // Two may have found a dead one's at once, and the later has taken the earlier's away.
    await sleep(SETTLE_MS);
    const holder = await readFile(lock, 'utf8').catch(() => '');
    if (holder === mine) return () => unlink(lock).catch(() => {});
    if (isAlive(Number.parseInt(holder, 10))) break;
    await unlink(lock).catch(() => {});
  }
  throw new BulkError([{ reason: 'results_held' }]);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return Number.isInteger(pid) && process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal, but there.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
