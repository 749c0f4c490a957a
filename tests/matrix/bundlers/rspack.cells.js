/**
 * Rspack: its development server and its build.
 */
import { versions } from '../pinned.js';
import { builtPage, change, freePort, inCommonJs, refusesNode, samplesWithBackend, served } from './app.js';
import { checkPages } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */

const TOOLS = 'rspack';
const DOCUMENT = 'bundlers/rspack';
const tool = `Rspack ${versions(TOOLS)('@rspack/core')}`;

/** @type {Cell[]} */
export const cells = [
  {
    tool,
    mode: 'page, development',
    group: 'bundler',
    tools: TOOLS,
    run: async (context) => {
      samplesWithBackend(context, DOCUMENT);
      const port = await freePort();
      const args = ['--host', '127.0.0.1', '--port', port];
      await checkPages(context, await served(context, { args, ready: /compiled successfully|Rspack compiled/, port }));
    },
  },
  {
    tool,
    mode: 'page, production',
    group: 'bundler',
    tools: TOOLS,
    run: async (context) => {
      samplesWithBackend(context, DOCUMENT);
      const came = await builtPage(context, 'build');
      await refusesNode(context, 'build');
      return { ...came, note: 'refuses espai-cdkey/node' };
    },
  },
  {
    tool,
    mode: 'page, production, require',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => {
      samplesWithBackend(context, DOCUMENT);
      inCommonJs(context);
      change(context, 'rspack.config.js', './main.js', './main.cjs');
      return builtPage(context, 'build');
    },
  },
];
