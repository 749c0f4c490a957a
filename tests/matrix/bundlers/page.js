/**
 * The samples' pages in a real browser: what they report, what they load, and what must not be in it.
 */
import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import { answersAll } from '../sent-once.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Context} Context */
/** @typedef {import('../../../scripts/matrix/cells.js').Came} Came */

/**
 * Where an app's pages are.
 * @typedef {{ page?: string, demo?: string }} Paths
 */

/** A development server compiles what it is asked for, on a machine that may be busy. */
const MOST_MS = 90_000;

/**
 * @typedef {object} Visit
 * @property {any} report What the page says of itself.
 * @property {number | undefined} status
 * @property {string | null} policy The Content-Security-Policy that the page came with.
 * @property {{ url: string, text: string }[]} scripts What it loaded.
 */

/**
 * Opens a page, and sees to it that nothing is thrown there, and that no key gets there.
 * @template T
 * @param {Context} context
 * @param {string} url
 * @param {(page: import('playwright-core').Page, errors: string[]) => Promise<T>} use
 * @returns {Promise<{ came: T } & Omit<Visit, 'report'>>}
 */
export async function inPage({ browser, backend }, url, use) {
  const session = await (await browser()).newContext();
  try {
    const page = await session.newPage();
    page.setDefaultTimeout(MOST_MS);
    /** @type {string[]} */
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    /** @type {Promise<{ url: string, text: string }>[]} */
    const loading = [];
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script' || response.status() !== 200) return;
      loading.push(response.text().then((text) => ({ url: response.url(), text })));
    });
    const answer = await page.goto(url);
    const came = await use(page, errors);
    if (errors.length > 0) throw new Error(`In the page was thrown: ${errors.join('; ')}`);
    const scripts = await Promise.all(loading);
    const documents = [(await answer?.text()) ?? '', await page.content()];
    const loaded = [...documents.map((text) => ({ url, text })), ...scripts];
    const leak = loaded.find(({ text }) => text.includes(backend.apiKey));
    if (leak !== undefined) throw new Error(`The key is in ${leak.url}`);
    const policy = (await answer?.headerValue('content-security-policy')) ?? null;
    return { came, status: answer?.status(), policy, scripts };
  } finally {
    await session.close();
  }
}

/**
 * Opens a page of the samples and waits for what it says.
 * @param {Context} context
 * @param {string} url
 * @returns {Promise<Visit>}
 */
export async function visit(context, url) {
  const { came, ...rest } = await inPage(context, url, async (page, errors) => {
    // Asked again and again from here: under a strict policy a page cannot wait for text that it would have to evaluate.
    const until = Date.now() + MOST_MS;
    while ((await page.evaluate('globalThis.report === undefined')) && errors.length === 0) {
      if (Date.now() > until) throw new Error(`No report within ${MOST_MS} ms; the page is ${await page.content()}`);
      await setTimeout(50);
    }
    return page.evaluate('globalThis.report');
  });
  return { report: came, ...rest };
}

/**
 * What the demo page says: the emulator's cards, and an error that kept its name.
 * @param {any} report
 */
export function checkDemo(report) {
  const { total, held, same, error } = report ?? {};
  const right =
    Number.isInteger(total) && total > 0 && held === total && same === true && isRefusal(error) && error.isApiError;
  if (!right) throw new Error(`The demo reported ${JSON.stringify(report)}`);
}

/** @param {any} error */
function isRefusal(error) {
  return error?.name === 'ApiError' && error.code === 'api_rejected' && error.isCdkeyError === true;
}

/**
 * The app's pages in development: as its server gives them.
 * @param {Context} context
 * @param {string} url
 * @param {Paths} [paths]
 */
export async function checkPages(context, url, { page = '/', demo = '/demo.html' } = {}) {
  const main = await visit(context, `${url}${page}`);
  context.check(main.report);
  if (main.report.error.isApiError !== true) {
    throw new Error(`The error is no ApiError: ${JSON.stringify(main.report)}`);
  }
  checkDemo((await visit(context, `${url}${demo}`)).report);
  await answersAll(context, url);
  return main;
}

/**
 * The app's pages as they are built: under the strict policy, with nothing of Node in them.
 * @param {Context} context
 * @param {string} url
 * @param {Paths} [paths]
 * @returns {Promise<Came>}
 */
export async function checkBuilt(context, url, paths) {
  const { policy, scripts } = await checkPages(context, url, paths);
  if (policy === null || !policy.startsWith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")) {
    throw new Error(`The page did not come under the strict policy, but under ${policy}`);
  }
  return weigh(scripts);
}

/**
 * @param {Visit['scripts']} scripts
 * @returns {Came}
 */
export function weigh(scripts) {
  for (const { url, text } of scripts) {
    const node = /["'`]node:\w+/.exec(text);
    if (node !== null) throw new Error(`${url} asks for Node: ${node[0]}`);
  }
  return sizes(scripts.map(({ text }) => Buffer.from(text)));
}

/** @param {Buffer[]} files */
export function sizes(files) {
  const sum = (/** @type {number[]} */ lengths) => lengths.reduce((all, length) => all + length, 0);
  return {
    bytes: sum(files.map((file) => file.length)),
    brotliBytes: sum(files.map((file) => brotliCompressSync(file).length)),
  };
}
