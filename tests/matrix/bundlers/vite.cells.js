/**
 * Vite: its development server, which pre-bundles the package, and its build.
 */
import { versions } from '../pinned.js';
import { builtAndRefusesNode, change, freePort, samplesWithBackend, served } from './app.js';
import { checkPages } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../../scripts/matrix/cells.js').Context} Context */

const TOOLS = 'vite';
const DOCUMENT = 'bundlers/vite';
const tool = `Vite ${versions(TOOLS)('vite')}`;
const PREBUNDLED = /\/\.vite\/deps\/espai-cdkey\.js/;

/**
 * @param {Context} context
 * @param {boolean} prebundled
 */
async function developed(context, prebundled) {
  const port = await freePort();
  const args = ['--host', '127.0.0.1', '--port', port, '--strictPort'];
  const { scripts } = await checkPages(context, await served(context, { args, ready: /Local:/, port }));
  if (scripts.some(({ url }) => PREBUNDLED.test(url)) !== prebundled) {
    throw new Error(`It came as ${scripts.map(({ url }) => url).join(', ')}`);
  }
}

/** @type {Cell[]} */
export const cells = [
  {
    tool,
    mode: 'page, development',
    group: 'bundler',
    tools: TOOLS,
    run: async (context) => {
      samplesWithBackend(context, DOCUMENT);
      await developed(context, true);
      return { note: 'pre-bundled' };
    },
  },
  {
    // As a package that is linked into a workspace.
    tool,
    mode: 'page, development, not pre-bundled',
    group: 'bundler',
    tools: TOOLS,
    run: async (context) => {
      samplesWithBackend(context, DOCUMENT);
      const exclude = "optimizeDeps: { exclude: ['espai-cdkey', 'espai-cdkey/emulator'] },";
      change(context, 'vite.config.js', 'defineConfig({', `defineConfig({ ${exclude}`);
      await developed(context, false);
    },
  },
  {
    tool,
    mode: 'page, production',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => builtAndRefusesNode(context, DOCUMENT),
  },
];
