/** The panel's cards: pages, all of them at once, search, selection, columns, export, a card's own page, on a phone. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { assertAccessible } from './axe.js';
import { manyCards } from './www-many-cards.js';
import { go, serve, visit } from './www-moves-page.js';

/** @typedef {import('playwright-core').Page} Page */

const cards = manyCards(120);
const [first] = cards;
assert.ok(first);

/** @param {Page} page */
const dataRows = (page) => page.locator('.grid-data');
/** @param {Page} page */
const searchBox = (page) => page.getByRole('textbox', { name: 'Search as you type' });

/** @param {import('playwright-core').BrowserContextOptions} [options] @param {readonly import('espai-cdkey').Card[]} [given] */
async function open(options, given = cards) {
  const panel = await serve({ cards: [...given] });
  const { page } = await visit(panel, options);
  await page.getByText(given[0]?.code ?? '').waitFor();
  return { panel, page };
}

/** @param {Page} page @param {string} format @param {string} [button] */
async function exported(page, format, button = 'Export') {
  await page.getByRole('button', { name: button, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).last().click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('pages: the size is remembered, a page can be jumped to, and both are in the address', async () => {
  const { page } = await open();
  await page.getByText('120 cards', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Page Size' }).click();
  await page.locator('.ant-select-item-option').filter({ hasText: /^20 / }).click();
  await page.waitForURL(/limit=20/);
  await page.locator('.ant-pagination-options-quick-jumper input').fill('6');
  await page.keyboard.press('Enter');
  await page.getByText(cards[100]?.code ?? '').waitFor();
  assert.match(page.url(), /page=6/);
  await page.reload();
  await page.getByText(cards[100]?.code ?? '').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('link', { name: 'Cards' }).click();
  await page.getByText(first.code).waitFor();
  await page.getByTitle('6', { exact: true }).waitFor();
});

test('a filter is in the address and lasts over a reload; a refused one is marked', async () => {
  const { page } = await open();
  await page.getByLabel('Code', { exact: true }).fill(first.code);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('1 card', { exact: true }).waitFor();
  assert.ok(page.url().includes(`code=${first.code}`), page.url());
  await page.reload();
  await page.getByText('1 card', { exact: true }).waitFor();
  assert.equal(await page.getByLabel('Code', { exact: true }).inputValue(), first.code);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByText('120 cards', { exact: true }).waitFor();
  await page.getByLabel('Phone', { exact: true }).fill('not digits');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('.ant-form-item-has-error').filter({ hasText: 'Phone' }).waitFor();
});

test('all cards: sorted by any column, searched at each letter by code, phone, name and masked phone', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Load all' }).click();
  await searchBox(page).waitFor();
  await page.getByRole('button', { name: 'Remaining calls' }).click();
  await page.getByRole('button', { name: 'Remaining calls' }).click();
  assert.equal(
    await page.getByRole('columnheader', { name: 'Remaining calls' }).getAttribute('aria-sort'),
    'descending',
  );
  // Unlimited ones hold more than any other; those without a number stand last.
  await dataRows(page).first().getByText('unlimited').waitFor();
  await page.getByRole('button', { name: 'Remaining calls' }).click();

  const phone = first.userPhone ?? '';
  const searches = /** @type {[string, (card: import('espai-cdkey').Card) => boolean][]} */ ([
    [first.code.toLowerCase(), (card) => card.code === first.code],
    [phone.slice(3, 9), (card) => (card.userPhone ?? '').includes(phone.slice(3, 9))],
    [`${phone.slice(0, 3)}****${phone.slice(-4)}`, (card) => (card.userPhone ?? '').endsWith(phone.slice(-4))],
    ['张伟', (card) => (card.userName ?? '').includes('张伟')],
    ['张伟 nobody', () => false],
  ]);
  for (const [typed, matches] of searches) {
    await searchBox(page).fill(typed);
    await page.getByText(`${cards.filter(matches).length} of 120 cards`).waitFor();
  }
  await page.getByText('No card matches what you typed.').waitFor();
  await searchBox(page).fill(first.code);
  await page.waitForURL(/q=/);
  await page.reload();
  await page.getByText('1 of 120 cards').waitFor();
  assert.equal(await dataRows(page).count(), 1);
});

test('loading all can be stopped, says what went wrong, and is tried again', async () => {
  const { panel, page } = await open();
  panel.emulator.inject({ fault: 'hang', endpoint: 'list' });
  await page.getByRole('button', { name: 'Load all' }).click();
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('120 cards', { exact: true }).waitFor();
  panel.emulator.inject({ fault: 'garbage', endpoint: 'list', times: 9 });
  await page.getByRole('button', { name: 'Load all' }).click();
  await page.getByRole('alert').filter({ hasText: 'No list' }).waitFor();
  panel.emulator.inject({ fault: 'latency', ms: 0, endpoint: 'list' });
});

test('a selection lasts over pages and searches, and goes to Destroy as it is', async () => {
  const { page } = await open();
  await page.getByRole('checkbox', { name: 'Select all 50 cards of this list' }).check();
  await page.getByText('50 cards selected').waitFor();
  await page.getByTitle('2', { exact: true }).click();
  await page.getByRole('checkbox', { name: `Select card ${cards[50]?.code}` }).check();
  await page.getByText('51 cards selected').waitFor();
  await page.getByRole('button', { name: 'Load all' }).click();
  await searchBox(page).fill(cards[0]?.code ?? '');
  await page.getByRole('checkbox', { name: `Select card ${cards[0]?.code}` }).uncheck();
  await page.getByText('50 cards selected').waitFor();
  const { bytes } = await exported(page, 'CSV', 'Export the selected');
  assert.equal(bytes.toString('utf8').trim().split('\n').length, 51);
  await page.getByRole('button', { name: 'Destroy…' }).click();
  await page.waitForURL(/#\/destroy/);
  await page.goBack();
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await page.getByText('cards selected').waitFor({ state: 'hidden' });
});

test('exports exactly what is filtered, with Chinese, long numbers and formulas whole, as CSV and as a workbook', async () => {
  const evil = {
    ...first,
    code: '=1+1',
    userName: '=HYPERLINK("x")',
    userPhone: '013800000000',
    id: '00000000000000000012',
  };
  const { page } = await open({}, [evil, ...cards.slice(1)]);
  await page.getByRole('button', { name: 'Load all' }).click();
  await searchBox(page).fill('0138000');
  await page.getByText('1 of 120 cards').waitFor();
  const csv = await exported(page, 'CSV');
  assert.match(csv.name, /^cards-\d{4}-\d\d-\d\d\.csv$/);
  const text = csv.bytes.toString('utf8');
  assert.equal(text.charCodeAt(0), 0xfeff);
  const lines = text.slice(1).trim().split(/\r?\n/);
  assert.equal(lines.length, 2);
  assert.equal(lines[0], 'id,code,type,apiLimit,userId,userPhone,userName,createTime,updateTime');
  assert.ok(lines[1]?.startsWith(`'00000000000000000012,'=1+1,${first.type},`), lines[1]);
  assert.ok(lines[1]?.includes("'013800000000"), lines[1]);
  assert.ok(lines[1]?.includes(`"'=HYPERLINK(""x"")"`), lines[1]);

  await searchBox(page).fill('');
  await page.getByText('120 cards', { exact: false }).first().waitFor();
  const xlsx = await exported(page, 'Excel (.xlsx)');
  const files = unzipSync(xlsx.bytes);
  const part = (/** @type {string} */ name) => new TextDecoder().decode(files[name]);
  const sheet = part('xl/worksheets/sheet1.xml');
  assert.equal(sheet.match(/<row /g)?.length, 121);
  assert.ok(!/<f>/.test(sheet), 'no formula');
  const strings = Object.keys(files).map(part).join('');
  for (const whole of ['00000000000000000012', '013800000000', '张伟']) assert.ok(strings.includes(whole), whole);
});

test('columns are chosen and remembered; phones are masked until asked for, and again after a reload', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'User id' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'User id' }).waitFor();
  const phone = first.userPhone ?? '';
  assert.equal(await page.getByText(phone).count(), 0);
  await page.getByRole('switch', { name: 'Show full phone numbers' }).click();
  await page.getByText(phone).first().waitFor();
  await page.reload();
  await page.getByRole('columnheader', { name: 'User id' }).waitFor();
  await page.getByText(first.code).waitFor();
  assert.equal(await page.getByText(phone).count(), 0);
});

