/**
 * The folder that everything runs in: as a user's, with the packed tarball and the peers from npm, and the harness beside
 * them. It is kept under target/ and made anew when one of them has changed.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TARGET, TEMPLATE, tarballPath } from '../scripts/build/places.js';
import { filesOf, hashOf, once } from '../scripts/lib/stamp.js';
import { run } from '../scripts/lib/run.js';
import { buildDecoder } from './decoder.js';

const BENCH = join(ROOT, 'bench');

/**
 * @param {{ decoder: boolean }} options Whether the decoder alone is built, too; it needs the Rust of `make setup`.
 * @returns {Promise<{ folder: string, decoder: string | undefined, versions: Record<string, string> }>}
 */
export async function makeConsumer({ decoder }) {
  const folder = join(TARGET, 'bench/consumer');
  const manifest = readFileSync(join(BENCH, 'package.json'), 'utf8');
  const tarball = hashOf(ROOT, ['bench/package.json', 'bench/package-lock.json'], [readFileSync(tarballPath(), 'hex')]);
  await once(join(folder, '.stamp'), tarball, [join(folder, 'node_modules/espai-cdkey')], () => {
    console.log('bench: installing the package and its peers ...');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(BENCH, name), join(folder, name));
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, quiet: true });
    // Not saved: its lock entry would be of another tarball after each build.
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', tarballPath()], { cwd: folder, quiet: true });
  });
  for (const file of filesOf(BENCH).filter((path) => path.endsWith('.js'))) {
    copyFileSync(file, join(folder, file.slice(BENCH.length + 1)));
  }
  const versions = JSON.parse(manifest).devDependencies;
  if (!decoder) return { folder, decoder: undefined, versions };
  const built = join(TARGET, 'bench/decoder');
  await buildDecoder(built);
  const beside = join(folder, 'decoder');
  mkdirSync(beside, { recursive: true });
  for (const name of ['decoder.wasm', 'decoder-glue.js']) copyFileSync(join(built, name), join(beside, name));
  copyFileSync(join(TEMPLATE, 'client/cards.js'), join(beside, 'cards.js'));
  return { folder, decoder: beside, versions };
}
