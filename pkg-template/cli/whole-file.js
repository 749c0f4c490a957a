/**
 * A file that is there whole or not at all: written beside its place, and renamed.
 */
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { EXIT, Problem, usage } from './exit.js';
import { codeOf, whyOf } from './system-error.js';

/**
 * @param {string} path
 * @param {(write: (chunk: string | Uint8Array) => Promise<void>) => Promise<void>} fill
 */
export async function writeWhole(path, fill) {
  /** @param {number} status */
  const failing = (status) => (/** @type {unknown} */ error) => {
    const why = whyOf(error);
    throw new Problem(status, { en: `cannot write ${path}: ${why.en}`, zh: `无法写入 ${path}: ${why.zh}` });
  };
  if (path === '') throw usage('the name of the file to write is empty', '要写入的文件名是空的');
  const { place, beside } = await placeOf(path).catch(failing(EXIT.usage));
  const written = beside ? `${place}.${process.pid}.tmp` : place;
  // Whole phone numbers are in it: its owner's only. What cannot even be begun (no such folder) is a wrong argument.
  const handle = await open(written, beside ? 'wx' : 'w', 0o600).catch(failing(EXIT.usage));
  try {
    await fill(async (chunk) => {
      await handle.appendFile(chunk).catch(failing(EXIT.failed));
    });
    if (beside) await handle.sync().catch(failing(EXIT.failed));
    await handle.close();
    if (beside) await rename(written, place).catch(failing(EXIT.failed));
  } catch (error) {
    await handle.close().catch(() => {});
    if (beside) await rm(written, { force: true });
    throw error;
  }
}

/**
 * Where it is written: at the end of links, which stay; and beside it unless it is a pipe or a device (`/dev/stdout`), which a rename
 * would put a file in the place of. A rename does not cross file systems, and so it is no other folder.
 * @param {string} path
 */
async function placeOf(path) {
  try {
    const found = await stat(path);
    return found.isFile() || found.isDirectory()
      ? { place: await realpath(path), beside: found.isFile() }
      : { place: path, beside: false };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return { place: path, beside: true };
  }
}
