/**
 * Rollup with its usual node-resolve: pages in two formats, and programs for Node.
 */
import { versions } from '../pinned.js';
import { builtPage, builtProgram, samplesWithBackend, startServer } from './app.js';
import { checkPages } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */

const TOOLS = 'rollup';
const DOCUMENT = 'bundlers/rollup';
const tool = `Rollup ${versions(TOOLS)('rollup')}`;

/** @type {Cell[]} */
export const cells = [
  {
    tool,
    mode: 'page, development',
    group: 'bundler',
    tools: TOOLS,
    run: async (context) => {
      samplesWithBackend(context, DOCUMENT);
      // Three bundles: the last of them is done.
      await context.start('npm', ['run', 'watch']).says(/(created [^]*){3}/);
      await checkPages(context, await startServer(context));
    },
  },
  {
    tool,
    mode: 'page, production, esm, terser',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => {
      samplesWithBackend(context, DOCUMENT);
      return builtPage(context, 'build');
    },
  },
  {
    tool,
    mode: 'page, production, iife, terser',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => {
      samplesWithBackend(context, DOCUMENT);
      return builtPage(context, 'build', { page: '/iife/', demo: '/iife/demo.html' });
    },
  },
  ...['cjs', 'mjs'].map((extension) => ({
    tool,
    mode: `Node, ${extension === 'cjs' ? 'cjs' : 'es'}`,
    group: /** @type {const} */ ('bundler'),
    tools: TOOLS,
    run: (/** @type {import('../../../scripts/matrix/cells.js').Context} */ context) =>
      builtProgram(context, DOCUMENT, 'build:node', `dist/app.${extension}`),
  })),
];
