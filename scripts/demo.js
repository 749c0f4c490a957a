/**
 * `make demo`: the packed tarball, installed in an empty folder as a user would, and examples/demo.mjs there.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, tarballPath } from './build/places.js';
import { main, run } from './lib/run.js';

await main(() => {
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-demo-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    run('npm', ['install', '--no-audit', '--no-fund', tarballPath()], { cwd: folder, quiet: true });
    copyFileSync(join(ROOT, 'examples/demo.mjs'), join(folder, 'demo.mjs'));
    const { status } = spawnSync(process.execPath, ['demo.mjs'], { cwd: folder, stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
