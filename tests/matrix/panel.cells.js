/**
 * The example that mounts the panel in an app with its own log-in, used in Chromium by a person of each role. What is not offered is
 * asked for all the same, out of the signed-in page: the backend has to refuse it.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/build/places.js';
import { writeApp } from './bundlers/app.js';
import { versions } from './pinned.js';
import { anyMove } from './sent-once.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ phone: number, code: string, target_phone: number, target_code: string }} Move */

const PASSWORDS = { fin: 'for the finance role of this test', sam: 'for the support role of this test' };
/** What the example lets its support role move at once. */
const LIMIT = 100;

/** @param {string} what @param {boolean} holds */
function demand(what, holds) {
  if (!holds) throw new Error(what);
}

/**
 * A browser of one person, who signs in by the panel's own form.
 * @param {Context} context
 * @param {string} url
 * @param {keyof typeof PASSWORDS} name
 */
async function signIn(context, url, name) {
  const person = await (await context.browser()).newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  context.later(() => person.close());
  const page = await person.newPage();
  page.setDefaultTimeout(20_000);
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused request is told by the browser, and is what this is about.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  // Without the slash, as somebody types it.
  await page.goto(url.replace(/\/$/, ''));
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  for (const password of ['a wrong one', PASSWORDS[name]]) {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    if (password !== PASSWORDS[name]) await page.getByRole('alert').filter({ hasText: 'not right' }).waitFor();
  }
  await page.getByText(`Signed in as ${name}`).waitFor({ state: 'attached' });
  return { page, complaints };
}

/**
 * What the page's own session gets where it asks past the panel.
 * @param {Page} page
 * @param {string} call
 * @param {object} body
 */
async function ask(page, call, body) {
  return page.evaluate(
    async ([path, text]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`./api/cdkey/${path}`, { method: 'POST', headers, body: text ?? '' });
      return { status: answer.status, text: await answer.text() };
    },
    [call, JSON.stringify(body)],
  );
}

/** From the form to the preview, by phone and code. @param {Page} page @param {Move} move @param {number} amount */
async function fillTransfer(page, move, amount) {
  await page.getByRole('link', { name: 'Transfer', exact: true }).click();
  await page.getByText('By phone and code').click();
  for (const [side, phone, code] of /** @type {const} */ ([
    ['From', move.phone, move.code],
    ['To', move.target_phone, move.target_code],
  ])) {
    await page.getByRole('group', { name: side }).getByLabel('Phone').fill(String(phone));
    await page.getByRole('group', { name: side }).getByLabel('Code').fill(code);
  }
  await page.getByRole('spinbutton', { name: 'Calls to move' }).fill(String(amount));
  await page.getByRole('button', { name: 'Preview' }).click();
}

/** @param {Page} page @param {Move} move @param {number} amount */
async function transfer(page, move, amount) {
  await fillTransfer(page, move, amount);
  await page.getByRole('button', { name: `Transfer ${amount} now` }).click();
  await page.getByText('Transferred', { exact: true }).waitFor();
}

/** @param {Context} context */
async function run(context) {
  writeApp(context);
  cpSync(join(ROOT, 'examples/server/panel-express.mjs'), join(context.folder, 'panel-express.mjs'));
  const { backend } = context;
  const app = context.start(process.execPath, ['panel-express.mjs'], {
    env: {
      ESPAI_API_KEY: backend.apiKey,
      ESPAI_BASE_URL: backend.url,
      SESSION_SECRET: 'a secret of these tests, and of nothing else',
      FINANCE_PASSWORD: PASSWORDS.fin,
      SUPPORT_PASSWORD: PASSWORDS.sam,
      PORT: '0',
    },
  });
  const [url] = await app.says(/http:\/\/127\.0\.0\.1:\d+\/admin\/cards\//);
  const home = await (await fetch(new URL('/', url))).text();
  demand(`The rest of the app answers ${home}`, home === 'the rest of your app');
  const move = /** @type {Move} */ (JSON.parse(await anyMove(backend)));

  // The one with few rights: is not offered to destroy, and is refused it; nor more than the limit.
  const { page: support, complaints } = await signIn(context, url, 'sam');
  await support.getByRole('link', { name: move.code }).waitFor();
  await support.getByRole('button', { name: `Transfer from card ${move.code}` }).waitFor();
  demand('Support is offered to destroy', (await support.getByRole('button', { name: /^Destroy/ }).count()) === 0);
  await support.goto(`${url}#/destroy`);
  await support.getByText('You are not allowed to do this').waitFor();
  const destroyed = await ask(support, 'destroy', [{ id: 'a' }]);
  demand(`A destroy by support was answered ${destroyed.status} ${destroyed.text}`, destroyed.status === 403);
  await support.goto(`${url}#/cards`);
  await fillTransfer(support, move, LIMIT + 1);
  await support.getByText(`A whole number from 1 to ${LIMIT}`).first().waitFor();
  const over = await ask(support, 'transfer', { ...move, limit: LIMIT + 1 });
  demand(`A transfer over the limit was answered ${over.status} ${over.text}`, over.status === 403);
  demand('What was refused changed a card', backend.changes() === 0);
  await support.goto(`${url}#/cards`);
  await transfer(support, move, 1);
  demand(`Support's transfer changed the cards ${backend.changes()} times`, backend.changes() === 1);

  // The other: over that limit, and one answer is lost on the way.
  const { page: finance, complaints: others } = await signIn(context, url, 'fin');
  await finance
    .getByRole('button', { name: /^Destroy card/ })
    .first()
    .waitFor();
  backend.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
  await fillTransfer(finance, move, LIMIT + 1);
  await finance.getByRole('button', { name: `Transfer ${LIMIT + 1} now` }).click();
  await finance.getByText('both cards show exactly this transfer').waitFor();
  demand(`Finance's transfer changed the cards ${backend.changes() - 1} times`, backend.changes() === 2);

  const page = await finance.content();
  demand('The page has the key', !page.includes(backend.apiKey));
  await finance.getByRole('button', { name: 'Sign out' }).click();
  await finance.getByRole('heading', { name: 'Sign in' }).waitFor();
  const out = await ask(finance, 'list', {});
  demand(`A list after signing out was answered ${out.status}`, out.status === 401);
  demand(`The console says ${[...complaints, ...others].join('\n')}`, complaints.length + others.length === 0);
}

const version = versions('servers');

/** @type {Cell[]} */
export const cells = [
  {
    tool: `Express ${version('express')}`,
    mode: 'the panel under /admin/cards, two roles, in Chromium',
    group: 'runtime',
    tools: 'servers',
    run,
  },
];
