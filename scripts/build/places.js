/**
 * Where the build reads and writes.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What is written by hand of the package. */
export const TEMPLATE = join(ROOT, 'pkg-template');
/** The wasm and its glue, as modules that the template imports. */
export const GENERATED = join(TEMPLATE, 'generated');
export const DIST = join(ROOT, 'dist');
/** The package as it is published. */
export const PACKAGE = join(DIST, 'package');
/** What `espai-cdkey admin` serves. */
export const PANEL = join(PACKAGE, 'panel');
/** Cargo's; from the environment as cargo takes it. */
export const TARGET = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');

/** @typedef {string | { [condition: string]: Target }} Target */

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {Record<string, Target>} exports
 * @property {Record<string, string>} bin
 * @property {Record<string, string>} [peerDependencies] What only some entries need, each optional.
 */

/** @returns {Manifest} */
export function manifest() {
  return JSON.parse(readFileSync(join(TEMPLATE, 'package.json'), 'utf8'));
}

export function tarballPath() {
  const { name, version } = manifest();
  return join(DIST, `${name}-${version}.tgz`);
}
