/**
 * The panel's files in the package: what `espai-cdkey admin` serves, and who embeds it. They are www/, built in its mode `panel`
 * with the package that it will lie in.
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WWW, installPage } from '../lib/page.js';
import { run } from '../lib/run.js';
import { PANEL } from './places.js';

const BUILT = join(WWW, 'dist-panel');

export async function addPanel() {
  await installPage();
  run('npm', ['run', '--silent', 'build:panel'], { cwd: WWW, quiet: true });
  rmSync(PANEL, { recursive: true, force: true });
  cpSync(BUILT, PANEL, { recursive: true });
}
