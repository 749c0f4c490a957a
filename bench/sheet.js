/**
 * A sheet of transfers, from a file's bytes to checked lines: what a bulk does before it sends anything.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The sizes that are read, in lines. */
export const LINES = [1000, 100_000];

/**
 * The part of the package that its command loads; it has no public name, and lies beside the others.
 * @returns {Promise<typeof import('../pkg-template/bulk/bulk.node.js')>}
 */
async function part() {
  const folder = dirname(fileURLToPath(import.meta.resolve('espai-cdkey')));
  return import(pathToFileURL(join(folder, 'bulk.node.js')).href);
}

/** @param {number} count */
function csv(count) {
  const lines = Array.from({ length: count }, (_, at) => {
    const source = `${13800000000 + (at % 5000)},code${String(at % 5000).padStart(4, '0')}`;
    return `${source},${13900000000 + at},card${String(at).padStart(6, '0')},${(at % 500) + 1}`;
  });
  return new TextEncoder().encode(`phone,code,target_phone,target_code,limit\r\n${lines.join('\r\n')}\r\n`);
}

/** @returns {Promise<Record<string, () => Promise<void>>>} Each reads as many lines in all. */
export async function sheets() {
  const { readTransfers } = await part();
  const most = Math.max(...LINES);
  return Object.fromEntries(
    LINES.map((count) => {
      const bytes = csv(count);
      const read = async () => {
        for (let times = most / count; times > 0; times -= 1) {
          const sheet = await readTransfers({ bytes: one(bytes) });
          if (sheet.length !== count || sheet.problems.length > 0) throw new Error(`${sheet.length} lines of ${count}`);
          sheet.free();
        }
      };
      return [`${count.toLocaleString('en')} lines`, read];
    }),
  );
}

/** @param {Uint8Array} bytes */
async function* one(bytes) {
  yield bytes;
}
