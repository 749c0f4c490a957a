/** The ledger's operations in the panel: those that nobody knows the end of, their evidence, and who says how they ended. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertAccessible } from './axe.js';
import { post, startAdmin } from './www-admin.js';
import { cards, codeOf, go, phoneOf, serve, visit } from './www-moves-page.js';

/** @type {(() => Promise<unknown>)[]} */
const closing = [];
after(async () => {
  for (const close of closing) await close();
});

/** @param {string[]} [args] */
async function admin(args) {
  const panel = await startAdmin(/** @type {any} */ (cards(6)), args);
  closing.push(() => panel.close());
  return panel;
}

/**
 * A transfer as the page sends it.
 * @param {number} at
 * @param {number} limit
 */
const transfer = (at, limit) => ({
  ...{ phone: phoneOf(at), code: codeOf(at), target_phone: phoneOf(at + 1), target_code: codeOf(at + 1) },
  limit,
});

/**
 * Three that are done, and one whose answer was lost without a trace on the cards.
 * @param {import('playwright-core').Page} page
 * @param {Awaited<ReturnType<typeof admin>>} panel
 */
async function fill(page, panel) {
  panel.emulator.inject({ fault: 'drop', when: 'before', endpoint: 'transfer' });
  assert.equal(await post(page, panel, 'cdkey/transfer', transfer(0, 25), 'order-4711'), 502);
  for (const at of [2, 3, 4]) {
    assert.equal(await post(page, panel, 'cdkey/transfer', transfer(at, at), `sheet.csv:${at}`), 200);
  }
}

/** @param {import('playwright-core').Page} page @param {string} label */
const table = (page, label) => page.getByRole('table', { name: label });

