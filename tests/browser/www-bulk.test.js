/** The panel's bulk: what is dropped or pasted is checked, mended, sent once, and gone on with after whatever happens. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { assertAccessible } from './axe.js';
import { record, stored } from './www-evidence.js';
import { balances, cards, codeOf, go, phoneOf, serve, tab, takeComplaints, visit } from './www-moves-page.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./www-moves-page.js').Panel} Panel */

/** The library is the page's own. */
const writeXlsxFile = createRequire(new URL('../../www/package.json', import.meta.url))('write-excel-file/node');

const HEADER = ['phone', 'code', 'target_phone', 'target_code', 'limit'];

/** A line from one card to another. @param {number} from @param {number} to @param {number} limit */
const line = (from, to, limit) => [phoneOf(from), codeOf(from), phoneOf(to), codeOf(to), String(limit)];

/**
 * Lines among `of` cards; each moves an amount of its own, by which the emulator's record names it.
 * @param {number} many @param {number} of
 */
const lines = (many, of) =>
  Array.from({ length: many }, (_, at) => line(at % of, (at + 1 + ((at * 7) % (of - 1))) % of, at + 1));

/** @param {string[][]} rows */
const csv = (rows) => [HEADER, ...rows].map((cells) => cells.join(',')).join('\r\n');

