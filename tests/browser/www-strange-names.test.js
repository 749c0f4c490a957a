/** Names that are markup, run right to left or have 500 characters: on every screen they are text, in their place, and break nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cards, codeOf, go, phoneOf, serve, visit } from './www-moves-page.js';

/** @typedef {import('playwright-core').Page} Page */

const MARKUP = '<img src=x onerror="globalThis.hacked=1"><b>bold</b>';
/** It turns whatever comes after it around, unless it is kept apart. */
const BACKWARDS = '\u202eمرحبا reversed';
const LONG = '长'.repeat(500);
const NAMES = [MARKUP, BACKWARDS, LONG];
const FILE = `${MARKUP}${LONG}\u202eمرحبا.csv`;
const idOf = (/** @type {number} */ at) => `id-of-${codeOf(at)}`;

/** Three of each kind: empty ones, some that are nearly so, unlimited ones. */
const SET = cards(9).map((card, at) => ({
  ...card,
  user_name: NAMES[at % 3],
  ...[{ api_limit: 0 }, { api_limit: 5 }, { api_limit: null, type: '5' }][Math.floor(at / 3)],
}));

/**
 * Nothing sticks out, nothing ran, and what runs backwards ends where its name does.
 * @param {Page} page @param {string} where
 */
async function check(page, where) {
  const found = await page.evaluate(
    (names) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      /** @type {string[]} */
      const loose = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = node.textContent ?? '';
        const name = names.find((one) => text.includes(one));
        if (name === undefined) continue;
        const element = node.parentElement;
        // By itself in its cell, or isolated by an element or by Unicode: else it turns around what stands beside it.
        const apart = element?.closest('bdi, td, [role=cell]');
        if (apart?.textContent?.trim() === name || text.includes(`\u2068${name}\u2069`)) continue;
        loose.push(element?.outerHTML.slice(0, 200) ?? '');
      }
      return {
        loose,
        over: document.documentElement.scrollWidth - innerWidth,
        hacked: /** @type {any} */ (globalThis).hacked,
      };
    },
    [BACKWARDS, FILE],
  );
  assert.deepEqual(found, { loose: [], over: 0, hacked: undefined }, where);
}

for (const width of [1280, 390]) {
  test(`in the cards, the overview, a destroy and a transfer, ${width} wide`, async () => {
    const panel = await serve({ cards: SET });
    const { page } = await visit(panel, { viewport: { width, height: 844 } });
    await page.getByText(MARKUP).first().waitFor();
    await check(page, 'the cards');

    await go(page, panel, '/overview');
    await page.getByRole('table', { name: 'Unlimited cards' }).getByText(MARKUP).waitFor();
    await check(page, 'the overview');

    for (const at of [0, 1, 2]) {
      await go(page, panel, `/cards/${idOf(at)}`);
      await page.getByRole('heading', { name: `Card ${codeOf(at)}` }).waitFor();
      await page.getByText(NAMES[at] ?? '').waitFor();
      await check(page, `card ${at}`);
    }

    await go(page, panel, `/destroy?ids=${[0, 1, 2].map(idOf).join(',')}`);
    await page.getByText(MARKUP).waitFor();
    await check(page, 'a destroy');

    await go(page, panel, '/transfer');
    for (const [field, at] of /** @type {const} */ ([
      ['From', 4],
      ['To', 5],
    ])) {
      await page.getByRole('combobox', { name: field }).click();
      await page.keyboard.type(codeOf(at));
      await page
        .locator('.ant-select-item-option-active')
        .filter({ hasText: codeOf(at) })
        .waitFor();
      await check(page, `choosing ${field}`);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('spinbutton', { name: 'Calls to move' }).fill('1');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('This will happen').waitFor();
    await check(page, 'the preview');
    panel.emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
    await page.getByRole('button', { name: 'Transfer 1 now' }).click();
    await page.getByText('Not settled').waitFor();
    await check(page, 'what is not settled');
  });

  test(`in a bulk: its file's name, its cells and its header, ${width} wide`, async () => {
    const panel = await serve({ cards: SET });
    const { page } = await visit(panel, { viewport: { width, height: 844 } });
    const line = (/** @type {string} */ code) => [phoneOf(4), code, phoneOf(5), codeOf(5), '1'].join(',');
    const quoted = (/** @type {string} */ text) => `"${text.replaceAll('"', '""')}"`;
    const csv = ['phone,code,target_phone,target_code,limit', ...NAMES.map((name) => line(quoted(name)))].join('\n');
    await go(page, panel, '/bulk');
    const file = (/** @type {string} */ content) => ({
      name: FILE,
      mimeType: 'text/csv',
      buffer: Buffer.from(content),
    });
    await page.locator('#bulk-file').setInputFiles(file(csv));
    // Right-to-left marks are control characters to the rules, and 500 characters too many.
    await page.getByText(/[12] problems?\. Nothing can be sent/).waitFor();
    await page.getByText(MARKUP).first().waitFor();
    await check(page, 'lines with problems');
    await page.getByRole('button', { name: 'All bulks' }).click();
    await page.getByRole('button', { name: 'Open <img' }).waitFor();
    await check(page, 'the bulks');

    await page.locator('#bulk-file').setInputFiles(file(csv.replace('limit', quoted(`${MARKUP}${LONG}`))));
    await page
      .getByText(/problem/)
      .first()
      .waitFor();
    await check(page, 'a header that nobody knows');
    await go(page, panel, '/bulk');
    await page
      .locator('#bulk-file')
      .setInputFiles(file(['phone,code,target_phone,target_code,limit', line(MARKUP.replaceAll('"', ''))].join('\n')));
    await page.getByRole('button', { name: 'Send 1 transfers' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send 1 transfers' }).click();
    await page.getByText('All lines are over.').waitFor({ timeout: 30_000 });
    await check(page, 'a line that is over');
  });
}
