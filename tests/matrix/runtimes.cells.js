/**
 * Runtimes on a server: each runs the sample of its page as a process of its own.
 */
import { RUNTIMES } from './runtimes.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */

/** @type {[file: string, mode: string][]} */
const MODES = [
  ['index.mjs', 'import'],
  ['index.cjs', 'require'],
];

/** @type {Cell[]} */
export const cells = RUNTIMES.flatMap(({ tool, tools, document, command, args }) =>
  MODES.map(([file, mode]) => ({
    tool,
    mode,
    group: /** @type {const} */ ('runtime'),
    tools,
    async run({ samples, exec, check, backend }) {
      samples(document);
      const env = { ESPAI_API_KEY: backend.apiKey, ESPAI_BASE_URL: backend.url };
      const { stdout } = await exec(command, [...args, file], { env });
      check(JSON.parse(stdout));
    },
  })),
);