test('a code is copied by one click', async () => {
  const { page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: `Copy code ${first.code}` }).click();
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), first.code);
});

test('a card’s own page: its fields, its usage records, the ways to its moves; and one that is gone', async () => {
  const paid = cards.filter((card) => card.type !== '0' && (card.apiLimit ?? 0) > 100);
  const [source, target] = paid;
  assert.ok(source && target);
  const { panel, page } = await open();
  const body = {
    phone: Number(source.userPhone),
    code: source.code,
    target_phone: Number(target.userPhone),
    target_code: target.code,
    limit: 7,
  };
  await panel.emulator.fetch('https://emulator.invalid/cdkey/transfer', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: panel.emulator.apiKey },
    body: JSON.stringify(body),
  });
  await go(page, panel, `/cards/${source.id}`);
  await page.getByRole('heading', { name: `Card ${source.code}` }).waitFor();
  await page.getByRole('table', { name: 'Usage records' }).getByRole('cell', { name: '7', exact: true }).waitFor();
  await assertAccessible(page, 'a card');
  await page.getByRole('button', { name: `Transfer from card ${source.code}` }).click();
  await page.waitForURL(new RegExp(`#/transfer\\?source=${source.id}`));
  await go(page, panel, '/cards/nosuchcard');
  await page.getByText('There is no card of this id').waitFor();
});

