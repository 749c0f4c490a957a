/**
 * The built `espai-cdkey admin` itself, in a browser, over a service whose answers are lost and which tells its key wherever it can: every
 * move is made once, and the key is in nothing that reaches the page, its storage or the program's log.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertAccessible } from './axe.js';
import { record, stored } from './www-evidence.js';
import { createEmulator, launchBrowser } from './www-site.js';

/** @typedef {import('playwright-core').Page} Page */

/** As `make package` has just built it; what is packed is this folder. */
const COMMAND = fileURLToPath(new URL('../../dist/package/bin/espai-cdkey.js', import.meta.url));
const KEY = 'canary9canary9canary9canary9cana';
const PHONES = Array.from({ length: 6 }, (_, at) => 13_712_340_000 + at);
const codeOf = (/** @type {number} */ at) => `pane${String(at).padStart(4, 'x')}`;
const SERVICE_SAYS = `no such thing for ${KEY} of ${PHONES[0]}`;

let changes = 0;
const emulator = createEmulator({
  apiKey: KEY,
  onChange: () => {
    changes += 1;
  },
  cards: PHONES.map((phone, at) => ({
    id: `id-of-${codeOf(at)}`,
    code: codeOf(at),
    type: '1',
    api_limit: at < 4 ? 1000 : 0,
    user_phone: phone,
    // Somebody has pasted the key where it does not belong.
    user_name: at === 3 ? `key ${KEY}` : `Owner ${at}`,
  })),
});

/** @type {Awaited<ReturnType<typeof emulator.listen>>} */ let platform;
/** @type {import('playwright-core').Browser} */ let browser;
/** @type {string} */ let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espai-cdkey-www-admin-'));
  [platform, browser] = await Promise.all([emulator.listen(), launchBrowser()]);
});

