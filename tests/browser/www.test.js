/** The page of `www`, built from the packed package, as a person uses it: under a strict policy, in both languages. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { buildPage, createEmulator, launchBrowser, servePage } from './www-site.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('espai-cdkey').Card & { userPhone: string, userName: string }} Card */

/** What the emulator of the page holds at first. */
const cards = /** @type {Card[]} */ (createEmulator().cards());
const trial = cardWhere((card) => card.type === '0');
const [source, target] = cards.filter((card) => card.type !== '0' && card.apiLimit >= 100);
const emptied = cardWhere((card) => card.type !== '0' && card.apiLimit === 0);
assert.ok(source && target, 'two paid cards to move calls between');

/** @type {Awaited<ReturnType<typeof buildPage>>} */ let built;
/** @type {Awaited<ReturnType<typeof servePage>>} */ let site;
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
  const heard = complaints;
  complaints = [];
  assert.deepEqual(heard, [], 'no complaint in the console');
});

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
 * Opens the page as a first visit.
 * @param {{ locale?: string, width?: number, height?: number }} [options]
 */
async function open({ locale = 'en-US', width = 1280, height = 900 } = {}) {
  const context = await browser.newContext({ locale, viewport: { width, height }, reducedMotion: 'reduce' });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(site.url);
  await page.getByText(trial.code).first().waitFor();
  return page;
}

/** @param {Page} page @param {string} code */
const row = (page, code) => page.getByRole('row').filter({ hasText: code });

/** @param {Page} page */
const dialog = (page) => page.getByRole('dialog');

