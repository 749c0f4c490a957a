/**
 * The folder that everything runs in: as a user's, with the packed tarball and the peers from npm, and the harness beside
 * them. It is kept under target/ and made anew when one of them has changed.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT, TARGET, TEMPLATE, tarballPath } from '../scripts/build/places.js';
import { filesOf, hashOf, once } from '../scripts/lib/stamp.js';
import { run } from '../scripts/lib/run.js';
import { buildDecoder } from './decoder.js';

const BENCH = join(ROOT, 'bench');

/**
 * @typedef {object} Consumer
 * @property {string} folder
 * @property {string} [decoder] The folder of the decoder alone.
 * @property {string} [beside] The package beside this one, as its file is called, and its version.
 * @property {Record<string, string>} versions Of the peers.
 */

/**
 * @param {object} options
 * @param {boolean} options.decoder Whether the decoder alone is built, too; it needs the Rust of `make setup`.
 * @param {string} [options.beside] The tarball of another package of ours, which is installed as `espai-cdkey-before`.
 * @returns {Promise<Consumer>}
 */
export async function makeConsumer({ decoder, beside: before }) {
  const folder = join(TARGET, 'bench/consumer');
  const manifest = readFileSync(join(BENCH, 'package.json'), 'utf8');
  const tarballs = before === undefined ? [tarballPath()] : [tarballPath(), before];
  const lists = ['bench/package.json', 'bench/package-lock.json'];
  const hash = hashOf(
    ROOT,
    lists,
    tarballs.map((path) => readFileSync(path, 'hex')),
  );
  const names = before === undefined ? ['espai-cdkey'] : ['espai-cdkey', 'espai-cdkey-before'];
  const installed = names.map((name) => join(folder, 'node_modules', name));
  await once(join(folder, '.stamp'), hash, installed, () => {
    console.log('bench: installing the package and its peers ...');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(BENCH, name), join(folder, name));
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, quiet: true });
    // Not saved: its lock entry would be of another tarball after each build. In one go, as npm takes away what an
    // earlier one did not save.
    const packages = tarballs.map((path, index) => `${names[index]}@file:${path}`);
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', ...packages], { cwd: folder, quiet: true });
  });
  for (const file of filesOf(BENCH).filter((path) => path.endsWith('.js'))) {
    copyFileSync(file, join(folder, file.slice(BENCH.length + 1)));
  }
  /** @type {Consumer} */
  const consumer = { folder, versions: JSON.parse(manifest).devDependencies };
  if (before !== undefined) {
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/espai-cdkey-before/package.json'), 'utf8'));
    consumer.beside = `${basename(before)} (${version})`;
  }
  if (!decoder) return consumer;
  const built = join(TARGET, 'bench/decoder');
  await buildDecoder(built);
  const beside = join(folder, 'decoder');
  mkdirSync(beside, { recursive: true });
  for (const name of ['decoder.wasm', 'decoder-glue.js']) copyFileSync(join(built, name), join(beside, name));
  copyFileSync(join(TEMPLATE, 'client/cards.js'), join(beside, 'cards.js'));
  return { ...consumer, decoder: beside };
}
