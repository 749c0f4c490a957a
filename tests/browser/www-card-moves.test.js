/** A card's own page shows what this browser did with it: what is over, what nobody knows, and lines of bulks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.js';
import { cards, codeOf, go, phoneOf, serve, visit } from './www-moves-page.js';
import { stored } from './www-evidence.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./www-moves-page.js').Panel} Panel */

const idOf = (/** @type {number} */ at) => `id-of-${codeOf(at)}`;

/** The rows of the table, each as its cells. @param {Page} page @param {string} [name] */
async function moves(page, name = 'Done from this browser') {
  const table = page.getByRole('table', { name });
  await table.waitFor();
  const rows = await table.locator('tbody tr').all();
  const cells = await Promise.all(rows.map((row) => row.getByRole('cell').allTextContents()));
  return cells.map(([, ...rest]) => rest.join(' | '));
}

/** @param {Page} page @param {Panel} panel @param {number} amount */
async function transfer(page, panel, amount) {
  await go(page, panel, '/cards');
  await page.getByRole('button', { name: `Transfer from card ${codeOf(0)}` }).click();
  await page
    .locator('.ant-select')
    .filter({ hasText: codeOf(0) })
    .waitFor();
  await page.getByRole('combobox', { name: 'To' }).click();
  await page.keyboard.type(codeOf(1));
  await page
    .locator('.ant-select-item-option-active')
    .filter({ hasText: codeOf(1) })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('spinbutton', { name: 'Calls to move' }).fill(String(amount));
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('button', { name: `Transfer ${amount} now` }).click();
}

test('transfers, a bulk and a destroy are shown on the pages of their cards, and only to who made them', async () => {
  const [one, two, three] = cards(3);
  const panel = await serve({
    cards: [
      { ...one, api_limit: 100 },
      { ...two, api_limit: 100 },
      { ...three, api_limit: 0 },
    ],
  });
  const { page } = await visit(panel);
  await go(page, panel, `/cards/${idOf(0)}`);
  await page.getByText('This browser has done nothing with this card yet.').waitFor();
  await assertAccessible(page, 'a card that nothing was done with');

  await transfer(page, panel, 10);
  await page.getByText('Transferred', { exact: true }).waitFor();
  // The service refuses this one: it certainly did not happen.
  panel.emulator.inject({ fault: 'envelope', endpoint: 'transfer', code: 400, message: 'no' });
  await transfer(page, panel, 11);
  await page.locator('[data-outcome="rejected"]').waitFor();
  panel.emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
  await transfer(page, panel, 12);
  await page.getByText('Not settled').waitFor();

  await go(page, panel, '/bulk');
  const line = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ amount) =>
    [phoneOf(from), codeOf(from), phoneOf(to), codeOf(to), amount].join(',');
  const sheet = ['phone,code,target_phone,target_code,limit', line(0, 1, 1), line(1, 0, 2), line(1, 2, 3)].join('\n');
  await page.locator('#bulk-file').setInputFiles({
    name: '<b>May</b>.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(sheet),
  });
  await page.getByRole('button', { name: 'Send 3 transfers' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send 3 transfers' }).click();
  await page.getByText('All lines are over.').waitFor({ timeout: 60_000 });

  await go(page, panel, `/cards/${idOf(0)}`);
  const ofFirst = [
    `Transferred 12 to ${codeOf(1)} | 90 | — | nobody knows`,
    `Transferred 1 to ${codeOf(1)}<b>May</b>.csv, line 2 | 90 | 89 | done`,
    `Received 2 from ${codeOf(1)}<b>May</b>.csv, line 3 | 89 | 91 | done`,
    `Transferred 11 to ${codeOf(1)} | 90 | — | did not happen`,
    `Transferred 10 to ${codeOf(1)} | 100 | 90 | done`,
  ];
  assert.deepEqual(await moves(page), ofFirst);
  await assertAccessible(page, 'a card with moves');

  await page.getByRole('button', { name: 'I have checked' }).click();
  await page.locator('[data-status="settled"]').waitFor();
  await page.reload();
  assert.deepEqual(
    (await moves(page)).sort(),
    ofFirst.map((row) => row.replace('nobody knows', 'you have checked it')).sort(),
  );

  // The other card of it, by its link; and a card that is gone.
  await page
    .getByRole('link', { name: codeOf(1) })
    .first()
    .click();
  await page.getByRole('heading', { name: `Card ${codeOf(1)}` }).waitFor();
  assert.ok((await moves(page)).includes(`Received 10 from ${codeOf(0)} | 100 | 110 | done`));
  assert.equal((await moves(page)).length, 6);

  // What is over is kept without phones; those of the bulk are there until it is removed.
  const kept = /** @type {unknown[][]} */ (JSON.parse(await page.evaluate(stored)))[0] ?? [];
  const past = JSON.stringify(kept[kept.indexOf('past') + 1]);
  assert.ok(past.includes(codeOf(1)) && !past.includes(phoneOf(1)), past);

  panel.end('li.na');
  await page.goto(panel.link);
  await page.getByText('li.na').first().waitFor();
  await go(page, panel, `/cards/${idOf(1)}`);
  await page.getByText('This browser has done nothing with this card yet.').waitFor();
});

test('a destroyed card still tells what was done with it; in Chinese, on a phone, in the dark', async () => {
  const panel = await serve({ cards: cards(1, { api_limit: 0 }) });
  const { page } = await visit(panel, { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 380, height: 800 } });
  await go(page, panel, `/destroy?ids=${idOf(0)}`);
  await page.getByLabel('请输入要销毁的数量').fill('1');
  await page.getByRole('button', { name: /立即销毁 1/ }).click();
  await page.getByText(/已销毁 1/).waitFor();
  await go(page, panel, `/cards/${idOf(0)}`);
  await page.getByText('没有此 ID 的额度卡').waitFor();
  assert.deepEqual(await moves(page, '本浏览器的操作'), ['销毁  | 0 | — | 已完成']);
  await assertAccessible(page, '已销毁的卡');
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 380, 'nothing sticks out');
});

test('who may move nothing is shown no moves', async () => {
  const panel = await serve({ cards: cards(1), allow: ['list', 'detail'] });
  const { page } = await visit(panel);
  await go(page, panel, `/cards/${idOf(0)}`);
  await page.getByRole('heading', { name: `Card ${codeOf(0)}` }).waitFor();
  assert.equal(await page.getByText('Done from this browser').count(), 0);
});
