/** Cards for which the service names no number, in the page of `www`: shown as such, and no arithmetic with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cards, number, open, previewTransfer, row, site, source, target, trial } from './www-page.js';

/** The type that is sold as unlimited, and one that is not. */
const unlimited = { ...source, type: '5', apiLimit: null };
const silent = { ...trial, apiLimit: null };

/** Opens the page on a backend that has them, too. @param {Parameters<typeof open>[0]} [options] */
async function openWithThem(options) {
  const others = cards.filter((card) => card !== source && card !== trial);
  const emulator = site.setCards([silent, unlimited, ...others]);
  return { page: await open({ ...options, backend: true }), emulator };
}

test('they are listed among the others, in both languages, and none of them can be destroyed', async () => {
  for (const [locale, words, none] of [
    ['en-US', 'unlimited', '—'],
    ['zh-CN', '不限', '—'],
  ]) {
    const { page } = await openWithThem({ locale });
    const quota = (/** @type {string} */ code, /** @type {string} */ said) =>
      row(page, code).getByRole('cell').getByText(said, { exact: true }).first().waitFor();
    await quota(unlimited.code, String(words));
    await quota(silent.code, String(none));
    assert.ok(await row(page, unlimited.code).getByRole('button').last().isDisabled());
    assert.equal(await page.getByText(/null|NaN/).count(), 0);
  }
});

test('they fit a phone, too', async () => {
  const { page } = await openWithThem({ width: 390, height: 844 });
  const items = page.getByRole('list', { name: 'Cards' }).getByRole('listitem');
  await items.filter({ hasText: unlimited.code }).getByText('unlimited').waitFor();
  assert.equal(await page.getByText(/null|NaN/).count(), 0);
});

test('a transfer from an unlimited card is previewed without a number for it, and done', async () => {
  const { page } = await openWithThem();
  await previewTransfer(page, /** @type {any} */ (unlimited), target, '100000');
  const preview = await page.getByRole('row').allTextContents();
  assert.match(preview[1] ?? '', /unlimited—$/);
  assert.match(
    preview[2] ?? '',
    new RegExp(`${number.format(target.apiLimit)}${number.format(target.apiLimit + 100_000)}$`),
  );
  await page.getByText(`names no number for card ${unlimited.code}`).waitFor();
  assert.equal(await page.getByText('fewer calls than you want').count(), 0);
  await page.getByRole('button', { name: 'Transfer 100,000 now' }).click();
  await page.getByText('Transferred').waitFor();
  await page.getByRole('row').nth(2).waitFor();
  const rows = await page.getByRole('row').allTextContents();
  assert.match(rows[1] ?? '', /unlimitedunlimited$/);
  assert.match(
    rows[2] ?? '',
    new RegExp(`${number.format(target.apiLimit)}${number.format(target.apiLimit + 100_000)}$`),
  );
});

test('where its answer is lost, the page shows the change of the other card alone', async () => {
  const { page, emulator } = await openWithThem();
  await previewTransfer(page, /** @type {any} */ (unlimited), target);
  emulator.inject({ fault: 'garbage', endpoint: 'transfer', when: 'after' });
  await page.getByRole('button', { name: 'Transfer 10 now' }).click();
  await page.getByText('outcome unknown').first().waitFor();
  // On top of the screen, and in it.
  const findings = page
    .getByRole('status')
    .filter({ has: page.locator('[data-verdict="unreadable"]') })
    .first();
  await findings.getByText('+10').waitFor();
  const rows = await findings.getByRole('row').allTextContents();
  assert.match(rows[1] ?? '', /unlimitedunlimited—$/);
  await findings.getByText(`names no number for card ${unlimited.code}`).waitFor();
});

test('one that is looked up says so', async () => {
  const { page } = await openWithThem();
  await page.getByRole('link', { name: 'Look up' }).click();
  const panel = page.getByRole('main');
  await panel.getByLabel('Phone').fill(unlimited.userPhone);
  await panel.getByLabel('Code').fill(unlimited.code);
  await panel.getByRole('button', { name: 'Look up' }).click();
  await panel.getByText('unlimited').waitFor();
});
