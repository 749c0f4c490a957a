/**
 * What a page downloads for each way: a bundle by esbuild as a page would have it, minified, then brotli as strong as it
 * gets, as servers of files do. It is split, as bundlers for pages do: what is loaded later, by an `import()`, is counted apart.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { BEFORE, US } from './ways.js';

/** @param {string} name */
const pageOf = (name) => `import { CdkeyClient } from '${name}';
const client = new CdkeyClient({ apiKey: null, baseUrl: '/api' });
globalThis.list = (query) => client.list(query);
globalThis.detail = (input) => client.detail(input);`;

/** Each page does the same: it lists cards and looks one up through its own backend. */
const PAGES = {
  [US]: pageOf('espai-cdkey'),
  [BEFORE]: pageOf('espai-cdkey-before'),
  axios: `import axios from 'axios';
globalThis.list = (query) => axios.post('/api/cdkey/list', query);
globalThis.detail = (input) => axios.post('/api/cdkey/detail', input);`,
  'axios + zod': `import axios from 'axios';
import { detail, list } from './schema-zod.js';
globalThis.list = async (query) => list((await axios.post('/api/cdkey/list', query)).data);
globalThis.detail = async (input) => detail((await axios.post('/api/cdkey/detail', input)).data);`,
  'ky + valibot': `import ky from 'ky';
import { detail, list } from './schema-valibot.js';
globalThis.list = async (query) => list(await ky.post('/api/cdkey/list', { json: query }).json());
globalThis.detail = async (input) => detail(await ky.post('/api/cdkey/detail', { json: input }).json());`,
};

/**
 * The schemas' files load their library by a name that bundlers do not see; a page would import it.
 * @type {import('esbuild').Plugin}
 */
const peersByName = {
  name: 'peers-by-name',
  setup({ onLoad }) {
    onLoad({ filter: /schema-\w+\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text
        .replace("import { peer } from './peer.js';\n", '')
        .replace(/^const (\w) = await peer\('(\w+)'\);$/m, "import * as $1 from '$2';");
      if (contents.includes('peer(')) throw new Error(`${path} loads its library in another way than expected`);
      return { contents, loader: 'js' };
    });
  },
};

/** @typedef {{ minified: number, brotli: number, later: number }} Size In bytes; `later` is of what it may load besides, by brotli. */

/**
 * @param {string} consumer Where everything is installed.
 * @param {boolean} beside Whether the package before is installed, too.
 * @returns {Promise<Record<string, Size>>}
 */
export async function pageSizes(consumer, beside) {
  /** @type {Record<string, Size>} */
  const sizes = {};
  for (const [way, contents] of Object.entries(PAGES)) {
    if (way === BEFORE && !beside) continue;
    const { outputFiles, metafile } = await build({
      stdin: { contents, resolveDir: consumer },
      plugins: [peersByName],
      bundle: true,
      splitting: true,
      outdir: consumer,
      metafile: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'warning',
    });
    const atOnce = neededAtOnce(metafile);
    const isAtOnce = (/** @type {{ path: string }} */ { path }) => atOnce.has(relative(process.cwd(), path));
    const files = outputFiles.map((file) => ({ ...file, path: file.path, brotli: brotli(file.contents) }));
    const now = files.filter(isAtOnce);
    if (now.length === 0) throw new Error(`esbuild made nothing for ${way}`);
    const total = (/** @type {number[]} */ numbers) => numbers.reduce((sum, number) => sum + number, 0);
    sizes[way] = {
      minified: total(now.map((file) => file.contents.length)),
      brotli: total(now.map((file) => file.brotli)),
      later: total(files.filter((file) => !isAtOnce(file)).map((file) => file.brotli)),
    };
  }
  return sizes;
}

/**
 * The files that the page imports, and those that these import.
 * @param {import('esbuild').Metafile} metafile
 */
function neededAtOnce({ outputs }) {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === '<stdin>'));
  // Grows while it is gone through.
  for (const path of found) {
    for (const { path: other, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement') found.add(other);
  }
  return found;
}

/** @param {Uint8Array} bytes */
function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}