/** @param {Page} page @param {Panel} panel @param {string | Buffer} content @param {string} [name] */
async function take(page, panel, content, name = 'transfers.csv') {
  await go(page, panel, '/bulk');
  const buffer = typeof content === 'string' ? Buffer.from(content) : content;
  await page.locator('#bulk-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

/** @param {Page} page @param {number} count */
async function send(page, count) {
  const name = `Send ${new Intl.NumberFormat('en').format(count)} transfers`;
  await page.getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

/** How many lines stand how, as the page says. @param {Page} page */
async function counts(page) {
  const said = (await page.getByTestId('bulk-counts').textContent()) ?? '';
  const of = (/** @type {string} */ words) =>
    Number((new RegExp(`${words} ([\\d,]+)`).exec(said)?.[1] ?? '0').replaceAll(',', ''));
  return { done: of('done'), failed: of('did not happen'), unknown: of('nobody knows'), waiting: of('not sent') };
}

/** @param {Page} page */
async function over(page) {
  await page.getByText('All lines are over.').waitFor({ timeout: 60_000 });
}

/** The results that the page hands out, by line. @param {Page} page */
async function download(page) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the results' }).click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  assert.ok(text.startsWith('\ufeff'), 'with a mark, for spreadsheets');
  return text
    .slice(1)
    .trim()
    .split('\r\n')
    .slice(1)
    .map((row) => {
      const [at = '', , , , , limit = '', status = '', outcome = ''] = row.split(',');
      return { line: Number(at), limit: Number(limit), status, outcome };
    });
}

/** Every line agrees with what the emulator wrote down. @param {Page} page @param {Panel} panel */
async function assertAgrees(page, panel) {
  const moved = await record(panel.emulator);
  for (const { limit, status } of await download(page)) {
    const times = moved.get(limit) ?? 0;
    assert.ok(times <= 1, `${limit} was moved ${times} times`);
    if (status !== 'unknown') assert.equal(times, status === 'done' ? 1 : 0, `${limit} is ${status}`);
  }
}

test('a file is checked, sent, shown line by line and handed out', async () => {
  const panel = await serve({ cards: cards(6) });
  const { page } = await visit(panel);
  await go(page, panel, '/bulk');
  await assertAccessible(page, 'an empty screen');
  await take(page, panel, csv(lines(40, 6)));
  await page.getByText('Every line is in order').waitFor();
  await page.getByText('40 transfers, 820 calls in all').first().waitFor();
  await assertAccessible(page, 'a sheet in order');
  assert.equal(
    panel.served.filter((path) => /cdkey\/(transfer|detail)$/.test(path)).length,
    0,
    'nothing was asked yet',
  );
  await send(page, 40);
  await over(page);
  assert.deepEqual(await counts(page), { done: 40, failed: 0, unknown: 0, waiting: 0 });
  await assertAccessible(page, 'all done');
  await assertAgrees(page, panel);
  const sum = [...balances(panel).values()].reduce((all, one) => Number(all) + Number(one), 0);
  assert.equal(sum, 6_000_000);
  assert.equal(panel.served.filter((path) => path.endsWith('/cdkey/transfer')).length, 40);
  const kept = await page.evaluate(stored);
  assert.ok(kept.includes(codeOf(1)), 'what is kept was read');
  assert.ok(!kept.includes(panel.emulator.apiKey), 'the key is nowhere in the page or its storage');
  // It is there after a reload, and goes where the person sends it.
  await page.reload();
  await over(page);
  await page.getByRole('button', { name: 'Remove from this browser' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from this browser' }).click();
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Choose a file' }).waitFor();
  assert.equal(await page.getByText('transfers.csv').count(), 0);
});

test('bad lines are told and mended in place, and what is mended lasts over a reload', async () => {
  const panel = await serve({ cards: cards(3), maxTransfer: 500 });
  const { page } = await visit(panel, { viewport: { width: 400, height: 900 } });
  await take(
    page,
    panel,
    csv([
      line(0, 1, 1),
      [phoneOf(0), codeOf(0), '1.59E+10', codeOf(1), '2'],
      line(0, 1, 1),
      [phoneOf(0), codeOf(0), phoneOf(1), codeOf(1), '1000'],
      [phoneOf(0), codeOf(0), phoneOf(1), codeOf(1), '=1+1'],
    ]),
  );
  await page.getByText('3 problems').waitFor();
  assert.ok(await page.getByRole('button', { name: /^Send/ }).isDisabled());
  await page.getByText('1 line moves more than 500').waitFor();
  await assertAccessible(page, 'lines to mend');
  const cell = (/** @type {number} */ at, /** @type {string} */ column) =>
    page.getByLabel(`Line ${at}, ${column}`, { exact: true });
  await cell(3, 'target_phone').fill(phoneOf(1));
  await page.keyboard.press('Enter');
  await page.getByText('2 problems').waitFor();
  await cell(6, 'limit').fill('3');
  await page.keyboard.press('Enter');
  await page.getByText('1 problem.').waitFor();
  await page.reload();
  await page.getByText('1 problem.').waitFor();
  await page.getByText('says the same as line 2').waitFor();
  await page.getByRole('button', { name: 'Take out line 4' }).click();
  await cell(5, 'limit').fill('400');
  await page.keyboard.press('Enter');
  await page.getByText('Every line is in order').waitFor();
  await send(page, 4);
  await over(page);
  assert.deepEqual(
    [...(await record(panel.emulator)).keys()].sort((one, other) => one - other),
    [1, 2, 3, 400],
  );
});

test('GB18030 with Chinese names, a paste out of a spreadsheet, and an .xlsx whose numbers are judged', async () => {
  const panel = await serve({ cards: cards(3) });
  const { page } = await visit(panel);
  // 手机号,兑换码,目标手机号,目标兑换码,额度 as GB18030.
  const header = Buffer.from('cad6bbfabac52cb6d2bbbbc2eb2cc4bfb1eacad6bbfabac52cc4bfb1eab6d2bbbbc2eb2cb6eeb6c8', 'hex');
  await take(page, panel, Buffer.concat([header, Buffer.from(`\r\n${line(0, 1, 7).join(',')}\r\n`)]));
  await page.getByText('1 transfers, 7 calls in all').first().waitFor();

  await go(page, panel, '/bulk');
  await page.getByLabel('Or paste lines').fill([HEADER, line(1, 2, 8)].map((cells) => cells.join('\t')).join('\n'));
  await page.getByRole('button', { name: 'Check these lines' }).click();
  await page.getByText('1 transfers, 8 calls in all').first().waitFor();

  const text = (/** @type {string} */ value) => ({ value, type: String });
  const number = (/** @type {number} */ value) => ({ value, type: Number });
  const book = await writeXlsxFile(
    /** @type {any} */ ([
      [],
      HEADER.map(text),
      [number(Number(phoneOf(0))), text(codeOf(0)), number(Number(phoneOf(1))), text(codeOf(1)), number(9)],
      [],
      [text(phoneOf(0)), text(codeOf(0)), number(75512345678), number(12345600), number(10)],
    ]),
  ).toBuffer();
  await take(page, panel, book, 'transfers.xlsx');
  await page.getByText('2 problems').waitFor();
  await page.getByText(/line 5, column target_phone: A leading zero/).waitFor();
  await page.getByText(/line 5, column target_code: The spreadsheet has it as a number/).waitFor();
  await page.getByLabel('Line 5, target_phone').fill(phoneOf(2));
  await page.keyboard.press('Enter');
  await page.getByText('1 problem.').waitFor();
  await page.getByLabel('Line 5, target_code').fill(codeOf(2));
  await page.keyboard.press('Enter');
  await page.getByText('2 transfers, 19 calls in all').first().waitFor();

  await take(page, panel, Buffer.from([0, 1, 2, 3, 255]), 'noise.csv');
  await page.getByText('neither UTF-8 nor GB18030').waitFor();
});

test('a reload in mid-bulk, with faults on: nothing is lost, nothing is sent twice, and every line agrees with the record', async () => {
  const panel = await serve({ cards: cards(12) });
  const { page } = await visit(panel);
  const many = 150;
  await take(page, panel, csv(lines(many, 12)));
  panel.emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after', times: 4, skip: 5 });
  panel.emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before', times: 2, skip: 15 });
  panel.emulator.inject({ fault: 'latency', endpoint: 'transfer', when: 'after', ms: 40, times: many });
  await send(page, many);
  for (const until of [20, 60]) {
    await page.waitForFunction(
      (wanted) => {
        const said = document.querySelector('[data-testid="bulk-counts"]')?.textContent ?? '';
        return Number(/done (\d+)/.exec(said)?.[1] ?? 0) >= wanted;
      },
      until,
      { timeout: 60_000 },
    );
    await page.reload();
    // What was under way is not guessed: it may have happened.
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    assert.equal(
      (await counts(page)).done +
        (await counts(page)).unknown +
        (await counts(page)).failed +
        (await counts(page)).waiting,
      many,
    );
    await page.getByRole('button', { name: 'Go on' }).click();
  }
  await over(page);
  const { done, failed, unknown, waiting } = await counts(page);
  assert.equal(done + failed + unknown, many);
  assert.equal(waiting, 0);
  assert.ok(unknown <= 2 + 8, `unknown: ${unknown}`);
  await assertAgrees(page, panel);
});

test('one tab runs it, and the other shows it', async () => {
  const panel = await serve({ cards: cards(4) });
  const { context, page } = await visit(panel);
  await take(page, panel, csv(lines(60, 4)));
  await page.getByText('Every line is in order').waitFor();
  const other = await tab(context);
  await other.goto(page.url());
  await other.getByText('Every line is in order').waitFor();
  panel.emulator.inject({ fault: 'latency', endpoint: 'transfer', when: 'after', ms: 60, times: 60 });
  await send(page, 60);
  await other.getByText('Another tab of this browser is running this').waitFor();
  assert.equal(await other.getByRole('button', { name: /^(Send|Go on|Stop)/ }).count(), 0);
  await over(page);
  await over(other);
  assert.deepEqual(await counts(other), { done: 60, failed: 0, unknown: 0, waiting: 0 });
  assert.equal(panel.served.filter((path) => path.endsWith('/cdkey/transfer')).length, 60);
  // Both at once: one of them has it.
  await take(page, panel, csv(lines(30, 4)), 'again.csv');
  await page.getByText('Every line is in order').waitFor();
  await other.goto(page.url());
  await other.reload();
  await other.getByText('Every line is in order').waitFor();
  for (const each of [page, other]) await each.getByRole('button', { name: 'Send 30 transfers' }).click();
  await Promise.all(
    [page, other].map((each) => each.getByRole('dialog').getByRole('button', { name: 'Send 30 transfers' }).click()),
  );
  await over(page).catch(() => over(other));
  assert.equal(panel.served.filter((path) => path.endsWith('/cdkey/transfer')).length, 90);
});

test('a session that ends in mid-bulk stops it, and the same person goes on', async () => {
  const panel = await serve({ cards: cards(4) });
  const { page } = await visit(panel);
  await take(page, panel, csv(lines(60, 4)));
  panel.emulator.inject({ fault: 'latency', endpoint: 'transfer', when: 'after', ms: 30, times: 60 });
  await send(page, 60);
  await page.locator('[data-status="done"]').first().waitFor();
  panel.end();
  await page.locator('[data-stopped="session"]').waitFor({ timeout: 30_000 });
  const then = panel.served.filter((path) => path.endsWith('/cdkey/transfer')).length;
  assert.ok(then < 60, `${then} were sent`);
  await page.getByLabel('Name', { exact: true }).fill('lin');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('[data-stopped]').waitFor({ state: 'hidden' });
  await page.getByRole('progressbar').waitFor();
  await page.waitForFunction(
    () => /not sent 0/.test(document.querySelector('[data-testid="bulk-counts"]')?.textContent ?? ''),
    null,
    {
      timeout: 60_000,
    },
  );
  // Those that the ended session was refused certainly did not happen.
  const again = page.getByRole('button', { name: /^Try .* again/ });
  if ((await counts(page)).failed > 0) await again.click();
  await page.waitForFunction(() =>
    /done 60/.test(document.querySelector('[data-testid="bulk-counts"]')?.textContent ?? ''),
  );
  await assertAgrees(page, panel);
  takeComplaints();
});

test('a backend that is gone stops it, with words for what to do', async () => {
  const panel = await serve({ cards: cards(4) });
  const { page } = await visit(panel);
  await take(page, panel, csv(lines(60, 4)));
  panel.emulator.inject({ fault: 'latency', endpoint: 'transfer', when: 'after', ms: 30, times: 60 });
  await send(page, 60);
  await page.locator('[data-status="done"]').first().waitFor();
  panel.setDown(true);
  await page.locator('[data-stopped="service"]').waitFor({ timeout: 20_000 });
  assert.ok((await counts(page)).waiting > 0);
  panel.setDown(false);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForFunction(
    () => /not sent 0/.test(document.querySelector('[data-testid="bulk-counts"]')?.textContent ?? ''),
    null,
    {
      timeout: 60_000,
    },
  );
  await page.locator('[data-stopped]').waitFor({ state: 'hidden' });
  await assertAgrees(page, panel);
  takeComplaints();
});

test('ten thousand lines are checked, listed and mended without a wait that a person feels', async () => {
  const panel = await serve({ cards: cards(12) });
  const { page } = await visit(panel, { colorScheme: 'dark' });
  const rows = lines(10_000, 12);
  rows[4999] = [...line(0, 1, 5000).slice(0, 4), '1e3'];
  await take(page, panel, csv(rows));
  await page.getByText('1 problem.').waitFor();
  await page.getByLabel('Line 5001, limit').fill('5000');
  await page.keyboard.press('Enter');
  await page.getByText('Every line is in order').waitFor();
  await send(page, 10_000);
  await page.getByRole('table').locator('[data-line]').first().waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('[data-stopped="stopped"]').waitFor();
  assert.ok((await page.getByRole('table').locator('[data-line]').count()) < 100, 'only what is in sight is built');
  await assertAccessible(page, 'a stopped bulk, in the dark');
  await assertAgrees(page, panel);
});
