/**
 * Rspack: its development server and its build.
 */
import { versions } from '../pinned.js';
import { builtAndRefusesNode, builtInCommonJs, developed } from './app.js';

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
    run: (context) => developed(context, DOCUMENT, /compiled successfully|Rspack compiled/),
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
    run: (context) => builtInCommonJs(context, DOCUMENT, 'rspack.config.js'),
  },
];
