/**
 * The three engines, each driven over its own WebDriver: pages without a bundler and with one, workers, strict policies,
 * and the project's page.
 */
import { build } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/build/places.js';
import { ENGINES } from './engine.js';
import { pageOf, policyOf } from './page.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */
/** @typedef {import('./engine.js').Engine} Engine */

const TOOLS = 'browsers';
const IMPORTER = "import('/page.js').catch((error) => failures.push(error.name + ': ' + error.message));\n";

/**
 * @param {string} document
 * @param {string} path
 */
const plain = (document, path) => async (/** @type {Context} */ context, /** @type {Engine} */ engine) => {
  pageOf(context, document, TOOLS);
  const { url } = await context.serve(context.folder);
  context.check(await engine.report(`${url}${path}`));
};

/** @type {Record<string, (context: Context, engine: Engine) => Promise<import('../../scripts/matrix/cells.js').Came | void>>} */
const MODES = {
  'import map': plain('runtimes/page', '/'),
  'module worker': plain('runtimes/web-worker', '/?type=module'),
  'classic worker': plain('runtimes/web-worker', '/?type=classic'),
  'service worker': plain('runtimes/service-worker', '/'),
  'strict policy': async (context, engine) => {
    pageOf(context, 'runtimes/page', TOOLS);
    const { url } = await context.serve(context.folder, { csp: policyOf(context.folder, true) });
    context.check(await engine.report(`${url}/`));
  },
  "policy without 'wasm-unsafe-eval'": async (context, engine) => {
    pageOf(context, 'runtimes/page', TOOLS);
    const { url } = await context.serve(context.folder, { csp: policyOf(context.folder, false) });
    // WebKit tells no event of a module that fails while it waits; whoever imports it is told.
    writeFileSync(join(context.folder, 'importer.js'), IMPORTER);
    const index = join(context.folder, 'index.html');
    writeFileSync(index, readFileSync(index, 'utf8').replace('/page.js', '/importer.js'));
    const failed = await engine.failure(`${url}/`);
    if (!failed.includes('InternalError') || !failed.includes("'wasm-unsafe-eval'")) {
      throw new Error(`It should say what to add, and says: ${failed}`);
    }
    return { note: 'says what to add' };
  },
  'bundled and minified': async (context, engine) => {
    pageOf(context, 'runtimes/page', TOOLS);
    const entry = join(context.folder, 'page.js');
    await build({
      entryPoints: [entry],
      outfile: entry,
      allowOverwrite: true,
      bundle: true,
      minify: true,
      format: 'esm',
      logLevel: 'silent',
    });
    const { url } = await context.serve(context.folder, { csp: policyOf(context.folder, true) });
    context.check(await engine.report(`${url}/`));
  },
  "the project's page": async (context, engine) => {
    const built = join(ROOT, 'www/dist');
    if (!existsSync(join(built, 'index.html'))) {
      throw new Error('www/dist is not built: run `make www` or the suite www');
    }
    const { url } = await context.serve(built);
    // The first card of the demo (`createDemoEmulator`), whose cards are the same each time.
    await engine.shows(`${url}/#/cards`, 'iCuD8rf7');
  },
};

/** @type {Cell[]} */
export const cells = ENGINES.flatMap((engine) =>
  Object.entries(MODES).map(([mode, run]) => ({
    tool: engine.name,
    mode,
    group: /** @type {const} */ ('browser'),
    tools: TOOLS,
    unavailable: engine.unavailable,
    run: async (/** @type {Context} */ context) => run(context, await engine.start(context)),
  })),
);
