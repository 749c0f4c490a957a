/**
 * The panel's list of cards in Chromium: `scripts/with-tools node bench/panel.js`, after `make package` and the page's set-up. Prints a row a
 * size: from a letter typed to the next frame, frames a second while it scrolls, from a tick of all to the next frame.
 */
import { manyCards } from '../tests/browser/www-many-cards.js';
import { servePanel } from '../tests/browser/www-panel-site.js';
import { buildPage, launchBrowser } from '../tests/browser/www-site.js';

const ROUNDS = 15;
const SECONDS = 3;

const built = await buildPage('panel');
const browser = await launchBrowser();
for (const count of [10_000, 100_000]) {
  const site = await servePanel(built.folder, { cards: manyCards(count) });
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  await page.goto(site.link);
  await page.goto(`${site.url}#/cards?all=1`);
  await page.locator('.search input').waitFor({ timeout: 120_000 });
  await page.locator('.grid-data').first().waitFor();
  const found = await page.evaluate(measure, { rounds: ROUNDS, seconds: SECONDS });
  console.log(JSON.stringify({ cards: count, ...found }));
  await page.close();
  await site.close();
}
await browser.close();
await built.remove();

/**
 * Runs in the page.
 * @param {{ rounds: number, seconds: number }} how
 */
async function measure({ rounds, seconds }) {
  // A frame is painted after its callback; what is queued there runs when it is.
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  /** @param {number[]} times */
  const summary = (times) => {
    const sorted = times.toSorted((a, b) => a - b);
    return { median: Math.round(sorted[sorted.length >> 1] ?? 0), worst: Math.round(sorted.at(-1) ?? 0) };
  };
  /** @param {() => void} act */
  const timed = async (act) => {
    const start = performance.now();
    act();
    await painted();
    return performance.now() - start;
  };

  const input = /** @type {HTMLInputElement} */ (document.querySelector('.search input'));
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const type = (/** @type {string} */ text) => {
    setValue?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const filter = [];
  const typed = ['1', '13', '138', '张', '张伟', 'a', 'ab', '138****00', ''];
  for (let round = 0; round < rounds; round += 1) {
    for (const text of typed) filter.push(await timed(() => type(text)));
  }

  const grid = /** @type {HTMLElement} */ (document.querySelector('.grid'));
  let frames = 0;
  const begin = performance.now();
  await new Promise((done) => {
    const step = (/** @type {number} */ now) => {
      frames += 1;
      grid.scrollTop += 60;
      if (now - begin > seconds * 1000) done(undefined);
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  const fps = Math.round(frames / ((performance.now() - begin) / 1000));

  const all = /** @type {HTMLInputElement} */ (document.querySelector('.grid-head input'));
  const select = [];
  for (let round = 0; round < rounds; round += 1) select.push(await timed(() => all.click()));
  return { filterMs: summary(filter), scrollFps: fps, selectMs: summary(select) };
}
