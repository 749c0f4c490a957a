/**
 * The samples' apps: written into the cell's folder, and built, served and run by their own commands.
 */
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { checkBuilt, checkPages, sizes } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Context} Context */
/** @typedef {import('../../../scripts/matrix/cells.js').Came} Came */
/** @typedef {import('./page.js').Paths} Paths */

/**
 * What the app's backend, or the app itself in Node, is told of the service.
 * @param {Context} context
 */
export function service({ backend }) {
  return { ESPAI_API_KEY: backend.apiKey, ESPAI_BASE_URL: backend.url };
}

/** A port that nobody listens on now: not every development server can take any. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return String(port);
}

/**
 * The sample server of the documents: the built page under its strict policy, and the backend.
 * @param {Context} context
 */
export async function startServer(context) {
  const server = context.start('npm', ['start'], { env: { ...service(context), PORT: '0' } });
  const [url] = await server.says(/http:\/\/127\.0\.0\.1:\d+/);
  return url;
}

/**
 * Writes an app as its readers have it: above their folder is no repository with settings of its own. esbuild and Turbopack
 * look for such files all the way up, and Turbopack took this repository's `paths`, which point at types, for the package.
 * @param {Context} context
 * @param {...string} documents
 */
export function writeApp({ folder, samples }, ...documents) {
  for (const document of documents) samples(document);
  writeFileSync(join(folder, 'jsconfig.json'), '{}');
}

/**
 * Writes an app and the backend that its page asks.
 * @param {Context} context
 * @param {string} document
 */
export function samplesWithBackend(context, document) {
  writeApp(context, 'bundlers/README', document);
}

/**
 * An app on its bundler's development server, or another that a script of it starts, which passes /api on.
 * @param {Context} context With the samples in its folder.
 * @param {{ script?: string, args: string[], ready: RegExp, port: string }} how
 */
export async function served(context, { script = 'dev', args, ready, port }) {
  await context.start('npm', ['run', script, '--', ...args], { env: service(context) }).says(ready);
  return `http://127.0.0.1:${port}`;
}

/**
 * An app that is built by a script of its own, and then served as in production.
 * @param {Context} context With the samples in its folder.
 * @param {string} script
 * @param {Paths} [paths]
 */
export async function builtPage(context, script, paths) {
  await context.exec('npm', ['run', script]);
  return checkBuilt(context, await startServer(context), paths);
}

/**
 * An app's build for production, which takes nothing of Node's in.
 * @param {Context} context
 * @param {string} document
 */
export async function builtAndRefusesNode(context, document) {
  samplesWithBackend(context, document);
  const came = await builtPage(context, 'build');
  await refusesNode(context, 'build');
  return { ...came, note: 'refuses espai-cdkey/node' };
}

/**
 * The same app in CommonJS, built for production.
 * @param {Context} context
 * @param {string} document
 * @param {string} config The sample's file that names the entry, and how it does.
 * @param {string} entry
 */
export function builtInCommonJs(context, document, config, entry = './main.js') {
  samplesWithBackend(context, document);
  inCommonJs(context);
  change(context, config, entry, entry.replace('main.js', 'main.cjs'));
  return builtPage(context, 'build');
}

/**
 * An app on a development server that is told its port, in a browser.
 * @param {Context} context
 * @param {string} document
 * @param {RegExp} ready
 */
export async function developed(context, document, ready) {
  samplesWithBackend(context, document);
  const port = await freePort();
  const args = ['--host', '127.0.0.1', '--port', port];
  await checkPages(context, await served(context, { args, ready, port }));
}

/**
 * A program for Node that is built by a script of its own, and then run without any package beside it.
 * @param {Context} context
 * @param {string} document
 * @param {string} script
 * @param {string} file
 */
export async function builtProgram(context, document, script, file) {
  writeApp(context, document);
  await context.exec('npm', ['run', script]);
  const { stdout, came } = await runAlone(context, file, (name) => [name]);
  const report = JSON.parse(stdout);
  context.check(report);
  if (report.error.isApiError !== true) throw new Error(`The error is no ApiError: ${stdout}`);
  return { ...came, note: 'with espai-cdkey/node' };
}

/**
 * The page's app in CommonJS, as many older ones are: `main.cjs` instead of `main.js`.
 * @param {Context} context With the samples in its folder.
 */
function inCommonJs(context) {
  change(context, 'main.js', /^import (\{.*\}) from '(.*)';/, "const $1 = require('$2');");
  renameSync(join(context.folder, 'main.js'), join(context.folder, 'main.cjs'));
}

/**
 * Another text for a part of a sample, for a variant of its app.
 * @param {Context} context
 * @param {string} name
 * @param {string | RegExp} part
 * @param {string} text
 */
export function change({ folder }, name, part, text) {
  const file = join(folder, name);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(part, text);
  if (after === before) throw new Error(`${name} of the samples has no ${String(part)}`);
  writeFileSync(file, after);
}

/**
 * A build for pages that imports what is for Node: it must fail, rather than the page of whoever opens it.
 * @param {Context} context With the samples in its folder.
 * @param {string} script
 */
async function refusesNode(context, script) {
  change(context, 'main.js', /^/, "import { createFetch } from 'espai-cdkey/node';\nconsole.log(createFetch);\n");
  const failed = await context.exec('npm', ['run', script]).then(
    () => undefined,
    (error) => /** @type {Error} */ (error).message,
  );
  if (failed === undefined) throw new Error('A build for pages took espai-cdkey/node in');
  // By the package's own `exports`, not because some module of Node's is missing further down.
  const refused = /resolve "espai-cdkey\/node"|['"]\.\/node['"]/.test(failed);
  if (!refused) throw new Error(`The build failed for another reason: ${failed}`);
}

/**
 * A file that was built for Node, moved to an empty folder where no package can be found, and run there.
 * @param {Context} context
 * @param {string} file
 * @param {(name: string) => string[]} argumentsFor What Node is given for the file of this name.
 * @returns {Promise<{ stdout: string, came: Came }>}
 */
export async function runAlone(context, file, argumentsFor) {
  const alone = mkdtempSync(join(tmpdir(), 'espai-cdkey-alone-'));
  try {
    const name = basename(file);
    copyFileSync(join(context.folder, file), join(alone, name));
    const { stdout } = await context.exec(process.execPath, argumentsFor(name), { cwd: alone, env: service(context) });
    if (readdirSync(alone).length !== 1) throw new Error(`Beside ${name} are ${readdirSync(alone).join(', ')}`);
    return { stdout, came: sizes([readFileSync(join(alone, name))]) };
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
}
