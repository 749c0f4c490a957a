/**
 * Runtimes on a server: each runs the sample of its page as a process of its own.
 */
import { join } from 'node:path';
import { versions, dependency } from './pinned.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */

const TOOLS = 'runtimes';
const pinned = versions(TOOLS);

/**
 * @param {Context} context
 * @param {string} document
 * @param {string} command Under `node_modules` of the tools.
 * @param {string[]} args
 */
async function report({ samples, exec, check, backend }, document, command, args) {
  samples(document);
  const env = { ESPAI_API_KEY: backend.apiKey, ESPAI_BASE_URL: backend.url };
  const { stdout } = await exec(dependency(TOOLS, command), args, { env });
  check(JSON.parse(stdout));
}

/** @type {[file: string, mode: string][]} */
const MODES = [
  ['index.mjs', 'import'],
  ['index.cjs', 'require'],
];

/** @type {Cell[]} */
export const cells = [
  ...['node-20', 'node-22', 'node-24'].flatMap((name) =>
    MODES.map(([file, mode]) => ({
      tool: `Node ${pinned(name)}`,
      mode,
      group: /** @type {const} */ ('runtime'),
      tools: TOOLS,
      run: (/** @type {Context} */ context) => report(context, 'runtimes/node', join(name, 'bin/node'), [file]),
    })),
  ),
  ...MODES.map(([file, mode]) => ({
    tool: `Bun ${pinned('bun')}`,
    mode,
    group: /** @type {const} */ ('runtime'),
    tools: TOOLS,
    run: (/** @type {Context} */ context) => report(context, 'runtimes/bun', 'bun/bin/bun.exe', [file]),
  })),
  ...MODES.map(([file, mode]) => ({
    tool: `Deno ${pinned('deno')}`,
    mode,
    group: /** @type {const} */ ('runtime'),
    tools: TOOLS,
    run: (/** @type {Context} */ context) =>
      report(context, 'runtimes/deno', '@deno/linux-x64-glibc/deno', [
        'run',
        '--no-prompt',
        '--allow-net',
        '--allow-env',
        '--allow-read',
        '--node-modules-dir=manual',
        file,
      ]),
  })),
];
