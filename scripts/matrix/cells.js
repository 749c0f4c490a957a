/**
 * What a cell of the matrix is, and where they are.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../build/places.js';

/**
 * What a cell is given.
 * @typedef {object} Context
 * @property {string} folder The app's, fresh. What it imports is found: the packed package, and the cell's pinned tools.
 * @property {(document: string) => string[]} samples Writes the named samples of a document under `docs/` into the folder.
 * @property {import('./backend.js').Backend} backend The service for this cell alone.
 * @property {import('./serve.js').Serve} serve
 * @property {() => Promise<import('playwright-core').Browser>} browser Chromium, shared by all cells.
 * @property {import('./exec.js').Exec} exec
 * @property {import('./exec.js').Start} start
 * @property {(step: () => Promise<void>) => void} later Done when the cell has ended, however it did.
 * @property {(report: unknown) => void} check Compares what the app says with what the service holds; throws.
 */

/**
 * What came of a cell that passed.
 * @typedef {object} Came
 * @property {number} [bytes] What a page or a process loads of the app: its built JavaScript and wasm.
 * @property {number} [brotliBytes]
 * @property {string} [note]
 */

/**
 * @typedef {object} Cell
 * @property {string} tool As people call it, with its version.
 * @property {string} mode
 * @property {'runtime' | 'browser' | 'bundler' | 'testing' | 'behaviour'} group
 * @property {string} [tools] The folder under `tests/matrix/tools` that pins what it needs.
 * @property {() => string | undefined} [unavailable] Why it cannot run on this machine.
 * @property {(context: Context) => Promise<Came | void>} run
 */

/** @returns {Promise<{ file: string, cells: Cell[] }[]>} */
export async function allCells() {
  const folders = ['tests/matrix', 'tests/matrix/bundlers'].filter((folder) => existsSync(join(ROOT, folder)));
  const files = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.cells.js'))
      .map((name) => join(ROOT, folder, name)),
  );
  return Promise.all(files.map(async (file) => ({ file, cells: (await import(pathToFileURL(file).href)).cells })));
}
