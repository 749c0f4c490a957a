/**
 * Pages without a bundler, in Chromium: an import map, workers, and a strict policy.
 */
import { pageOf, policyOf, reportIn } from './page.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */

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
      pageOf(context, document, 'none');
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
      pageOf(context, 'runtimes/page', 'none');
      const { url } = await context.serve(context.folder, { csp: policyOf(context.folder, true) });
      context.check(await reportIn(await context.browser(), `${url}/`));
    },
  },
  {
    tool: 'No bundler',
    mode: "policy without 'wasm-unsafe-eval'",
    group: 'bundler',
    async run(context) {
      pageOf(context, 'runtimes/page', 'none');
      const { url } = await context.serve(context.folder, { csp: policyOf(context.folder, false) });
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
