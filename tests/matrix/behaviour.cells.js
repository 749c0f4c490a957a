/**
 * What holds beside the four calls, in each runtime and each engine: two copies, several clients and workers, and a runtime
 * that lacks something. What is seen there is compared here with what the service holds.
 */
import { deepStrictEqual } from 'node:assert';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINES } from './engine.js';
import { linkPackage } from './page.js';
import { RUNTIMES } from './runtimes.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */

const SOURCES = fileURLToPath(new URL('behaviour/', import.meta.url));

/**
 * @typedef {object} Behaviour
 * @property {string} file
 * @property {string} mode
 * @property {(seen: any, ids: string[]) => void} check
 */

/**
 * @param {any} seen
 * @param {{ name: string, code: string, message: RegExp }} expected
 */
function checkMissing({ there, errors }, { name, code, message }) {
  deepStrictEqual(there, false);
  for (const error of errors) {
    deepStrictEqual(
      { ...error, message: message.test(error.message) || error.message },
      {
        name,
        code,
        outcome: 'not_sent',
        message: true,
        ours: true,
      },
    );
  }
  deepStrictEqual(errors.length, 2);
}

/** @type {Behaviour[]} */
const EVERYWHERE = [
  {
    file: 'two-copies',
    mode: 'two copies at once',
    check({ distinct, seen }, ids) {
      const both = [true, true];
      const one = {
        ids,
        name: 'ApiError',
        code: 'api_rejected',
        instanceOf: [both, both],
        notInstanceOf: [false, false],
      };
      deepStrictEqual({ distinct, seen }, { distinct: true, seen: [one, one] });
    },
  },
  {
    file: 'many',
    mode: 'several clients, a worker, clones',
    check(seen, ids) {
      deepStrictEqual(seen, {
        ids,
        refused: { name: 'AuthenticationError', code: 'unauthenticated' },
        same: Array(6).fill(true),
        cloned: true,
        sent: true,
        own: true,
      });
    },
  },
  {
    file: 'no-webassembly',
    mode: 'no WebAssembly, then there is',
    check(seen, ids) {
      checkMissing(seen, { name: 'InternalError', code: 'internal', message: /has no WebAssembly/ });
      deepStrictEqual(seen.ids, ids);
    },
  },
  {
    file: 'no-fetch',
    mode: 'no fetch, then there is',
    check(seen, ids) {
      checkMissing(seen, { name: 'ValidationError', code: 'invalid_config', message: /fetch is missing/ });
      deepStrictEqual(seen.ids, ids);
    },
  },
];

/** @type {Behaviour[]} */
const ON_SERVERS = [
  {
    file: 'no-window',
    mode: 'rendering on a server',
    check({ window, label, ids: listed, refused }, ids) {
      deepStrictEqual({ window, label, ids: listed }, { window: false, label: '青龙', ids });
      const { message, ...rest } = refused;
      const expected = {
        name: 'ValidationError',
        code: 'invalid_config',
        path: 'baseUrl',
        outcome: 'not_sent',
        ours: true,
      };
      deepStrictEqual(rest, expected);
      if (!/only works in a page/.test(message)) throw new Error(`It does not say why: ${message}`);
    },
  },
];

/**
 * The ids of the service's cards, by its wire and not by the package.
 * @param {Context} context
 * @returns {Promise<string[]>}
 */
async function idsOf({ backend }) {
  const response = await fetch(`${backend.url}/cdkey/list`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: backend.apiKey },
    body: '{}',
  });
  const { data } = /** @type {any} */ (await response.json());
  return data.map((/** @type {{ id: string }} */ { id }) => id);
}

/** @param {Context} context */
function write({ folder }) {
  cpSync(SOURCES, folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
}

/** @type {Cell[]} */
const servers = RUNTIMES.flatMap(({ tool, tools, command, args }) =>
  [...EVERYWHERE, ...ON_SERVERS].map(({ file, mode, check }) => ({
    tool,
    mode,
    group: /** @type {const} */ ('behaviour'),
    tools,
    async run(context) {
      write(context);
      const { url } = await context.serve(context.folder);
      const { apiKey: ESPAI_API_KEY, url: ESPAI_BASE_URL } = context.backend;
      const env = { ESPAI_API_KEY, ESPAI_BASE_URL, BACKEND_URL: `${url}/api` };
      const { stdout } = await context.exec(command, [...args, 'server.js', file], { env });
      check(JSON.parse(stdout), await idsOf(context));
    },
  })),
);

/** @type {Cell[]} */
const pages = ENGINES.flatMap((engine) =>
  EVERYWHERE.map(({ file, mode, check }) => ({
    tool: engine.name,
    mode,
    group: /** @type {const} */ ('behaviour'),
    tools: 'browsers',
    unavailable: engine.unavailable,
    async run(context) {
      write(context);
      linkPackage(context.folder, 'browsers');
      const { url } = await context.serve(context.folder);
      const seen = await (await engine.start(context)).report(`${url}/?${file}`);
      if (seen.failed !== undefined) throw new Error(seen.failed);
      check(seen, await idsOf(context));
    },
  })),
);

export const cells = [...servers, ...pages];
