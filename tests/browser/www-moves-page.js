/** The panel with its moves: opened in a browser, over an emulator in this process that can be told to fail. */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { servePanel } from './www-panel-site.js';
import { buildPage, launchBrowser } from './www-site.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContext} Context */
/** @typedef {Awaited<ReturnType<typeof servePanel>>} Panel */

/** @type {Awaited<ReturnType<typeof buildPage>>} */ let built;
/** @type {import('playwright-core').Browser} */ let browser;
/** @type {string[]} */ let complaints = [];
/** @type {(() => Promise<unknown>)[]} */ const closing = [];

before(async () => {
  [built, browser] = await Promise.all([buildPage('panel'), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await built?.remove();
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  assert.deepEqual(takeComplaints(), [], 'no complaint in the console');
});

/** What the console said until now, but for answers with a bad status, which each browser tells by itself. */
export function takeComplaints() {
  const heard = complaints.filter((text) => !/Failed to load resource/.test(text));
  complaints = [];
  return heard;
}

export const phoneOf = (/** @type {number} */ at) => String(13800000000 + at);
export const codeOf = (/** @type {number} */ at) => `card${String(at).padStart(4, 'x')}`;

/**
 * Paid cards, as the service writes them.
 * @param {number} count
 * @param {Record<string, unknown>} [more]
 */
export function cards(count, more = {}) {
  return Array.from({ length: count }, (_, at) => ({
    id: `id-of-${codeOf(at)}`,
    code: codeOf(at),
    type: '1',
    api_limit: 1_000_000,
    user_phone: Number(phoneOf(at)),
    user_name: `Owner ${at}`,
    ...more,
  }));
}

/** @param {import('./www-panel-site.js').PanelOptions} options */
export async function serve(options) {
  const panel = await servePanel(built.folder, options);
  closing.push(() => panel.close());
  return panel;
}

/**
 * A person's browser, signed in.
 * @param {Panel} panel
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function visit(panel, options = {}) {
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...options });
  closing.push(() => context.close());
  const page = await tab(context);
  await page.goto(panel.link);
  await page.getByRole('navigation').first().waitFor();
  return { context, page };
}

/** Another tab. @param {Context} context */
export async function tab(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  // A page that is left in mid-work asks; here it is meant.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
  return page;
}

/** @param {Page} page @param {Panel} panel @param {string} path */
export async function go(page, panel, path) {
  await page.goto(`${panel.url}#${path}`);
}

/**
 * What the emulator itself holds of each card.
 * @param {Panel} panel
 */
export function balances(panel) {
  return new Map(panel.emulator.cards().map(({ code, apiLimit }) => [code, apiLimit]));
}
