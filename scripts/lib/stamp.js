/**
 * Stamps: a step leaves the hash of what it was made from, and is left out while that is the same.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * The hash of files, by path and content, and of texts.
 * @param {string} root
 * @param {string[]} paths Files and folders under `root`; what is not there counts as not there.
 * @param {string[]} [texts]
 */
export function hashOf(root, paths, texts = []) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesOf(join(root, path)))) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  for (const text of texts) hash.update(`\0${text}\0`);
  return hash.digest('hex');
}

/**
 * All files of a folder, sorted; a file is itself.
 * @param {string} path
 * @returns {string[]}
 */
export function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'generated')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => filesOf(join(path, name)));
}

/**
 * Does `make` unless the stamp says that it was done from the same; the stamp is written after it has succeeded.
 * @param {string} stamp
 * @param {string} hash
 * @param {string[]} products Without one of them it is done again.
 * @param {() => Promise<void> | void} make
 * @returns {Promise<boolean>} Whether it was done.
 */
export async function once(stamp, hash, products, make) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && products.every((path) => existsSync(path))) {
    return false;
  }
  rmSync(stamp, { force: true });
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}
