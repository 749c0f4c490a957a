/**
 * What a page downloads for each way: a bundle by esbuild as a page would have it, minified, then brotli as strong as it
 * gets, as servers of files do.
 */
import { readFileSync } from 'node:fs';
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

/** @typedef {{ minified: number, brotli: number }} Size In bytes. */

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
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: consumer },
      plugins: [peersByName],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'warning',
    });
    const [file] = outputFiles;
    if (!file) throw new Error(`esbuild made nothing for ${way}`);
    sizes[way] = { minified: file.contents.length, brotli: brotli(file.contents) };
  }
  return sizes;
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
