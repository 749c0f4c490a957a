/**
 * An empty folder as a user would have it: the packed tarball from npm, the peers that tests compare with, and the tests
 * themselves beside them, so that they import the package by its public names and can reach nothing else of it.
 */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/run.js';
import { ROOT, tarballPath } from '../build/places.js';

/** Rust's tests stay where they are, and so do those of the page, which is no part of the package. */
const LEFT = ['native', 'wasm', 'node_modules'].map((name) => join(ROOT, 'tests', name));

/**
 * @param {string} under
 * @returns {string} The folder.
 */
export function makeConsumer(under) {
  const folder = join(under, 'consumer');
  mkdirSync(folder, { recursive: true });
  // The peers, pinned with their lock file.
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(ROOT, 'tests', name), join(folder, name));
  run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, quiet: true });
  // Nodes that some tests ask for by their paths; tools go on with the one that runs this.
  rmSync(join(folder, 'node_modules/.bin/node'), { force: true });
  // Not saved: its lock entry would be of another tarball after each build.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', tarballPath()], { cwd: folder, quiet: true });
  cpSync(join(ROOT, 'tests'), join(folder, 'tests'), { recursive: true, filter: (path) => !LEFT.includes(path) });
  if (existsSync(join(ROOT, 'examples'))) cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true });
  return folder;
}
