/**
 * Parcel: its development server and its build. It reads `main` and `module`, not `exports`, unless told otherwise.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { versions } from '../pinned.js';
import { builtPage, change, freePort, samplesWithBackend, served } from './app.js';
import { checkPages } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../../scripts/matrix/cells.js').Context} Context */

const TOOLS = 'parcel';
const tool = `Parcel ${versions(TOOLS)('parcel')}`;
const paths = { page: '/index.html' };

/** @param {Context} context */
function samples(context) {
  samplesWithBackend(context, 'bundlers/parcel');
  // It takes the folder of the lock file for the project's, and npm has left one in a user's.
  writeFileSync(join(context.folder, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }');
}

/** @type {Cell[]} */
export const cells = [
  {
    tool,
    mode: 'page, development',
    group: 'bundler',
    tools: TOOLS,
    run: async (context) => {
      samples(context);
      const port = await freePort();
      const args = ['--host', '127.0.0.1', '--port', port];
      await checkPages(context, await served(context, { args, ready: /Built in/, port }), paths);
    },
  },
  {
    tool,
    mode: 'page, production',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => {
      samples(context);
      return builtPage(context, 'build', paths);
    },
  },
  {
    tool,
    mode: 'page, production, packageExports',
    group: 'bundler',
    tools: TOOLS,
    run: (context) => {
      samples(context);
      change(context, 'package.json', '{', '{ "@parcel/resolver-default": { "packageExports": true },');
      return builtPage(context, 'build', paths);
    },
  },
];
