/**
 * The page's set-up. `node scripts/www.js install` brings www/node_modules up to date: npm for the libraries, when their
 * lock has changed, and the package as it was last built.
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, PACKAGE, ROOT } from './build/places.js';
import { main, run } from './lib/run.js';
import { filesOf, hashOf, once } from './lib/stamp.js';

const WWW = join(ROOT, 'www');
const MODULES = join(WWW, 'node_modules');

await main(async () => {
  const locks = hashOf(ROOT, ['www/package.json', 'www/package-lock.json', 'www/.npmrc'], [process.version]);
  await once(join(MODULES, '.espai-cdkey-stamp'), locks, [join(MODULES, 'vite')], () => {
    console.log('www: npm ci ...');
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: WWW, quiet: true });
  });
  // npm takes a folder for the same while its version is; and it need not be asked for the rest again.
  const built = hashOf(DIST, ['package']);
  const installed = join(MODULES, 'espai-cdkey');
  await once(join(MODULES, '.espai-cdkey-package'), built, [join(installed, 'package.json')], () => {
    rmSync(installed, { recursive: true, force: true });
    cpSync(PACKAGE, installed, { recursive: true });
    console.log(`www: the package, ${filesOf(installed).length} files`);
  });
});
