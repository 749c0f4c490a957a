/**
 * `admin --ledger`, as far as any Node can tell; the rest is in `tests/ledger/panel.test.js`, which needs one that has SQLite.
 */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { COMMAND, started } from '../support/command.js';
import { KEY, admin, ask, folder, platform, signedIn } from './support.js';

test('a move is an operation of the ledger, and the key of the service is in no answer', async () => {
  const service = await platform();
  const { link, stop } = await admin(['--ledger', 'memory:'], service.env);
  const page = await signedIn(link);
  assert.equal(JSON.parse((await page.session()).text).operations, 'settle');
  const move = {
    ...{ phone: '15916888888', code: 'jTkSsmBZ', target_phone: '17516888888', target_code: '3AoPbLSQ' },
    limit: 1,
  };
  const key = { 'idempotency-key': 'from-the-page' };
  assert.equal((await page.call('transfer', move, key)).status, 200);
  assert.equal((await page.call('transfer', move, key)).status, 200);
  const { text } = await ask(new URL('api/operations/list', page.root), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: page.cookie },
    body: '{}',
  });
  const { operations, next } = JSON.parse(text);
  assert.equal(next, null);
  assert.deepEqual(
    operations.map((/** @type {any} */ { key: name, status, attempts }) => [name, status, attempts]),
    [['from-the-page', 'done', 1]],
  );
  assert.ok(!text.includes(KEY));
  const { err } = await stop();
  assert.ok(!/15916888888|canary/.test(err));
});

test('where Node has no SQLite, and nothing else has it, it says which Node is needed', async () => {
  const args = ['admin', '--port', '0', '--ledger', `sqlite:${join(folder, 'operations.db')}`];
  const env = { LANG: 'C', ESPAI_API_KEY: KEY };
  // A copy in a folder of its own: better-sqlite3, which other tests have, is not to be found from there.
  const copy = join(folder, 'alone');
  cpSync(dirname(dirname(COMMAND)), copy, { recursive: true });
  const running = started(process.execPath, [join(copy, 'bin', basename(COMMAND)), ...args], { cwd: folder, env });
  if (process.getBuiltinModule?.('node:sqlite') !== undefined) {
    await running.shows(/^Panel: http/);
    assert.equal((await running.stop()).status, 0);
    return;
  }
  const { status, err, out } = await running.ended;
  assert.equal(status, 4, err);
  assert.equal(out, '');
  assert.match(err, /this is Node 20\.\S+, which has no SQLite of its own, .* run it with Node 22\.13 or newer/);
});