test('names that are markup, right-to-left or 500 characters long are shown as text and break nothing', async () => {
  const strange = [
    { ...first, id: 'a1', code: 'strange1', userName: '<img src=x onerror="globalThis.hacked=1"><b>bold</b>' },
    { ...first, id: 'a2', code: 'strange2', userName: `\u202eمرحبا ${'\u202e'}reversed` },
    { ...first, id: 'a3', code: 'strange3', userName: '长'.repeat(500) },
  ];
  const { panel, page } = await open({}, strange);
  await page.getByText('<img src=x').waitFor();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await go(page, panel, '/cards');
    await page.getByText('strange3').waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'nothing sticks out');
    for (const { id, code } of strange) {
      await go(page, panel, `/cards/${id}`);
      await page.getByRole('heading', { name: `Card ${code}` }).waitFor();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${code} at ${width}`);
    }
  }
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).hacked), undefined);
});

for (const theme of /** @type {const} */ (['light', 'dark'])) {
  test(`axe finds nothing on the cards, in ${theme}, wide and on a phone`, async () => {
    const { panel, page } = await open({ colorScheme: theme });
    await assertAccessible(page, 'a page of cards');
    await page.getByRole('button', { name: 'Load all' }).click();
    await searchBox(page).waitFor();
    await dataRows(page).first().getByRole('checkbox').check();
    await assertAccessible(page, 'all cards');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('list', { name: 'Cards' }).waitFor();
    await assertAccessible(page, 'cards on a phone');
    await go(page, panel, '/lookup');
    await page.getByRole('button', { name: 'Look up' }).waitFor();
    await assertAccessible(page, 'looking up');
  });
}

test('a phone: one card below the other, each target as large as a thumb, the navigation at the bottom', async () => {
  const { page } = await open({ viewport: { width: 390, height: 844 } });
  const list = page.getByRole('list', { name: 'Cards' });
  assert.ok((await list.getByRole('listitem').count()) < 20, 'only those in sight');
  for (const button of await list.getByRole('button').all()) {
    const box = await button.boundingBox();
    assert.ok(box && box.height >= 44, `${await button.getAttribute('aria-label')}: ${box?.height}`);
  }
  const nav = await page.getByRole('navigation', { name: 'Screens' }).boundingBox();
  assert.ok(nav && Math.round(nav.y + nav.height) === 844, JSON.stringify(nav));
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.getByText(cards[49]?.code ?? '').waitFor();
});

test('by keyboard alone: to the content, through the table, and a card is opened', async () => {
  const { page } = await open();
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
  await page.getByRole('link', { name: first.code }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `Card ${first.code}` }).waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.id),
    'content',
    'a screen reader is at the new screen',
  );
});

test('in Chinese', async () => {
  const { page } = await open({ locale: 'zh-CN' });
  await page.getByRole('link', { name: '额度卡', exact: true }).waitFor();
  await page.getByRole('button', { name: '加载全部' }).click();
  await page.getByRole('textbox', { name: '即时搜索' }).fill('张伟');
  await page.getByText(/^\d+ 张，共 120 张/).waitFor();
});