after(async () => {
  await browser?.close();
  await platform?.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param {import('node:test').TestContext} t */
async function startAdmin(t) {
  const child = spawn(process.execPath, [COMMAND, 'admin', '--port', '0'], {
    cwd: folder,
    env: { LANG: 'C', ESPAI_API_KEY: KEY, ESPAI_BASE_URL: platform.url },
  });
  t.after(() => child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (said.err += text));
  const ended = once(child, 'close');
  while (!said.out.includes('\n')) {
    await Promise.race([once(child.stdout, 'data'), ended]);
    assert.equal(child.exitCode, null, said.err);
  }
  const [link = ''] = /http:\S+/.exec(said.out) ?? [];
  return {
    link,
    said,
    async stop() {
      child.kill('SIGTERM');
      const [status] = await ended;
      return status;
    },
  };
}

/**
 * Keeps everything that reaches a page, as one text.
 * @param {Page} page
 */
function listen(page) {
  /** @type {string[]} */
  const heard = [];
  /** @type {Promise<void>[]} */
  const reading = [];
  /** @type {(nothing: Buffer) => void} */
  let leave = () => {};
  /** @type {Promise<Buffer>} */
  const left = new Promise((resolve) => {
    leave = resolve;
  });
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('response', (response) => {
    reading.push(
      (async () => {
        heard.push(response.url(), JSON.stringify(await Promise.race([response.allHeaders(), left])));
        // A redirect has no body, and one whose page was left never ends.
        const body = response.body().catch(() => Buffer.from(''));
        heard.push((await Promise.race([body, left])).toString('latin1'));
      })(),
    );
  });
  page.on('request', (request) => heard.push(JSON.stringify([request.headers(), request.postData()])));
  return {
    async all() {
      setTimeout(() => leave(Buffer.from('')), 2000);
      await Promise.all(reading);
      return heard.join('\n');
    },
  };
}

/** Chooses a card by typing. @param {Page} page @param {string} field @param {string} code */
async function pick(page, field, code) {
  await page.getByRole('combobox', { name: field }).click();
  await page.keyboard.type(code);
  await page.locator('.ant-select-item-option-active').filter({ hasText: code }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.ant-select').filter({ hasText: code }).first().waitFor();
}

/** @param {Page} page @param {number} amount */
async function transfer(page, amount) {
  await page.getByRole('link', { name: 'Cards' }).click();
  await page.getByRole('link', { name: 'Transfer', exact: true }).click();
  await pick(page, 'From', codeOf(0));
  await pick(page, 'To', codeOf(1));
  await page.getByRole('spinbutton', { name: 'Calls to move' }).fill(String(amount));
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('This will happen').waitFor();
  await page.getByRole('button', { name: `Transfer ${amount} now` }).dblclick();
}

test('a whole day at the panel: each move once, and the key nowhere', { timeout: 240_000 }, async (t) => {
  const admin = await startAdmin(t);
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const heard = listen(page);
  /** @type {string[]} */
  const seen = [];
  const look = async () => {
    seen.push(await page.evaluate(stored));
  };

  await page.goto(admin.link);
  await page.getByText(codeOf(0)).waitFor();
  assert.equal(new URL(page.url()).pathname, '/', 'the link is not in the address any more');
  await page.getByText('key ***').waitFor();
  await look();

  // A list that fails, with what the service says.
  emulator.inject({ fault: 'envelope', endpoint: 'list', code: 400, message: SERVICE_SAYS });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText(/no such thing for \*\*\*/).waitFor();
  await look();

  await page.getByRole('link', { name: 'Look up' }).click();
  emulator.inject({ fault: 'envelope', endpoint: 'detail', code: 404, message: SERVICE_SAYS });
  for (const words of [/no such thing for \*\*\*/, /Owner 2/]) {
    await page.getByLabel('Phone').fill(String(PHONES[2]));
    await page.getByLabel('Code').fill(codeOf(2));
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText(words).waitFor();
    await look();
  }

  // Its answer is lost after it was made, before it was made, and with an answer that has the key in it.
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
  await transfer(page, 11);
  await page.getByText('both cards show exactly this transfer').waitFor();
  await look();
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
  await transfer(page, 12);
  await page.getByText('Not settled').waitFor();
  await look();
  await page.reload();
  await page.getByText('Not settled').waitFor();
  await page.getByRole('button', { name: 'I have checked' }).click();
  await page.getByText('Not settled').waitFor({ state: 'hidden' });
  emulator.inject({ fault: 'envelope', endpoint: 'transfer', when: 'after', code: 500, message: SERVICE_SAYS });
  await transfer(page, 13);
  await page.getByText('both cards show exactly this transfer').waitFor();
  await look();

  // A small bulk, with two answers lost.
  await page.getByRole('link', { name: 'Bulk' }).click();
  const sheet = [21, 22, 23, 24, 25].map((limit, at) =>
    [PHONES[at % 3], codeOf(at % 3), PHONES[3], codeOf(3), limit].join(','),
  );
  await page.locator('#bulk-file').setInputFiles({
    name: 'small.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['phone,code,target_phone,target_code,limit', ...sheet].join('\r\n')),
  });
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after', skip: 1 });
  emulator.inject({ fault: 'truncate', endpoint: 'transfer', skip: 1 });
  await page.getByRole('button', { name: 'Send 5 transfers' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send 5 transfers' }).click();
  await page.getByText('All lines are over.').waitFor({ timeout: 60_000 });
  assert.match((await page.getByTestId('bulk-counts').textContent()) ?? '', /done 5\b/);
  await look();

  // Two destroys, of which one has no answer.
  await page.getByRole('link', { name: 'Cards' }).click();
  for (const at of [4, 5]) await page.getByRole('checkbox', { name: `Select card ${codeOf(at)}` }).check();
  await page.getByRole('button', { name: 'Destroy…' }).click();
  await page.getByText('2 of 2 will be destroyed').waitFor();
  emulator.inject({ fault: 'drop', endpoint: 'destroy', when: 'after' });
  await page.getByLabel('Type the number of cards').fill('2');
  await page.getByRole('button', { name: 'Destroy 2 now' }).dblclick();
  await page.getByText('Destroyed 1, not destroyed 0, unknown 1').waitFor();
  await page.getByText('Not settled').waitFor();
  await assertAccessible(page, 'a destroy without an answer');
  await look();

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('table', { name: 'By type' }).waitFor();
  await look();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await look();

  // What the service itself wrote down.
  const amounts = [11, 13, 21, 22, 23, 24, 25];
  assert.deepEqual(
    [...(await record(emulator))].sort(),
    amounts.map((amount) => [amount, 1]),
  );
  assert.equal(changes, amounts.length + 2);
  assert.deepEqual(
    emulator.cards().map(({ code }) => code),
    [0, 1, 2, 3].map(codeOf),
  );

  const reached = [await heard.all(), ...seen, JSON.stringify(await context.cookies())].join('\n');
  assert.ok(reached.includes(String(PHONES[2])), 'what reached the page was read');
  assert.ok(reached.includes('HttpOnly') && reached.includes('settled'), 'headers and what is shown, too');
  assert.ok(!reached.includes(KEY), 'the key reached the page');

  assert.equal(await admin.stop(), 0);
  const { out, err } = admin.said;
  assert.equal(out.trim().split('\n').length, 1);
  assert.ok(err.split('\n').filter((line) => / transfer /.test(line)).length >= 8, err);
  assert.ok(err.split('\n').filter((line) => / destroy /.test(line)).length === 2, err);
  for (const secret of [KEY, ...PHONES.map(String)]) assert.ok(!(out + err).includes(secret), `the log has ${secret}`);
});
