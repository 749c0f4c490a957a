/** The page of `www`, built from the packed package, as a person uses it: under a strict policy, in both languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cards,
  dialog,
  emptied,
  inject,
  number,
  open,
  previewTransfer,
  row,
  site,
  source,
  takeComplaints,
  target,
  trial,
} from './www-page.js';

/** @typedef {import('./www-page.js').Card} Card */

test('lists the cards, with phone numbers masked until they are asked for', async () => {
  const page = await open();
  // Those in sight.
  for (const card of cards.slice(0, 10)) {
    const text = (await row(page, card.code).textContent()) ?? '';
    assert.ok(text.includes(card.code) && text.includes(number.format(card.apiLimit)), text);
    assert.ok(!text.includes(card.userPhone), 'the phone is masked');
  }
  assert.equal(await page.getByRole('status').filter({ hasText: 'cards' }).textContent(), `${cards.length} cards`);
  await page.getByRole('switch', { name: 'Show full phone numbers' }).click();
  await page.getByText(trial.userPhone).first().waitFor();
});

test('filters by every field, says when nothing matches, and marks what is refused', async () => {
  const page = await open();
  const shown = () => page.locator('.grid-data').count();
  const search = async () => {
    await page.getByRole('button', { name: 'Search' }).click();
    await page.locator('.ant-spin-spinning').waitFor({ state: 'hidden' });
  };
  /** @type {[string, string, (card: Card) => boolean][]} */
  const filters = [
    ['Code', source.code, (card) => card.code === source.code],
    ['User name', trial.userName, (card) => card.userName === trial.userName],
    ['Phone', source.userPhone, (card) => card.userPhone === source.userPhone],
    ['Remaining calls', '1000', (card) => (card.apiLimit ?? Infinity) >= 1000],
    ['Card id', emptied.id, (card) => card.id === emptied.id],
  ];
  for (const [label, value, matches] of filters) {
    await page.getByLabel(label, { exact: true }).fill(value);
    await search();
    const count = cards.filter(matches).length;
    await page.getByText(`${count} ${count === 1 ? 'card' : 'cards'}`, { exact: true }).waitFor();
    // No more than fit are drawn.
    assert.ok(count > 10 ? (await shown()) > 10 : (await shown()) === count, label);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByText(`${cards.length} cards`, { exact: true }).waitFor();
  }
  await page.getByRole('combobox', { name: 'Type' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: 'Free trial' }).click();
  await search();
  const trials = cards.filter(({ type }) => type === trial.type).length;
  await page.getByText(`${trials} cards`, { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByLabel('Code', { exact: true }).fill('nosuchcd');
  await search();
  await page.getByText('No card matches these filters.').waitFor();

  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByLabel('Phone', { exact: true }).fill('not digits');
  await search();
  await page.locator('.ant-form-item-has-error').filter({ hasText: 'Phone' }).waitFor();
  await page.getByRole('alert').filter({ hasText: 'No list: wrong input' }).waitFor();
});

test('looks up one card, and says when there is none', async () => {
  const page = await open();
  await page.getByRole('link', { name: 'Look up' }).click();
  const panel = page.getByRole('main');
  await panel.getByRole('button', { name: 'Look up' }).click();
  await panel.getByText('Please fill this in.').first().waitFor();
  await panel.getByLabel('Phone').fill(source.userPhone);
  await panel.getByLabel('Code').fill(source.code);
  await panel.getByRole('button', { name: 'Look up' }).click();
  await panel.getByText(source.id).waitFor();
  await panel.getByLabel('Code').fill('nosuchcd');
  await panel.getByRole('button', { name: 'Look up' }).click();
  await panel.getByText('Card not read: refused by the service').waitFor();
  assert.equal(await panel.getByText(source.id).count(), 0, 'the last card is not shown for this one');
});

test('a list that cannot be read says so, keeps the cards it has, and can be tried again', async () => {
  const page = await open();
  await inject(page, /HTML page/, { endpoint: 'list', times: 3 });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('alert').filter({ hasText: 'No list: HTTP 502' }).waitFor();
  await row(page, trial.code).waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').filter({ hasText: 'No list: HTTP 502' }).waitFor({ state: 'hidden' });
});

test('speaks the language of the browser, and the one that is chosen, also next time', async () => {
  const page = await open({ locale: 'zh-CN' });
  await page.getByRole('heading', { name: 'ESP-AI 额度卡管理' }).waitFor();
  await page.getByText('免费体验卡').first().waitFor();
  await page.getByText('条/页').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  await page.getByText('English').click();
  await page.getByRole('heading', { name: 'ESP-AI quota cards' }).waitFor();
  await page.getByText('Free trial').first().waitFor();
  await page.getByText('/ page').waitFor();
  assert.equal(await page.title(), 'ESP-AI quota cards');
  await page.reload();
  await page.getByRole('heading', { name: 'ESP-AI quota cards' }).waitFor();
});

test('says the outcomes in Chinese', async () => {
  const page = await open({ locale: 'zh-CN' });
  await page.getByRole('button', { name: `从卡 ${trial.code} 转让额度` }).click();
  await page.getByRole('combobox', { name: '转入卡' }).click();
  await page.keyboard.type(target.code);
  await page.locator('.ant-select-item-option-active').filter({ hasText: target.code }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('spinbutton', { name: '转让额度' }).fill('10');
  await page.getByRole('button', { name: '预览' }).click();
  await page.getByRole('button', { name: '确认转让 10' }).click();
  await page.locator('[data-outcome="not_sent"]').getByText('没有发').first().waitFor();
});

test('fits a phone: nothing is cut off, and the cards can be acted on', async () => {
  const page = await open({ width: 390, height: 844 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.equal(await page.getByRole('table').count(), 0);
  assert.ok((await page.getByRole('list', { name: 'Cards' }).getByRole('listitem').count()) >= 3);
  const picture = await page.screenshot({ fullPage: true });
  assert.ok(picture.length > 20_000, `a picture of ${picture.length} bytes is not empty`);
  await previewTransfer(page, source, target);
  const box = await page.locator('table.comparison').boundingBox();
  assert.ok(box && box.x >= 0 && box.x + box.width <= 390, 'the preview fits');
});

test('every control has a name, and a dialog is opened, left and returned from by keyboard', async () => {
  const page = await open();
  for (const role of /** @type {const} */ (['textbox', 'combobox', 'button', 'switch', 'tab'])) {
    const nameless = page.getByRole(role, { name: /^$/ });
    assert.equal(await nameless.count(), 0, `${role} without a name`);
  }
  const opener = page.getByRole('button', { name: 'Settings' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  assert.ok(await dialog(page).evaluate((node) => node.contains(document.activeElement)), 'focus is in the dialog');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  assert.ok(await opener.evaluate((node) => node === document.activeElement), 'focus is back');
});

test('takes a backend instead, keeps its address and no key, and then loads no emulator', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Settings' }).click();
  await dialog(page)
    .getByRole('radio', { name: /Your backend/ })
    .check();
  await dialog(page).getByLabel('Backend’s address').fill('https://user:secret@example.com');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await dialog(page)
    .getByText(/baseUrl/)
    .waitFor();
  await dialog(page).getByLabel('Backend’s address').fill('/api');
  site.calls.length = 0;
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await row(page, trial.code).waitFor();
  assert.ok(site.calls.length > 0, 'the backend was asked');
  assert.ok(
    site.calls.every((call) => call.authorization === undefined),
    'the page sends no key',
  );
  assert.deepEqual(await page.evaluate(() => Object.entries(localStorage).map(([, value]) => String(value))), [
    '{"kind":"backend","baseUrl":"/api"}',
  ]);

  /** @type {string[]} */
  const loaded = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.reload();
  await row(page, trial.code).waitFor();
  assert.ok(
    loaded.some((path) => path.includes('client')) && !loaded.some((path) => path.includes('emulator')),
    loaded.join(),
  );

  site.setDown(true);
  try {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('alert').filter({ hasText: 'No list: HTTP 503' }).waitFor();
  } finally {
    site.setDown(false);
  }
  // Chromium itself writes a line for each 503.
  const heard = takeComplaints();
  assert.ok(heard.length > 0 && heard.every((text) => text.includes('503')), heard.join('\n'));
});

test('the built page carries a strict policy of its own, and its parts load when they are needed', async () => {
  const page = await open();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.match(policy ?? '', /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy ?? '', /^default-src 'none';/);
  const scripts = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname),
  );
  assert.ok(scripts.some((path) => path.includes('emulator')));
  assert.ok(!scripts.some((path) => path.includes('FaultDrawer')), 'the drawer waits until it is opened');
});
