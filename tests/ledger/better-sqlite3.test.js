/**
 * A ledger in SQLite by the package better-sqlite3, where Node has none of its own: the other tests of this folder, in a Node whose SQLite is
 * taken away; and a Node that is too old for it.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { folder } from './support.js';

const [major = 0] = process.versions.node.split('.').map(Number);
const skip = major < 22 && 'better-sqlite3 13 needs Node 22';
const WITHOUT = { ...process.env, NODE_OPTIONS: '--no-experimental-sqlite', NODE_TEST_CONTEXT: undefined };

/** @param {string} name */
const file = (name) => fileURLToPath(new URL(`${name}.test.js`, import.meta.url));

for (const [name, pattern, least] of /** @type {const} */ ([
  ['conformance', '^sqlite: ', 10],
  ['operations', '^sqlite: ', 11],
  ['faults', '^sqlite: (the same key|what a dead)', 2],
  ['killed', '^sqlite: \\d', 1],
])) {
  test(`better-sqlite3: ${name}`, { skip, timeout: 600_000 }, () => {
    const args = ['--test', '--test-reporter=tap', `--test-name-pattern=${pattern}`, file(name)];
    const { status, stdout } = spawnSync(process.execPath, args, { env: WITHOUT, encoding: 'utf8' });
    assert.equal(status, 0, stdout);
    const passed = stdout.match(/^ *ok \d+ - sqlite: (?!.*# SKIP)/gm) ?? [];
    assert.ok(passed.length >= least, stdout);
  });
}

/**
 * What opening a ledger comes to in another Node: the error's code and message, or `opened`.
 * @param {string} node
 * @param {string} path
 * @param {NodeJS.ProcessEnv} env
 */
function opening(node, path, env) {
  const source = `import { openLedger } from 'espai-cdkey/ledger';
    const said = await openLedger(${JSON.stringify(`sqlite:${path}`)}).then((ledger) => ledger.close().then(() => 'opened'), (error) => error.name + ': ' + error.message);
    console.log(said);`;
  const script = fileURLToPath(new URL(`opening-${process.pid}.mjs`, import.meta.url));
  writeFileSync(script, source);
  try {
    return spawnSync(node, [script], { env, encoding: 'utf8' });
  } finally {
    rmSync(script);
  }
}

test('better-sqlite3: a file that is no database', { skip }, () => {
  const place = folder();
  const path = join(place, 'notes.txt');
  writeFileSync(path, 'this is a text of some length, and no database at all\n'.repeat(100));
  assert.match(opening(process.execPath, path, WITHOUT).stdout, /^LedgerError: .*is not a database of SQLite/);
  assert.match(
    opening(process.execPath, join(place, 'no/such/folder.db'), WITHOUT).stdout,
    /^LedgerError: .*cannot be opened as a ledger/,
  );
  assert.match(opening(process.execPath, join(place, 'new.db'), WITHOUT).stdout, /^opened/);
});

const old = spawnSync('node', ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim();
test(
  'better-sqlite3 13 ends a Node that is too old for it, and so is not loaded there',
  { skip: Number.parseInt(old, 10) >= 22 && 'there is no Node 20 here' },
  () => {
    const { stdout, signal } = opening('node', join(folder(), 'operations.db'), process.env);
    assert.equal(signal, null);
    assert.match(stdout, /^LedgerError: this is Node 20\..* 13\.\S+ cannot be used here: run it with Node 22\.13/);
  },
);
