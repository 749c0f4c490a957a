/**
 * The bulk work of the command over files: a sheet checked, its transfers made with a results file on the disk, and that file taken up again;
 * and the plan of a destroy. What the package has for its command only, and so by its file.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { idOf, moves, movesFetch } from './moves.js';
import { peer } from './peer.js';
import { KEY } from './ways.js';

/** The sizes of files, in lines. */
export const LINES = /** @type {const} */ ([5_000, 20_000]);

/** @param {number} lines */
export const linesName = (lines) => `${lines.toLocaleString('en')} lines`;

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
  const head = 'phone,code,target_phone,target_code,limit';
  const lines = Array.from(moves(count), ({ phone, code, targetPhone, targetCode, limit }, at) =>
    // No line says the same as another.
    [phone, code, targetPhone, targetCode, limit + 500 * Math.floor(at / 500)].join(','),
  );
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

/** @typedef {Record<string, () => Promise<void>>} Ways Each does as many lines in all. */

/**
 * By row; `close` takes the files away.
 * @returns {Promise<{ rows: Record<'sheet' | 'bulk' | 'resumed' | 'plan', Ways>, things: number, close: () => void }>}
 */
export async function bulks() {
  const { readTransfers, openResults, runTransfers, planDestroy } = await part();
  const { CdkeyClient } = await peer('espai-cdkey');
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-bench-'));
  const things = Math.max(...LINES);
  /** @type {Record<'sheet' | 'bulk' | 'resumed' | 'plan', Ways>} */
  const rows = { sheet: {}, bulk: {}, resumed: {}, plan: {} };
  for (const count of LINES) {
    const name = linesName(count);
    const [file, ended] = [join(folder, `${count}.csv`), join(folder, `${count}.ended.csv`)];
    writeFileSync(file, csv(count));
    const read = async () => {
      const sheet = await readTransfers(file);
      if (sheet.length !== count || sheet.problems.length > 0) throw new Error(`${sheet.length} lines of ${count}`);
      return sheet;
    };
    /** @param {string} path */
    const run = async (path) => {
      const sheet = await read();
      const results = await openResults(path, sheet);
      const client = new CdkeyClient({ apiKey: KEY, fetch: movesFetch() });
      let done = 0;
      for await (const { status } of runTransfers({ client, sheet, results })) if (status === 'done') done += 1;
      await results.close();
      sheet.free();
      if (done !== count) throw new Error(`${done} of ${count} lines were done.`);
    };
    const times = async (/** @type {() => Promise<void>} */ once) => {
      for (let left = things / count; left > 0; left -= 1) await once();
    };
    rows.sheet[name] = () => times(async () => (await read()).free());
    rows.bulk[name] = () =>
      times(async () => {
        const path = join(folder, 'results.csv');
        await run(path);
        rmSync(path);
      });
    await run(ended);
    // Everything is done: what is left is to read both files and to give each line's result.
    rows.resumed[name] = () => times(() => run(ended));
    const cards = Array.from({ length: count }, (_, at) => ({
      ...{
        id: idOf(at),
        code: `code${at}`,
        type: '1',
        apiLimit: 0,
        userId: null,
        userPhone: '13800000000',
        userName: '琳琅',
      },
      ...{ createTime: 1_743_506_056_109, updateTime: null },
    }));
    rows.plan[name] = () =>
      times(async () => {
        if (!planDestroy(cards).cards.every(({ allowed }) => allowed)) throw new Error('A card may not be destroyed.');
      });
  }
  return {
    rows,
    things,
    close() {
      rmSync(folder, { recursive: true });
    },
  };
}
