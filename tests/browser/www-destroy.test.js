/** The panel's destroys: exactly which cards and why not the others, confirmed by their number, refused where one has changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.js';
import { balances, cards, codeOf, go, phoneOf, serve, visit } from './www-moves-page.js';

/** @typedef {import('./www-moves-page.js').Panel} Panel */

const idOf = (/** @type {number} */ at) => `id-of-${codeOf(at)}`;

/** Two empty paid cards, one that holds something, a trial card, an unlimited one. */
const SET = [
  ...cards(2, { api_limit: 0 }),
  { ...cards(3)[2], user_name: '<b>markup</b>' },
  { ...cards(4)[3], type: '0', api_limit: 0 },
  { ...cards(5)[4], type: '5', api_limit: null },
];
const ALL = [0, 1, 2, 3, 4].map(idOf).join(',');

/** @param {Panel} panel */
const sent = (panel) => panel.served.filter((path) => path.endsWith('/cdkey/destroy')).length;

/** @param {Panel} panel @param {number} from @param {number} to @param {number} limit */
async function elsewhere(panel, from, to, limit) {
  const answer = await panel.emulator.fetch('https://emulator.invalid/cdkey/transfer', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: panel.emulator.apiKey },
    body: JSON.stringify({
      ...{ phone: phoneOf(from), code: codeOf(from), target_phone: phoneOf(to), target_code: codeOf(to) },
      limit: String(limit),
    }),
  });
  assert.match(await answer.text(), /"success":true/);
}

test('only what the rules allow is destroyed, after their number was typed', async () => {
  const panel = await serve({ cards: SET });
  const { page } = await visit(panel);
  await go(page, panel, `/destroy?ids=${ALL},gone`);
  await page.getByText('2 of 5 will be destroyed').waitFor();
  await page.getByText('1 of those chosen is not there any more.').waitFor();
  for (const why of ['A free trial card cannot', 'It is not at 0', 'tells no quota of it', '<b>markup</b>']) {
    await page.getByText(why).waitFor();
  }
  await assertAccessible(page, 'the plan');
  const confirm = page.getByRole('button', { name: 'Destroy 2 now' });
  assert.ok(await confirm.isDisabled());
  await page.getByLabel('Type the number of cards').fill('5');
  assert.ok(await confirm.isDisabled());
  await page.getByLabel('Type the number of cards').fill('2');
  await confirm.dblclick();
  await page.getByText('Destroyed 2, not destroyed 0, unknown 0').waitFor();
  await assertAccessible(page, 'the end');
  assert.deepEqual([...balances(panel).keys()], [codeOf(2), codeOf(3), codeOf(4)]);
  assert.equal(sent(panel), 2);
});

test('a card that has changed since is refused, and the plan is shown anew', async () => {
  const panel = await serve({ cards: SET });
  const { page } = await visit(panel);
  await go(page, panel, `/destroy?ids=${ALL}`);
  await page.getByLabel('Type the number of cards').fill('2');
  await elsewhere(panel, 2, 1, 5);
  await page.keyboard.press('Enter');
  await page.getByText('A card has changed since. Nothing was destroyed').waitFor();
  assert.equal(sent(panel), 0);
  await page.getByText('1 of 5 will be destroyed').waitFor();
  await page.getByLabel('Type the number of cards').fill('1');
  await page.keyboard.press('Enter');
  await page.getByText('Destroyed 1').waitFor();
  assert.ok(balances(panel).has(codeOf(1)));
});

test('an unknown one stays in sight over a reload, and the card can be looked for', async () => {
  const panel = await serve({ cards: SET });
  const { page } = await visit(panel);
  await go(page, panel, `/destroy?ids=${ALL}`);
  await page.getByLabel('Type the number of cards').fill('2');
  panel.emulator.inject({ fault: 'drop', endpoint: 'destroy', when: 'after' });
  await page.keyboard.press('Enter');
  await page.getByText('Destroyed 1, not destroyed 0, unknown 1').waitFor();
  await page.getByText('Not settled').waitFor();
  await assertAccessible(page, 'one unknown');
  await go(page, panel, '/cards');
  await page.reload();
  await page.getByText('Not settled').waitFor();
  await page.getByRole('button', { name: 'Look for the card' }).click();
  await page.locator('[data-verdict="card_gone"]').waitFor();
  assert.equal(sent(panel), 2);
  await page.getByRole('button', { name: 'I have checked' }).click();
  await page.getByText('Not settled').waitFor({ state: 'hidden' });
});

test('in Chinese, on a phone, in the dark; and not offered to who may not', async () => {
  const panel = await serve({ cards: SET });
  const { page } = await visit(panel, {
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 380, height: 800 },
  });
  await go(page, panel, `/destroy?ids=${ALL}`);
  await page.getByText('将销毁 2 张').waitFor();
  await assertAccessible(page, '计划');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `nothing sticks out: ${wide}`);

  const reader = await serve({ cards: SET, allow: ['list', 'detail'] });
  const other = await visit(reader);
  for (const path of ['/destroy?ids=x', '/transfer', '/bulk']) {
    await go(other.page, reader, path);
    await other.page.getByText('You are not allowed to do this').waitFor();
  }
});
