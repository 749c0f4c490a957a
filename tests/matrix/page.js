/**
 * Pages of samples: made without a bundler, and what they report.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependency } from './pinned.js';

/** Keeps what nobody catches, where a driver cannot ask for it. */
const LISTENER = `globalThis.failures = [];
addEventListener('error', ({ error, message }) => failures.push(error ? error.name + ': ' + error.message : message));
addEventListener('unhandledrejection', ({ reason }) => failures.push(reason?.name + ': ' + reason?.message));
`;

/**
 * Puts the package in the app's own node_modules, where a server of static files, and workerd, look for it.
 * @param {string} folder
 * @param {string} tools
 */
export function linkPackage(folder, tools) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(dependency(tools, 'espai-cdkey'), join(folder, 'node_modules/espai-cdkey'));
}

/**
 * The sample of a page's document, with the package under node_modules as a server of static files has it.
 * @param {import('../../scripts/matrix/cells.js').Context} context
 * @param {string} document
 * @param {string} tools
 */
export function pageOf({ folder, samples }, document, tools) {
  samples(document);
  linkPackage(folder, tools);
  const index = join(folder, 'index.html');
  writeFileSync(join(folder, 'listener.js'), LISTENER);
  const html = readFileSync(index, 'utf8');
  writeFileSync(index, html.replace('<script', '<script src="/listener.js"></script>\n  <script'));
}

/**
 * The policy of docs/runtimes/page.md, with the hash of the page's import map.
 * @param {string} folder
 * @param {boolean} wasm
 */
export function policyOf(folder, wasm) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const [, map = ''] = /<script type="importmap">([^]*?)<\/script>/.exec(html) ?? [];
  const hash = createHash('sha256').update(map).digest('base64');
  const scripts = ["'self'", `'sha256-${hash}'`, ...(wasm ? ["'wasm-unsafe-eval'"] : [])].join(' ');
  return `default-src 'none'; script-src ${scripts}; connect-src 'self'`;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @returns {Promise<any>} `globalThis.report`, which the samples set.
 */
export async function reportIn(browser, url) {
  // A context of its own: no service worker or cache of another cell.
  const context = await browser.newContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const heard = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(`${error.name}: ${error.message}`));
  try {
    await page.goto(url);
    const handle = await page.waitForFunction(() => /** @type {any} */ (globalThis).report, null, { timeout: 60_000 });
    return await handle.jsonValue();
  } catch (error) {
    throw new Error(`The page at ${url} reported nothing. It said: ${heard.join('\n') || 'nothing'}`, { cause: error });
  } finally {
    await context.close();
  }
}
