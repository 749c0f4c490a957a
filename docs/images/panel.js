/**
 * The pictures of the panel: `scripts/with-tools node docs/images/panel.js`, after `make package` and the page's set-up (`node scripts/www.js install`).
 *
 * The panel as `espai-cdkey admin --demo` shows it, in Chromium, on the same cards each time; in both languages and both themes.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { servePanel } from '../../tests/browser/www-panel-site.js';
import { buildPage, createDemoEmulator, launchBrowser } from '../../tests/browser/www-site.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** When the pictures are taken, and when the demo's month ends in them. */
const THEN = new Date('2026-11-20T10:00:00+08:00');

const earlier = Date.now() - THEN.getTime();
const since = (/** @type {number | null} */ time) => (time === null ? null : time - earlier);
const cards = (await createDemoEmulator())
  .cards()
  .map((card) => ({ ...card, createTime: since(card.createTime), updateTime: since(card.updateTime) }));

const built = await buildPage('panel');
const site = await servePanel(built.folder, { cards });
const browser = await launchBrowser();
for (const [language, locale] of /** @type {const} */ ([
  ['zh', 'zh-CN'],
  ['en', 'en-US'],
])) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const context = await browser.newContext({
      locale,
      colorScheme,
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    // A clock that stands: the pictures have the time of loading in them.
    await page.clock.setFixedTime(THEN);
    const take = (/** @type {string} */ name) =>
      page.screenshot({ path: join(HERE, `panel-${name}.${language}.${colorScheme}.png`) });
    await page.goto(site.link);
    await page.locator('.grid-data').first().waitFor();
    await take('cards');
    await page.goto(`${site.url}#/overview`);
    await page.locator('canvas').nth(1).waitFor();
    await page.waitForTimeout(300);
    await take('overview');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${site.url}#/cards`);
    await page.locator('.stack li').first().waitFor();
    await page.evaluate(() => window.scrollTo(0, 430));
    await page.waitForTimeout(300);
    await take('phone');
    await context.close();
  }
}
await browser.close();
await site.close();
await built.remove();
