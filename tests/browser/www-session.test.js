/** Who may use the panel: signing in and out, roles, a session that ends in mid-work, a backend that is gone; under its policy. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.js';
import { manyCards } from './www-many-cards.js';
import { go, serve, tab, visit } from './www-moves-page.js';
import { PASSWORD } from './www-panel-site.js';

const cards = manyCards(30);

/** Opens the panel as somebody who is not signed in. @param {import('./www-panel-site.js').PanelOptions} options */
async function arrive(options) {
  const { page, ...rest } = await start(options);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  return { page, ...rest };
}

/** @param {import('./www-panel-site.js').PanelOptions} options */
async function start(options) {
  const panel = await serve({ cards, ...options });
  const { context } = await visit(panel);
  await context.clearCookies();
  const page = await tab(context);
  await page.goto(panel.url);
  return { panel, context, page };
}

test('a password signs in; a wrong one is told, and nothing of the cards is there before', async () => {
  const { page } = await arrive({ login: 'password' });
  assert.equal(await page.getByRole('navigation').count(), 0);
  await assertAccessible(page, 'signing in');
  await page.getByLabel('Name', { exact: true }).fill('lin');
  await page.getByLabel('Password').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('lin');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText(cards[0]?.code ?? '').waitFor();
  assert.equal(
    await page.evaluate(() => JSON.stringify([localStorage, sessionStorage])).then((kept) => kept.includes('horse')),
    false,
  );
});

test('a link is on the terminal, and signs in the tab that waits for it, too', async () => {
  const { panel, context, page } = await arrive({ login: 'link' });
  await page.getByText('sign-in link on the terminal').waitFor();
  await page.getByRole('button', { name: 'I have opened it' }).click();
  await page.getByText('Still nobody is signed in').waitFor();
  const other = await tab(context);
  await other.goto(panel.link);
  await page.getByRole('button', { name: 'I have opened it' }).click();
  await page.getByText(cards[0]?.code ?? '').waitFor();
});

test('a log-in page of the backend signs in: first in this tab, in mid-work in another', async () => {
  const { panel, context, page } = await arrive({ login: 'page', page: '/link' });
  await assertAccessible(page, 'signing in elsewhere');
  await page.getByRole('link', { name: 'go there' }).click();
  await page.getByText(cards[0]?.code ?? '').waitFor();
  const code = cards[7]?.code ?? '';
  await page.getByRole('checkbox', { name: `Select card ${code}` }).check();
  panel.end();
  await page.getByRole('button', { name: 'Refresh' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  const [beside] = await Promise.all([
    context.waitForEvent('page'),
    dialog.getByRole('link', { name: 'open it in a new tab' }).click(),
  ]);
  await beside.getByText(cards[0]?.code ?? '').waitFor();
  await beside.close();
  await dialog.getByRole('button', { name: 'I have signed in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('1 card selected').waitFor();
});

test('an address that nobody could sign in at is no link', async () => {
  const { page } = await start({ login: 'page', page: 'javascript:alert(1)' });
  await page.getByText('The page could not start').waitFor();
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
});

test('signing out leaves nothing on the screen', async () => {
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.equal(await page.getByText(cards[0]?.code ?? '').count(), 0);
});

test('a session that ends in mid-work keeps the screen and what was typed, and goes on after signing in', async () => {
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  const code = cards[7]?.code ?? '';
  await page.getByRole('button', { name: 'Load all' }).click();
  await page.getByRole('textbox', { name: 'Search as you type' }).fill(code);
  await page.getByRole('checkbox', { name: `Select card ${code}` }).check();
  panel.end();
  await page.getByRole('button', { name: 'Refresh' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('Name', { exact: true }).fill('lin');
  await dialog.getByLabel('Password').fill(PASSWORD);
  await assertAccessible(page, 'signing in again');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('1 card selected').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('textbox', { name: 'Search as you type' }).waitFor();
});

test('another person who signs in then sees nothing of the first one’s work', async () => {
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  const code = cards[7]?.code ?? '';
  await page.getByRole('checkbox', { name: `Select card ${code}` }).check();
  await page.getByText('1 card selected').waitFor();
  panel.end('li.na');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('lin');
  await page.getByRole('dialog').getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('Signed in as li.na').waitFor({ state: 'attached' });
  await page.getByText(code).waitFor();
  assert.equal(await page.getByText('1 card selected').count(), 0);
});

test('what a role does not allow is not offered, also not by its address', async () => {
  const panel = await serve({ cards, allow: ['list', 'detail'] });
  const { page } = await visit(panel);
  await page.getByText('read only').waitFor();
  await page.getByText(cards[0]?.code ?? '').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Transfer' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: /^(Transfer from|Destroy) card/ }).count(), 0);
  for (const path of ['/transfer', '/destroy', '/bulk']) {
    await go(page, panel, path);
    await page.getByText('You are not allowed to do this').waitFor();
  }
  await go(page, panel, `/cards/${cards[0]?.id}`);
  await page.getByRole('heading', { name: /^Card/ }).waitFor();
  assert.equal(await page.getByText('Usage records').count(), 0);
  assert.ok(!panel.served.some((path) => path.endsWith('balance_logs')));
});

test('a backend that is gone is told, and what is on the screen stays', async () => {
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  await page.getByText(cards[0]?.code ?? '').waitFor();
  panel.setDown(true);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('alert').filter({ hasText: 'No list' }).waitFor({ timeout: 30_000 });
  await page.getByText(cards[0]?.code ?? '').waitFor();
  await page.reload();
  await page.getByText('The page could not start').waitFor();
  panel.setDown(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(cards[0]?.code ?? '').waitFor();
});

test('no screen breaks the policy, and the emulator is in no file of the panel', async () => {
  const panel = await serve({ cards });
  const { page } = await visit(panel);
  await page.evaluate(() => {
    /** @type {string[]} */
    const broken = [];
    Object.assign(globalThis, { broken });
    document.addEventListener('securitypolicyviolation', (event) => {
      broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  for (const path of [
    '/overview',
    '/cards',
    `/cards/${cards[0]?.id}`,
    '/transfer',
    '/bulk',
    '/lookup',
    '/destroy',
    '/nowhere',
  ]) {
    await page.evaluate((next) => {
      location.hash = next;
    }, path);
    await page.waitForTimeout(300);
  }
  await page.getByText('There is no such screen').waitFor();
  await page.getByRole('button', { name: /^Appearance/ }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).broken), []);
  assert.ok(!panel.served.some((path) => /emulator|demo/.test(path)), panel.served.join());
  await page.reload();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark', 'the choice is kept');
});
