/**
 * Pages without a bundler, in Chromium: an import map, workers, and a strict policy.
 */
import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dependency } from './pinned.js';
import { reportIn } from './page.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */

/**
 * The sample of a page's document, with the package under node_modules as a server of static files has it.
 * @param {Context} context
 * @param {string} document
 */
export function pageOf({ folder, samples }, document) {
  samples(document);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(dependency('none', 'espai-cdkey'), join(folder, 'node_modules/espai-cdkey'));
}

/**
 * The policy of docs/runtimes/page.md, with the hash of the page's import map.
 * @param {string} folder
 * @param {boolean} wasm
 */
function policy(folder, wasm) {
  const [, map = ''] =
    /<script type="importmap">([^]*?)<\/script>/.exec(readFileSync(join(folder, 'index.html'), 'utf8')) ?? [];
  const hash = createHash('sha256').update(map).digest('base64');
  const scripts = ["'self'", `'sha256-${hash}'`, ...(wasm ? ["'wasm-unsafe-eval'"] : [])].join(' ');
  return `default-src 'none'; script-src ${scripts}; connect-src 'self'`;
}

/**
 * @param {string} mode
 * @param {string} document
 * @param {string} [path]
 * @returns {Cell}
 */
function cell(mode, document, path = '/') {
  return {
    tool: 'No bundler',
    mode,
    group: 'bundler',
    async run(context) {
      pageOf(context, document);
      const { url } = await context.serve(context.folder);
      context.check(await reportIn(await context.browser(), `${url}${path}`));
    },
  };
}

/** @type {Cell[]} */
export const cells = [
  cell('import map', 'runtimes/page'),
  {
    tool: 'No bundler',
    mode: 'import map, strict policy',
    group: 'bundler',
    async run(context) {
      pageOf(context, 'runtimes/page');
      const { url } = await context.serve(context.folder, { csp: policy(context.folder, true) });
      context.check(await reportIn(await context.browser(), `${url}/`));
    },
  },
  {
    tool: 'No bundler',
    mode: "policy without 'wasm-unsafe-eval'",
    group: 'bundler',
    async run(context) {
      pageOf(context, 'runtimes/page');
      const { url } = await context.serve(context.folder, { csp: policy(context.folder, false) });
      const page = await (await context.browser()).newPage();
      try {
        const failure = page.waitForEvent('pageerror', { timeout: 20_000 });
        await page.goto(`${url}/`);
        const { name, message } = await failure;
        if (name !== 'InternalError' || !message.includes("'wasm-unsafe-eval'")) {
          throw new Error(`It should say what to add, and says: ${name}: ${message}`);
        }
        return { note: 'says what to add' };
      } finally {
        await page.close();
      }
    },
  },
  cell('module worker', 'runtimes/web-worker', '/?type=module'),
  cell('classic worker', 'runtimes/web-worker', '/?type=classic'),
  cell('service worker', 'runtimes/service-worker'),
];
