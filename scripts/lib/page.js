/**
 * The set-up of www/: brings www/node_modules up to date. npm for the libraries, when their lock has changed, and the package as it was
 * last built.
 */
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DIST, PACKAGE, PANEL, ROOT } from '../build/places.js';
import { run } from './run.js';
import { filesOf, hashOf, once } from './stamp.js';

export const WWW = join(ROOT, 'www');
const MODULES = join(WWW, 'node_modules');

export async function installPage() {
  const locks = hashOf(ROOT, ['www/package.json', 'www/package-lock.json', 'www/.npmrc'], [process.version]);
  await once(join(MODULES, '.espai-cdkey-stamp'), locks, [join(MODULES, 'vite')], () => {
    console.log('www: npm ci ...');
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: WWW, quiet: true });
  });
  // Without the panel, which is built of www and this.
  const parts = readdirSync(PACKAGE).map((name) => join(PACKAGE, name));
  const built = hashOf(
    DIST,
    parts.filter((path) => path !== PANEL).map((path) => relative(DIST, path)),
  );
  const installed = join(MODULES, 'espai-cdkey');
  // npm takes a folder for the same while its version is; and it need not be asked for the rest again.
  await once(join(MODULES, '.espai-cdkey-package'), built, [join(installed, 'package.json')], () => {
    rmSync(installed, { recursive: true, force: true });
    cpSync(PACKAGE, installed, { recursive: true, filter: (path) => path !== PANEL });
    console.log(`www: the package, ${filesOf(installed).length} files`);
  });
}
