/**
 * webpack: its development server and its build.
 */
import { versions } from '../pinned.js';
import { builtPage, change, freePort, inCommonJs, refusesNode, samplesWithBackend, served } from './app.js';
import { checkPages } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */

const TOOLS = 'webpack';
const DOCUMENT = 'bundlers/webpack';
const tool = `webpack ${versions(TOOLS)('webpack')}`;

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
      await checkPages(context, await served(context, { args, ready: /compiled successfully|compiled with/, port }));
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
      change(context, 'webpack.config.js', './main.js', './main.cjs');
      return builtPage(context, 'build');
    },
  },
];