/** Lets the next calls fail. @param {Page} page @param {RegExp} fault @param {{ endpoint?: string, times?: number }} [how] */
async function inject(page, fault, { endpoint = 'transfer', times = 1 } = {}) {
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

/** Fills the transfer's form from a card of the table, up to the preview. @param {Page} page @param {Card} from @param {Card} to */
async function previewTransfer(page, from, to, amount = '10') {
  await page.getByRole('button', { name: `Transfer from card ${from.code}` }).click();
  await dialog(page).getByLabel('Phone').fill(to.userPhone);
  await dialog(page).getByLabel('Code').fill(to.code);
  await dialog(page).getByLabel('Calls to move').fill(amount);
  await dialog(page).getByRole('button', { name: 'Preview' }).click();
  await dialog(page).getByText('This will happen').waitFor();
}

/** @param {Page} page @param {string} endpoint */
async function requestsOf(page, endpoint) {
  await page.getByRole('button', { name: 'Developer' }).click();
  await page.locator('.calls li').first().waitFor();
  const said = await page.locator('.calls li').allTextContents();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  return said.filter((line) => line.includes('request') && line.includes(endpoint)).length;
}

const number = new Intl.NumberFormat('en');

test('lists the cards, with phone numbers masked until they are asked for', async () => {
  const page = await open();
  for (const card of cards) {
    const text = (await row(page, card.id.slice(0, 8)).textContent()) ?? '';
    assert.ok(text.includes(card.code) && text.includes(number.format(card.apiLimit)), text);
    assert.ok(!text.includes(card.userPhone), 'the phone is masked');
  }
  assert.equal(await page.getByRole('status').filter({ hasText: 'cards' }).textContent(), `${cards.length} cards`);
  await page.getByRole('switch', { name: 'Show full phone numbers' }).click();
  await page.getByText(trial.userPhone).first().waitFor();
});

test('filters by every field, says when nothing matches, and marks what is refused', async () => {
  const page = await open();
  const shown = () => page.locator('tbody tr.ant-table-row').count();
  const search = async () => {
    await page.getByRole('button', { name: 'Search' }).click();
    await page.locator('.ant-spin-spinning').waitFor({ state: 'hidden' });
  };
  /** @type {[string, string, (card: Card) => boolean][]} */
  const filters = [
    ['Code', source.code, (card) => card.code === source.code],
    ['User name', trial.userName, (card) => card.userName === trial.userName],
    ['Phone', source.userPhone, (card) => card.userPhone === source.userPhone],
    ['Remaining calls', '1000', (card) => card.apiLimit >= 1000],
    ['Card id', emptied.id, (card) => card.id === emptied.id],
  ];
  for (const [label, value, matches] of filters) {
    await page.getByLabel(label, { exact: true }).fill(value);
    await search();
    const count = cards.filter(matches).length;
    await page.getByText(`${count} ${count === 1 ? 'card' : 'cards'}`, { exact: true }).waitFor();
    assert.equal(await shown(), count, label);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByText(`${cards.length} cards`, { exact: true }).waitFor();
  }
  await page.getByRole('combobox', { name: 'Type' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: 'Free trial' }).click();
  await search();
  await page.getByText('1 card', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByLabel('Code', { exact: true }).fill('nosuchcd');
  await search();
  await page.getByText('No card matches these filters.').waitFor();

  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByLabel('Phone', { exact: true }).fill('not digits');
  await search();
  await page.locator('.ant-form-item-has-error').filter({ hasText: 'Phone' }).waitFor();
  await page.getByRole('alert').filter({ hasText: 'An input is not in the form' }).waitFor();
});

test('goes through pages', async () => {
  const page = await open();
  await page.getByRole('combobox', { name: 'Page Size' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: /^5 / }).click();
  await page.getByRole('listitem', { name: '2' }).click();
  const last = cards[cards.length - 1];
  await row(page, last.code).waitFor();
  assert.equal(await page.locator('tbody tr.ant-table-row').count(), cards.length - 5);
});

test('looks up one card, and says when there is none', async () => {
  const page = await open();
  await page.getByRole('tab', { name: 'Look up a card' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Look up a card' });
  await panel.getByRole('button', { name: 'Look up' }).click();
  await panel.getByText('Please fill this in.').first().waitFor();
  await panel.getByLabel('Phone').fill(source.userPhone);
  await panel.getByLabel('Code').fill(source.code);
  await panel.getByRole('button', { name: 'Look up' }).click();
  await panel.getByText(source.id).waitFor();
  await panel.getByLabel('Code').fill('nosuchcd');
  await panel.getByRole('button', { name: 'Look up' }).click();
  await panel.getByText('The service says').waitFor();
  assert.equal(await panel.getByText(source.id).count(), 0, 'the last card is not shown for this one');
});

test('transfers after a preview and a confirmation, and shows both cards as they are then', async () => {
  const page = await open();
  await previewTransfer(page, source, target);
  const preview = await dialog(page).getByRole('row').allTextContents();
  assert.match(
    preview[1] ?? '',
    new RegExp(`${number.format(source.apiLimit)}${number.format(source.apiLimit - 10)}$`),
  );
  assert.match(
    preview[2] ?? '',
    new RegExp(`${number.format(target.apiLimit)}${number.format(target.apiLimit + 10)}$`),
  );
  await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).dblclick();
  await dialog(page).getByText('Transferred').waitFor();
  await dialog(page).getByRole('row').nth(2).waitFor();
  assert.match(
    (await dialog(page).getByRole('row').nth(1).textContent()) ?? '',
    new RegExp(`${number.format(source.apiLimit - 10)}$`),
  );
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  await row(page, target.code)
    .getByText(number.format(target.apiLimit + 10))
    .waitFor();
  assert.equal(await requestsOf(page, 'transfer'), 1, 'sent once, in spite of two clicks');
});

test('a transfer from a trial card is warned of, refused by the service, and said to have changed nothing', async () => {
  const page = await open();
  await previewTransfer(page, trial, target);
  await dialog(page).getByText('not a known paid card').waitFor();
  await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).click();
  await dialog(page).getByText('Refused: nothing was changed').waitFor();
  await dialog(page).getByText('The service says').waitFor();
  await dialog(page).getByRole('button', { name: 'Change the input' }).click();
  assert.equal(await dialog(page).getByLabel('Code').inputValue(), target.code, 'the input is still there');
});

test('a transfer whose answer is lost is unknown: nothing is repeated, both cards can be looked at', async () => {
  const page = await open();
  await inject(page, /Lost answer/);
  await previewTransfer(page, source, target);
  await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).click();
  await dialog(page).getByText('Nobody knows whether this happened').waitFor();
  await dialog(page).getByText('Do not repeat it').waitFor();
  assert.equal(
    await dialog(page)
      .getByRole('button', { name: /Transfer|Preview|Change/ })
      .count(),
    0,
    'no way to repeat',
  );
  await dialog(page).getByRole('button', { name: 'Look at both cards' }).click();
  await dialog(page).getByText('-10').waitFor();
  await dialog(page).getByText('+10').waitFor();
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  await dialog(page).waitFor({ state: 'hidden' });

  // It stays in sight, and holds the connection, until a person has settled it.
  await page.getByText('Not settled').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await dialog(page).getByText('Settle what is open').waitFor();
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  assert.equal(await requestsOf(page, 'transfer'), 1, 'sent once');
  await page.getByRole('button', { name: 'I have checked' }).click();
  await page.getByText('Not settled').waitFor({ state: 'hidden' });
});

test('a transfer that is cut before it happens is just as unknown, and the cards show no change', async () => {
  const page = await open();
  await inject(page, /Connection cut before/);
  await previewTransfer(page, source, target);
  await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).click();
  await dialog(page).getByText('Nobody knows whether this happened').waitFor();
  await dialog(page).getByRole('button', { name: 'Look at both cards' }).click();
  await dialog(page).getByRole('status').getByRole('row').nth(2).waitFor();
  const rows = await dialog(page).getByRole('status').getByRole('row').allTextContents();
  assert.ok(rows.slice(1).every((text) => text.endsWith('0')) && !rows.join('').includes('-10'), rows.join('\n'));
});