test('what nobody knows the end of stands first; its evidence is side by side, and a person says how it ended', async () => {
  const panel = await admin();
  const { page } = await visit(/** @type {any} */ (panel));
  await fill(page, panel);
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByText('Nobody knows whether this happened').waitFor();
  await table(page, 'Unknown').getByText('25 calls from').waitFor();
  assert.equal(await table(page, 'Operations, the newest first').getByRole('row').count(), 1 + 4);
  await assertAccessible(page, 'operations');

  await table(page, 'Unknown').getByRole('link', { name: 'order-4711' }).click();
  await page.getByText('Neither card had moved').waitFor();
  const evidence = page.locator('.comparison');
  assert.deepEqual(await evidence.locator('thead th').allTextContents(), ['Code', 'Before', 'Afterwards', 'Change']);
  assert.deepEqual(await evidence.locator('tbody tr').first().locator('td').allTextContents(), [
    '1,000,000',
    '1,000,000',
    '0',
  ]);
  // Phones are masked until they are asked for.
  assert.equal(await page.getByText(phoneOf(0)).count(), 0);
  await page.getByRole('switch', { name: 'Show full phone numbers' }).click();
  await page.getByText(phoneOf(0)).waitFor();
  await assertAccessible(page, 'an operation');

  await page.getByRole('button', { name: 'Look at the cards' }).click();
  await page.locator('[data-look="unknown"]').waitFor({ timeout: 20_000 });

  await page.getByRole('button', { name: 'Say how it ended' }).click();
  const dialog = page.getByRole('dialog', { name: 'How did it end?' });
  await dialog.getByRole('button', { name: 'Keep this' }).click();
  await dialog.getByText('Please choose.').waitFor();
  await dialog.getByText('Please write what you looked at.').waitFor();
  await assertAccessible(page, 'resolving');
  await dialog.getByRole('radio', { name: 'It did not happen' }).check();
  await dialog.getByLabel('What did you look at?').fill('<b>both cards</b> and the records');
  await dialog.getByRole('button', { name: 'Keep this' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(/ said: it did not happen/).waitFor();
  await page.getByText('<b>both cards</b> and the records').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Say how it ended' }).count(), 0);

  await page.getByRole('button', { name: 'All operations' }).click();
  await table(page, 'Operations, the newest first').getByText('Failed').waitFor();
  assert.equal(await page.getByText('Nobody knows whether this happened').count(), 0);
  // The service has had it once at most: nothing was sent by any of this.
  assert.equal(panel.emulator.cards().find(({ code }) => code === codeOf(0))?.apiLimit, 1_000_000);
  assert.match(panel.log(), /"endpoint":"operations\.resolve","key":"order-4711","as":"failed"/);
});

test('the filter is in the address, and lasts over a reload', async () => {
  const panel = await admin();
  const { page } = await visit(/** @type {any} */ (panel));
  await fill(page, panel);
  await go(page, /** @type {any} */ (panel), '/operations');
  const rows = async () =>
    (await table(page, 'Operations, the newest first').getByRole('link').allTextContents()).join(' ');
  await page.getByText('4 shown').waitFor();
  assert.equal(await rows(), 'sheet.csv:4 sheet.csv:3 sheet.csv:2 order-4711');
  await page.getByLabel('Key', { exact: true }).fill('csv:');
  await page.getByLabel('Card', { exact: true }).fill(codeOf(3));
  await page.keyboard.press('Enter');
  await page.getByText('2 shown').waitFor();
  assert.equal(await rows(), 'sheet.csv:3 sheet.csv:2');
  assert.match(page.url(), /#\/operations\?key=csv%3A&card=card/);
  await page.reload();
  await page.getByText('2 shown').waitFor();
  assert.equal(await page.getByLabel('Key', { exact: true }).inputValue(), 'csv:');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('4 shown').waitFor();
  await page.getByLabel('Person', { exact: true }).fill('nobody of this name');
  await page.keyboard.press('Enter');
  await page.getByText('No operation fits.').waitFor();
  await page.goBack();
  await page.getByText('4 shown').waitFor();
  await go(page, /** @type {any} */ (panel), '/operations?status=unknown');
  await page.getByText('1 shown').waitFor();
  assert.equal(await rows(), 'order-4711');
  await go(page, /** @type {any} */ (panel), '/operations/nobody');
  await page.getByText('There is no operation of this key').waitFor();
});

test('older ones come when they are asked for', async () => {
  const panel = await admin();
  const { page } = await visit(/** @type {any} */ (panel));
  for (let at = 1; at <= 52; at += 1) {
    assert.equal(await post(page, panel, 'cdkey/transfer', transfer(0, at), `k${at}`), 200);
  }
  await go(page, /** @type {any} */ (panel), '/operations');
  await page.getByText('50 shown').waitFor();
  await page.getByRole('button', { name: 'Show older ones' }).click();
  await page.getByText('52 shown').waitFor();
  await table(page, 'Operations, the newest first').getByRole('link', { name: 'k1', exact: true }).waitFor();
});

test('on a phone, in the dark and in Chinese', async () => {
  const panel = await admin();
  const { page } = await visit(/** @type {any} */ (panel), {
    locale: 'zh-CN',
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await fill(page, panel);
  await page.getByRole('link', { name: '操作记录' }).click();
  await page.getByText('结果未知，不确定是否已经发生').waitFor();
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits(), 'the list is not wider than the phone');
  await assertAccessible(page, '操作记录');
  await page.getByRole('table', { name: '未知' }).getByRole('link').click();
  await page.getByText('两张卡都没有变动').waitFor();
  assert.ok(await fits(), 'an operation is not wider than the phone');
  await assertAccessible(page, '一笔操作');
  const target = await page.getByRole('button', { name: '核对额度卡' }).boundingBox();
  assert.ok(target !== null && target.height >= 24);
});

test('one that another person has settled meanwhile is told, and their word stays', async () => {
  const panel = await admin();
  const { page } = await visit(/** @type {any} */ (panel));
  await fill(page, panel);
  await go(page, /** @type {any} */ (panel), '/operations/order-4711');
  await page.getByRole('button', { name: 'Say how it ended' }).click();
  const word = { key: 'order-4711', as: 'done', note: 'the service told me' };
  assert.equal(await post(page, panel, 'operations/resolve', word), 200);
  const dialog = page.getByRole('dialog', { name: 'How did it end?' });
  await dialog.getByRole('radio', { name: 'It did not happen' }).check();
  await dialog.getByLabel('What did you look at?').fill('cards');
  await dialog.getByRole('button', { name: 'Keep this' }).click();
  await dialog.getByText('somebody else has settled it').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText('the service told me').waitFor();
});

test('who may only look sees it all and settles nothing; without a ledger there is no such screen', async () => {
  const panel = await admin(['--read-only']);
  const { page } = await visit(/** @type {any} */ (panel));
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByText('No operation yet.').waitFor();
  const word = { key: 'order-4711', as: 'done', note: 'x' };
  assert.equal(await post(page, panel, 'operations/resolve', word), 403);

  const plain = await serve({ cards: cards(2) });
  const other = await visit(plain);
  await other.page.getByText(codeOf(0)).first().waitFor();
  assert.equal(await other.page.getByRole('link', { name: 'Operations' }).count(), 0);
  await go(other.page, plain, '/operations');
  await other.page.getByText('You are not allowed to do this').waitFor();
});

test('what the screens of transfers and of bulks send are operations, each with a key', async () => {
  const panel = await admin();
  const { page } = await visit(/** @type {any} */ (panel));
  await go(page, /** @type {any} */ (panel), '/transfer');
  for (const [field, code] of [
    ['From', codeOf(0)],
    ['To', codeOf(1)],
  ]) {
    await page.getByRole('combobox', { name: field }).click();
    await page.keyboard.type(String(code));
    await page.locator('.ant-select-item-option-active').filter({ hasText: code }).waitFor();
    await page.keyboard.press('Enter');
  }
  await page.getByRole('spinbutton', { name: 'Calls to move' }).fill('10');
  await page.getByRole('button', { name: 'Preview' }).click();
  panel.emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
  await page.getByRole('button', { name: 'Transfer 10 now' }).dblclick();
  await page.getByText('Transferred').waitFor();

  await go(page, /** @type {any} */ (panel), '/bulk');
  const lines = [2, 3].map((at) => [phoneOf(at), codeOf(at), phoneOf(at + 1), codeOf(at + 1), at].join(','));
  const csv = ['phone,code,target_phone,target_code,limit', ...lines].join('\n');
  const file = { name: 'transfers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.locator('#bulk-file').setInputFiles(file);
  await page.getByRole('button', { name: 'Send 2 transfers' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send 2 transfers' }).click();
  await page.getByText('All lines are over.').waitFor();

  await go(page, /** @type {any} */ (panel), '/operations');
  await page.getByText('3 shown').waitFor();
  const all = table(page, 'Operations, the newest first');
  assert.equal(await all.getByText('Done').count(), 3);
  const keys = await all.getByRole('link').allTextContents();
  for (const key of keys) assert.match(key, /^[\da-f]{8}-[\da-f-]{27}$/);
  // Its answer was lost; the cards say that it happened, and that is told with them.
  await all.getByRole('link', { name: keys[2] ?? '', exact: true }).click();
  await page.getByText('The answer was lost, but both cards show exactly this transfer').waitFor();
  const held = panel.emulator.cards().map(({ apiLimit }) => Number(apiLimit) - 1_000_000);
  assert.deepEqual(held, [-10, 10, -2, -1, 3, 0]);
});
