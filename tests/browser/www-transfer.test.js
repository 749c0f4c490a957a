/** The panel's transfer: cards found by typing, both shown before and after, sent once, and what is unknown kept over reloads. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.js';
import { balances, cards, codeOf, go, phoneOf, serve, visit } from './www-moves-page.js';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Chooses a card by typing, with the keyboard alone.
 * @param {Page} page @param {string} field @param {string} typed @param {string} code
 */
async function pick(page, field, typed, code) {
  await page.getByRole('combobox', { name: field }).click();
  await page.keyboard.type(typed);
  await page.locator('.ant-select-item-option-active').filter({ hasText: code }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.ant-select').filter({ hasText: code }).first().waitFor();
}

/** Up to the preview. @param {Page} page @param {string} [amount] */
async function preview(page, amount = '10') {
  await pick(page, 'From', codeOf(0), codeOf(0));
  await pick(page, 'To', phoneOf(1), codeOf(1));
  await page.getByRole('spinbutton', { name: 'Calls to move' }).fill(amount);
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('This will happen').waitFor();
}

test('cards are found by code, phone and name; both are shown; two clicks send once; the end says what the cards say', async () => {
  const panel = await serve({ cards: cards(3) });
  const { page } = await visit(panel);
  await go(page, panel, '/transfer');
  await assertAccessible(page, 'the form');
  await pick(page, 'From', 'Owner 2', codeOf(2));
  await preview(page);
  const rows = await page.getByRole('row').allTextContents();
  assert.match(rows[1] ?? '', /1,000,000999,990$/);
  assert.match(rows[2] ?? '', /1,000,0001,000,010$/);
  await assertAccessible(page, 'the preview');
  await page.getByRole('button', { name: 'Transfer 10 now' }).dblclick();
  await page.getByText('Transferred').waitFor();
  assert.match((await page.getByRole('row').nth(1).textContent()) ?? '', /999,990$/);
  await assertAccessible(page, 'the end');
  assert.equal(balances(panel).get(codeOf(0)), 999_990);
  assert.equal(balances(panel).get(codeOf(1)), 1_000_010);
  assert.equal(panel.served.filter((path) => path.endsWith('/cdkey/transfer')).length, 1);
});

test("a role's limit is told before anything is sent", async () => {
  const panel = await serve({ cards: cards(2), maxTransfer: 5 });
  const { page } = await visit(panel);
  await go(page, panel, '/transfer');
  await page.getByText('You may move at most 5 at once.').waitFor();
  await pick(page, 'From', codeOf(0), codeOf(0));
  await pick(page, 'To', codeOf(1), codeOf(1));
  await page.getByRole('spinbutton', { name: 'Calls to move' }).fill('6');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('A whole number from 1 to 5').first().waitFor();
  await assertAccessible(page, 'a form that is refused');
  assert.equal(panel.served.filter((path) => /cdkey\/(transfer|detail)$/.test(path)).length, 0);
});

test('a lost answer is settled by the cards, and said to be', async () => {
  const panel = await serve({ cards: cards(2) });
  const { page } = await visit(panel);
  await go(page, panel, '/transfer');
  await preview(page);
  panel.emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
  await page.getByRole('button', { name: 'Transfer 10 now' }).click();
  await page.getByText('both cards show exactly this transfer').waitFor();
  assert.equal(balances(panel).get(codeOf(1)), 1_000_010);
  assert.equal(await page.getByText('Not settled').count(), 0);
});

test('an unknown outcome stays in sight over a reload, with its evidence, until a person has looked', async () => {
  const panel = await serve({ cards: cards(2) });
  const { page } = await visit(panel);
  await go(page, panel, '/transfer');
  await preview(page);
  panel.emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
  await page.getByRole('button', { name: 'Transfer 10 now' }).click();
  await page.getByText('Not settled').waitFor();
  await page.getByText('Neither card has moved').first().waitFor();
  await assertAccessible(page, 'an unknown outcome');
  assert.equal(await page.getByRole('button', { name: /Transfer 10|Change/ }).count(), 0, 'no way to repeat');

  await page.reload();
  await page.getByText('Not settled').waitFor();
  assert.equal(await page.locator('[data-verdict="not_observed"]').count(), 1, 'the evidence is still there');
  await go(page, panel, '/cards');
  await page.getByText('Not settled').waitFor();
  // It arrives late after all.
  const arrived = await panel.emulator.fetch('https://emulator.invalid/cdkey/transfer', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: panel.emulator.apiKey },
    body: JSON.stringify({
      ...{ phone: phoneOf(0), code: codeOf(0), target_phone: phoneOf(1), target_code: codeOf(1), limit: '10' },
    }),
  });
  assert.equal(arrived.status, 200);
  await page.getByRole('button', { name: 'Look at both cards' }).click();
  await page.locator('[data-verdict="likely_applied"]').waitFor();
  await page.getByRole('button', { name: 'I have checked' }).click();
  await page.getByText('Not settled').waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByRole('navigation').first().waitFor();
  assert.equal(await page.getByText('Not settled').count(), 0);
  assert.equal(panel.served.filter((path) => path.endsWith('/cdkey/transfer')).length, 1, 'sent once');
});

