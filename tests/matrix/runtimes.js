/**
 * The runtimes on servers, as npm packages give them.
 */
import { join } from 'node:path';
import { dependency, versions } from './pinned.js';

export const TOOLS = 'runtimes';
const pinned = versions(TOOLS);

/**
 * How a file is run: `command ...args file`.
 * @typedef {object} Runtime
 * @property {string} tool
 * @property {string} tools
 * @property {string} document Its page under `docs/`.
 * @property {string} command
 * @property {string[]} args
 */

/** @type {Runtime[]} */
export const RUNTIMES = [
  ...['node-20', 'node-22', 'node-24'].map((name) => ({
    tool: `Node ${pinned(name)}`,
    tools: TOOLS,
    document: 'runtimes/node',
    command: dependency(TOOLS, join(name, 'bin/node')),
    args: [],
  })),
  {
    tool: `Bun ${pinned('bun')}`,
    tools: TOOLS,
    document: 'runtimes/bun',
    command: dependency(TOOLS, 'bun/bin/bun.exe'),
    args: [],
  },
  {
    tool: `Deno ${pinned('deno')}`,
    tools: TOOLS,
    document: 'runtimes/deno',
    command: dependency(TOOLS, '@deno/linux-x64-glibc/deno'),
    args: ['run', '--no-prompt', '--allow-net', '--allow-env', '--allow-read', '--node-modules-dir=manual'],
  },
];
