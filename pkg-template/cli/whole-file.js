/**
 * A file that is there whole or not at all: written beside its place, and renamed.
 */
import { open, rename, rm } from 'node:fs/promises';
import { codeOf } from './card-file.js';
import { EXIT, Problem } from './exit.js';

/**
 * @param {string} path
 * @param {(write: (chunk: string | Uint8Array) => Promise<void>) => Promise<void>} fill
 */
export async function writeWhole(path, fill) {
  // Beside it: a rename does not cross file systems.
  const temporary = `${path}.${process.pid}.tmp`;
  /** @param {number} status */
  const failing = (status) => (/** @type {unknown} */ error) => {
    const why = codeOf(error);
    throw new Problem(status, { en: `cannot write ${path}: ${why}`, zh: `无法写入 ${path}: ${why}` });
  };
  // Whole phone numbers are in it: its owner's only. What cannot even be begun (no such folder) is a wrong argument.
  const handle = await open(temporary, 'wx', 0o600).catch(failing(EXIT.usage));
  try {
    await fill(async (chunk) => {
      await handle.appendFile(chunk).catch(failing(EXIT.failed));
    });
    await handle.sync();
    await handle.close();
    await rename(temporary, path).catch(failing(EXIT.failed));
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
}
