/**
 * esbuild: a page in its two formats, and programs for Node.
 */
import { versions } from '../pinned.js';
import {
  builtAndRefusesNode,
  builtInCommonJs,
  builtPage,
  builtProgram,
  samplesWithBackend,
  startServer,
} from './app.js';
import { checkPages } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */

const TOOLS = 'esbuild';
const DOCUMENT = 'bundlers/esbuild';
const tool = `esbuild ${versions(TOOLS)('esbuild')}`;

/** @type {Cell[]} */
export const cells = [
  {
    tool,
    mode: 'page, development',
    group: 'bundler',
    tools: TOOLS,
    run: async (context) => {
      samplesWithBackend(context, DOCUMENT);
      await context.start('npm', ['run', 'watch']).says(/build finished/);
      await checkPages(context, await startServer(context));
    },
  },
  {
    tool,
    mode: 'page, production, iife',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => builtAndRefusesNode(context, DOCUMENT),
  },
  {
    tool,
    mode: 'page, production, esm',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => {
      samplesWithBackend(context, DOCUMENT);
      return builtPage(context, 'build:esm', { page: '/esm/', demo: '/esm/demo.html' });
    },
  },
  {
    tool,
    mode: 'page, production, require',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => builtInCommonJs(context, DOCUMENT, 'package.json', '"build": "esbuild main.js'),
  },
  {
    tool,
    mode: 'Node, cjs',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => builtProgram(context, DOCUMENT, 'build:node-cjs', 'dist/app.cjs'),
  },
  {
    tool,
    mode: 'Node, esm',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => builtProgram(context, DOCUMENT, 'build:node', 'dist/app.mjs'),
  },
];
