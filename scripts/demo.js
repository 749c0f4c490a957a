/**
 * `make demo`: the packed tarball, installed in an empty folder as a user would, and there examples/demo.mjs and examples/bulk.mjs.
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
    for (const name of ['demo.mjs', 'bulk.mjs']) {
      copyFileSync(join(ROOT, 'examples', name), join(folder, name));
      const { status } = spawnSync(process.execPath, [name], { cwd: folder, stdio: 'inherit' });
      if (status !== 0) process.exitCode = status ?? 1;
      console.log();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
