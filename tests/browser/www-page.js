/** The page of `www`, opened in a browser, and what its tests do with it again and again. */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { buildPage, createDemoEmulator, launchBrowser, servePage } from './www-site.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('espai-cdkey').Card & { apiLimit: number, userPhone: string, userName: string }} Card */

/** What the emulator of the page holds at first. */
export const cards = /** @type {Card[]} */ ((await createDemoEmulator()).cards());
export const trial = cardWhere((card) => card.type === '0');
/** Two paid cards to move calls between. */
export const source = cardWhere((card) => card.type !== '0' && card.apiLimit >= 100);
export const target = cardWhere((card) => card.type !== '0' && card.apiLimit >= 100 && card !== source);
export const emptied = cardWhere((card) => card.type !== '0' && card.apiLimit === 0);

/** @type {Awaited<ReturnType<typeof buildPage>>} */ let built;
/** @type {Awaited<ReturnType<typeof servePage>>} */ export let site;
/** @type {import('playwright-core').Browser} */ let browser;
/** @type {string[]} */ let complaints = [];
/** @type {import('playwright-core').BrowserContext[]} */ const contexts = [];

before(async () => {
  built = await buildPage();
  [site, browser] = await Promise.all([servePage(built.folder), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await site?.close();
  await built?.remove();
});

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  // Errors of the page, of its libraries and of the content policy all come to the console.
  assert.deepEqual(takeComplaints(), [], 'no complaint in the console');
});

/** What the console said until now, and lets it be: for a test that expects it. */
export function takeComplaints() {
  const heard = complaints;
  complaints = [];
  return heard;
}

/**
 * @param {(card: Card) => boolean} wanted
 * @returns {Card}
 */
function cardWhere(wanted) {
  const card = cards.find(wanted);
  assert.ok(card, 'the emulator has such a card');
  return card;
}

/**
 * Opens the page as a first visit; with `backend`, as one whose last visit chose the backend beside it.
 * @param {{ locale?: string, width?: number, height?: number, backend?: boolean }} [options]
 */
export async function open({ locale = 'en-US', width = 1280, height = 900, backend = false } = {}) {
  const context = await browser.newContext({ locale, viewport: { width, height }, reducedMotion: 'reduce' });
  contexts.push(context);
  if (backend) {
    await context.addInitScript(() => {
      localStorage.setItem('espai-cdkey.connection', '{"kind":"backend","baseUrl":"/api"}');
    });
  }
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(site.url);
  // The first of the list: on a phone few fit.
  await page
    .getByText(cards[0]?.code ?? '')
    .first()
    .waitFor();
  return page;
}

/** @param {Page} page @param {string} code */
export const row = (page, code) => page.getByRole('row').filter({ hasText: code });

/** @param {Page} page */
export const dialog = (page) => page.getByRole('dialog');

/** Lets the next calls fail. @param {Page} page @param {RegExp} fault @param {{ endpoint?: string, times?: number }} [how] */
export async function inject(page, fault, { endpoint = 'transfer', times = 1 } = {}) {
  await page.getByRole('button', { name: 'Developer' }).click();
  await page.getByRole('radio', { name: fault }).check();
  if (endpoint !== 'transfer') {
    await page.getByRole('combobox', { name: 'Which call' }).click();
    await page.locator('.ant-select-item-option').filter({ hasText: endpoint }).click();
  }
  await page.getByRole('spinbutton', { name: 'How many times' }).fill(String(times));
  await page.getByRole('button', { name: 'Inject' }).click();
  await page
    .getByText(/^Injected:/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
}

/** From a card of the list to the preview of a transfer. @param {Page} page @param {Card} from @param {Card} to */
export async function previewTransfer(page, from, to, amount = '10') {
  await page.getByRole('button', { name: `Transfer from card ${from.code}` }).click();
  await page.locator('.ant-select').filter({ hasText: from.code }).waitFor();
  await page.getByRole('combobox', { name: 'To' }).click();
  await page.keyboard.type(to.code);
  await page.locator('.ant-select-item-option-active').filter({ hasText: to.code }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('spinbutton', { name: 'Calls to move' }).fill(amount);
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('This will happen').waitFor();
}

/** @param {Page} page @param {string} endpoint */
export async function requestsOf(page, endpoint) {
  await page.getByRole('button', { name: 'Developer' }).click();
  await page.locator('.calls li').first().waitFor();
  const said = await page.locator('.calls li').allTextContents();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  return said.filter((line) => line.includes('request') && line.includes(endpoint)).length;
}

/** As the page writes numbers in English. */
export const number = new Intl.NumberFormat('en');
