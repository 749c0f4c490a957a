import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { changedIn } from './clone.js';
import { SUITES } from './suites.js';

test('a file that was written is seen, and a folder that is no clone has none', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-clone-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  assert.deepEqual([...changedIn(folder)], []);
  execFileSync('git', ['init', '--quiet', folder]);
  writeFileSync(join(folder, 'left.txt'), '');
  assert.deepEqual([...changedIn(folder)], ['?? left.txt']);
});

test('no suite asks for a document to be written', () => {
  const matrix = SUITES.find(({ name }) => name === 'matrix');
  const argv = (matrix?.commands() ?? []).flatMap((command) => command.argv);
  assert.ok(argv.some((word) => word.endsWith('matrix/main.js')));
  assert.ok(!argv.includes('--write'));
});
