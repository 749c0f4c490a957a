/**
 * An empty folder as a user would have it: the packed tarball from npm, the peers that tests compare with, and the tests
 * themselves beside them, so that they import the package by its public names and can reach nothing else of it.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/run.js';
import { ROOT, tarballPath } from '../build/places.js';

/** The peers, pinned with their lock file. */
const PEERS = join(ROOT, 'scripts/test/peers');
/** What is copied; Rust's tests stay. */
const FOLDERS = ['tests/node', 'tests/emulator', 'tests/package', 'tests/types', 'tests/support', 'examples'];

/**
 * @param {string} under
 * @returns {string} The folder.
 */
export function makeConsumer(under) {
  const folder = join(under, 'consumer');
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(PEERS, name), join(folder, name));
  run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, quiet: true });
  // Not saved: its lock entry would be of another tarball after each build.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', tarballPath()], { cwd: folder, quiet: true });
  for (const path of FOLDERS.filter((name) => existsSync(join(ROOT, name)))) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  return folder;
}