test('a page that is reloaded while the answer is awaited shows the transfer as unknown, and another person does not see it', async () => {
  const panel = await serve({ cards: cards(2) });
  const { page } = await visit(panel);
  await go(page, panel, '/transfer');
  await preview(page);
  panel.emulator.inject({ fault: 'latency', endpoint: 'transfer', ms: 1500, when: 'after' });
  await page.getByRole('button', { name: 'Transfer 10 now' }).click();
  await page.getByText('Sending. Please wait').waitFor();
  await page.waitForFunction(async () => {
    const { held } = await navigator.locks.query();
    return held?.some(({ name }) => name?.startsWith('espai-cdkey.move')) === true;
  });
  const sent = Date.now();
  while (!panel.served.some((path) => path.endsWith('/cdkey/transfer')) && Date.now() - sent < 10_000) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await page.reload();
  await page.getByText('Not settled').waitFor();
  await page.getByRole('button', { name: 'Look at both cards' }).click();
  await page.locator('[data-verdict="likely_applied"]').waitFor();

  panel.end('li.na');
  await page.goto(panel.link);
  await page.getByText('li.na').first().waitFor();
  assert.equal(await page.getByText('Not settled').count(), 0);
});

test('names that are markup, run right to left or are long are shown as they are', async () => {
  const long = 'long'.repeat(64);
  const panel = await serve({
    cards: [
      { ...cards(1)[0], user_name: '<img src=x onerror=alert(1)>' },
      { ...cards(2)[1], user_name: `\u202e${long}` },
    ],
  });
  const { page } = await visit(panel, { viewport: { width: 380, height: 800 } });
  await go(page, panel, '/transfer');
  await preview(page);
  await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `nothing sticks out: ${wide}`);
});

test('what the rules refuse is told in the preview, and not sent', async () => {
  const [trial, ...others] = cards(2);
  const panel = await serve({ cards: [{ ...trial, type: '0' }, ...others] });
  const { page } = await visit(panel);
  await go(page, panel, '/transfer');
  await preview(page);
  await page.getByText(`Card ${codeOf(0)} is not a known paid card`).waitFor();
  await page.getByRole('button', { name: 'Transfer 10 now' }).click();
  await page.locator('[data-outcome="not_sent"]').waitFor();
  await page.getByRole('button', { name: 'Change the input' }).click();
  assert.equal(await page.getByRole('spinbutton', { name: 'Calls to move' }).inputValue(), '10');
  assert.equal(panel.served.filter((path) => path.endsWith('/cdkey/transfer')).length, 0);
});

test('by phone and code, in Chinese, on a phone, in the dark', async () => {
  const panel = await serve({ cards: cards(2), allow: ['detail', 'transfer'] });
  const { page } = await visit(panel, { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 380, height: 800 } });
  await go(page, panel, '/transfer');
  for (const [side, at] of /** @type {const} */ ([
    ['转出卡', 0],
    ['转入卡', 1],
  ])) {
    await page.getByRole('group', { name: side }).getByLabel('手机号').fill(phoneOf(at));
    await page.getByRole('group', { name: side }).getByLabel('兑换码').fill(codeOf(at));
  }
  await page.getByRole('spinbutton', { name: '转让额度' }).fill('3');
  await page.getByRole('button', { name: '预览' }).click();
  await page.getByText('将会发生').waitFor();
  await assertAccessible(page, '预览');
  await page.getByRole('button', { name: '确认转让 3' }).click();
  await page.getByText('转让成功').waitFor();
  await assertAccessible(page, '完成');
  assert.equal(balances(panel).get(codeOf(1)), 1_000_003);
});
