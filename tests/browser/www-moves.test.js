/** Transfers and destroys in the page of `www`: confirmed, sent once, and their three outcomes in words. */
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
  requestsOf,
  row,
  source,
  target,
  trial,
} from './www-page.js';

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
  await dialog(page).getByText('Not transferred: refused by the service').waitFor();
  await dialog(page)
    .getByText(/“.+”\. The service did not do it, and no quota has moved\./)
    .waitFor();
  await dialog(page).getByRole('button', { name: 'Change the input' }).click();
  assert.equal(await dialog(page).getByLabel('Code').inputValue(), target.code, 'the input is still there');
});

test('a transfer whose answer is lost is unknown: nothing is repeated, both cards can be looked at', async () => {
  const page = await open();
  await inject(page, /Lost answer/);
  await previewTransfer(page, source, target);
  await dialog(page).getByRole('button', { name: 'Transfer 10 now' }).click();
  await dialog(page).getByText('Transfer, outcome unknown').waitFor();
  await dialog(page).getByText('Do not simply repeat it').waitFor();
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
  await dialog(page).getByText('Transfer, outcome unknown').waitFor();
  await dialog(page).getByRole('button', { name: 'Look at both cards' }).click();
  await dialog(page).getByRole('status').getByRole('row').nth(2).waitFor();
  const rows = await dialog(page).getByRole('status').getByRole('row').allTextContents();
  assert.ok(rows.slice(1).every((text) => text.endsWith('0')) && !rows.join('').includes('-10'), rows.join('\n'));
});

for (const [fault, words] of /** @type {[RegExp, string][]} */ ([
  [/System error 500/, 'Transfer, outcome unknown'],
  [/HTML page/, 'Transfer, outcome unknown'],
  [/Answer cut/, 'Transfer, outcome unknown'],
  [/garbage/, 'Transfer, outcome unknown'],
  [/Refused in the answer/, 'Not transferred'],
  [/Key not accepted/, 'Not transferred'],
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
  await dialog(page).getByText('The caller stopped waiting').waitFor();
  await dialog(page).getByText('Transfer, outcome unknown').waitFor();
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
  await dialog(page).getByText('Destroy, outcome unknown').waitFor();
  await dialog(page).getByRole('button', { name: 'Look for the card' }).click();
  await dialog(page).getByText('not found').waitFor();
});
