/**
 * webpack: its development server and its build.
 */
import { versions } from '../pinned.js';
import { builtAndRefusesNode, builtInCommonJs, developed } from './app.js';

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
    run: (context) => developed(context, DOCUMENT, /compiled successfully|compiled with/),
  },
  {
    tool,
    mode: 'page, production',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => builtAndRefusesNode(context, DOCUMENT),
  },
  {
    tool,
    mode: 'page, production, require',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => builtInCommonJs(context, DOCUMENT, 'webpack.config.js'),
  },
];