for (const [fault, words] of /** @type {[RegExp, string][]} */ ([
  [/System error 500/, 'Nobody knows whether this happened'],
  [/HTML page/, 'Nobody knows whether this happened'],
  [/Answer cut/, 'Nobody knows whether this happened'],
  [/garbage/, 'Nobody knows whether this happened'],
  [/Refused in the answer/, 'Refused: nothing was changed'],
  [/Key not accepted/, 'Refused: nothing was changed'],
])) {
  test(`says the outcome of a transfer in words after the fault ${fault.source}`, async () => {
    const page = await open();
    await inject(page, fault);
    await previewTransfer(page, source, target);
    await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).click();
    await dialog(page).getByText(words).waitFor();
  });
}

test('a person may stop waiting, and is told that the outcome is then unknown', async () => {
  const page = await open();
  await inject(page, /Never answers/);
  await previewTransfer(page, source, target);
  await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).click();
  await page.keyboard.press('Escape');
  await dialog(page).getByText('will then be unknown').waitFor();
  await dialog(page).getByRole('button', { name: 'Stop waiting' }).click();
  await dialog(page).getByText('You stopped waiting.').waitFor();
  await dialog(page).getByText('Nobody knows whether this happened').waitFor();
});

test('a transfer from a card to itself is not sent, and said so', async () => {
  const page = await open();
  await previewTransfer(page, source, source);
  await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).click();
  await dialog(page).getByText('Nothing was sent').waitFor();
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await dialog(page).waitFor({ state: 'hidden' });
  assert.equal(await requestsOf(page, 'transfer'), 0);
});

test('destroying is offered for an empty paid card only, and needs its code typed', async () => {
  const page = await open();
  for (const card of cards) {
    const button = page.getByRole('button', { name: `Destroy card ${card.code}` });
    assert.equal(await button.isEnabled(), card.code === emptied.code, card.code);
  }
  await page.getByRole('button', { name: `Destroy card ${emptied.code}` }).click();
  const confirm = dialog(page).getByRole('button', { name: 'Destroy this card' });
  assert.ok(await confirm.isDisabled());
  await dialog(page)
    .getByLabel(/Type the code/)
    .fill('wrong');
  assert.ok(await confirm.isDisabled());
  await dialog(page)
    .getByLabel(/Type the code/)
    .fill(emptied.code);
  await confirm.click();
  await dialog(page).getByText('The card is destroyed.').waitFor();
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  await row(page, emptied.code).waitFor({ state: 'hidden' });
});

test('a destroy whose answer is lost is unknown, and the card can be looked for', async () => {
  const page = await open();
  await inject(page, /Lost answer/, { endpoint: 'destroy' });
  await page.getByRole('button', { name: `Destroy card ${emptied.code}` }).click();
  await dialog(page)
    .getByLabel(/Type the code/)
    .fill(emptied.code);
  await page.keyboard.press('Enter');
  await dialog(page).getByText('Nobody knows whether this happened').waitFor();
  await dialog(page).getByRole('button', { name: 'Look for the card' }).click();
  await dialog(page).getByText('not found').waitFor();
});

test('a list that cannot be read says so, keeps the cards it has, and can be tried again', async () => {
  const page = await open();
  await inject(page, /HTML page/, { endpoint: 'list', times: 3 });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('alert').filter({ hasText: 'bare HTTP error' }).waitFor();
  await row(page, trial.code).waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').filter({ hasText: 'bare HTTP error' }).waitFor({ state: 'hidden' });
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
  await dialog(page).getByLabel('手机号').fill(target.userPhone);
  await dialog(page).getByLabel('兑换码').fill(target.code);
  await dialog(page).getByRole('spinbutton', { name: '转让额度' }).fill('10');
  await dialog(page).getByRole('button', { name: '预览' }).click();
  await dialog(page).getByRole('button', { name: '确认转让 10' }).click();
  await dialog(page).getByText('已被拒绝，没有任何改变').waitFor();
});

test('fits a phone: nothing is cut off, and the cards can be acted on', async () => {
  const page = await open({ width: 390, height: 844 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.equal(await page.getByRole('table').count(), 0);
  assert.equal(await page.getByRole('list', { name: 'Cards' }).getByRole('listitem').count(), cards.length);
  const picture = await page.screenshot({ fullPage: true });
  assert.ok(picture.length > 20_000, `a picture of ${picture.length} bytes is not empty`);
  await previewTransfer(page, source, target);
  const box = await dialog(page).locator('table').boundingBox();
  assert.ok(box && box.x >= 0 && box.x + box.width <= 390, 'the preview fits');
});

test('every control has a name, and a dialog is opened, left and returned from by keyboard', async () => {
  const page = await open();
  for (const role of /** @type {const} */ (['textbox', 'combobox', 'button', 'switch', 'tab'])) {
    const nameless = page.getByRole(role, { name: /^$/ });
    assert.equal(await nameless.count(), 0, `${role} without a name`);
  }
  const opener = page.getByRole('button', { name: `Transfer from card ${source.code}` });
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
    await page.getByRole('alert').filter({ hasText: 'bare HTTP error' }).waitFor();
  } finally {
    site.setDown(false);
  }
  // Chromium itself writes a line for each 503.
  assert.ok(
    complaints.every((text) => text.includes('503')),
    complaints.join('\n'),
  );
  complaints = [];
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
