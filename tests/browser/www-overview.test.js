/** The panel's overview: figures that agree with the cards, charts with their tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.js';
import { manyCards } from './www-many-cards.js';
import { go, serve, visit } from './www-moves-page.js';

const cards = manyCards(300);
const number = new Intl.NumberFormat('en');

for (const theme of /** @type {const} */ (['light', 'dark'])) {
  test(`its figures are those of the cards, and axe finds nothing, in ${theme}`, async () => {
    const panel = await serve({ cards });
    const { page } = await visit(panel, { colorScheme: theme });
    await go(page, panel, '/overview');
    const types = page.getByRole('table', { name: 'By type' });
    await types.waitFor();
    const ofType = cards.filter((card) => card.type === '1');
    const row = (
      await types
        .getByRole('row', { name: /^Qinglong/ })
        .getByRole('cell')
        .allTextContents()
    ).join(' ');
    const quota = ofType.reduce((sum, card) => sum + (card.apiLimit ?? 0), 0);
    assert.equal(row, `${ofType.length} ${number.format(quota)} 0`);

    const bins = page.getByRole('table', { name: 'Distribution of balances' });
    const counts = (await bins.getByRole('cell').allTextContents()).map(Number);
    assert.equal(counts[0], cards.filter((card) => card.apiLimit === 0).length);
    const unlimited = cards.filter((card) => card.apiLimit === null);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      cards.length - unlimited.length,
    );
    await page.getByText(`Not among them: ${unlimited.length} unlimited`).waitFor();
    assert.equal(
      await page.getByRole('table', { name: 'Unlimited cards' }).getByRole('row').count(),
      unlimited.length + 1,
    );
    await page.getByText('The service has no usage records.').waitFor();
    await assertAccessible(page, 'the overview');
    // The chart is drawn: not all of its pixels are of one colour.
    const drawn = await page
      .locator('canvas')
      .first()
      .evaluate((canvas) => {
        const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
        const pixels = /** @type {HTMLCanvasElement} */ (canvas)
          .getContext('2d')
          ?.getImageData(0, 0, width, height).data;
        return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
      });
    assert.ok(drawn > 3, `${drawn} colours`);
  });
}

test('the limit of near empty is a setting that is remembered', async () => {
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  await go(page, panel, '/overview');
  const near = page.getByRole('table', { name: 'Paid cards that are near empty' });
  const expected = (/** @type {number} */ limit) =>
    cards.filter(({ type, apiLimit }) => type !== '0' && apiLimit !== null && apiLimit > 0 && apiLimit <= limit).length;
  await near.waitFor();
  assert.equal(await near.getByRole('row').count(), Math.min(50, expected(20)) + 1);
  await page.getByLabel('Calls left, at most').fill('5');
  await page.keyboard.press('Tab');
  await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length > 0 && count >= 0, expected(5));
  await page.reload();
  await near.waitFor();
  assert.equal(await near.getByRole('row').count(), expected(5) + 1);
});

test('usage records by day, days without one among them', async () => {
  const paid = cards.filter((card) => card.type !== '0' && (card.apiLimit ?? 0) > 100);
  const [source, target] = paid;
  assert.ok(source && target);
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  await panel.emulator.fetch('https://emulator.invalid/cdkey/transfer', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: panel.emulator.apiKey },
    body: JSON.stringify({
      phone: source.userPhone,
      code: source.code,
      target_phone: target.userPhone,
      target_code: target.code,
      limit: 3,
    }),
  });
  await go(page, panel, '/overview');
  const days = page.getByRole('table', { name: 'Usage records by day' });
  await days.getByRole('cell', { name: '2', exact: true }).waitFor();
});

test('loading can be stopped, and begun again', async () => {
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  await page.getByText(cards[0]?.code ?? '').waitFor();
  panel.emulator.inject({ fault: 'hang', endpoint: 'list' });
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Load all cards' }).click();
  await page.getByRole('table', { name: 'By type' }).waitFor();
});
