/**
 * What the cells' tools are: their versions as the lock files pin them, and where they were installed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TARGET } from '../../scripts/build/places.js';

/**
 * @param {string} tools A folder under tests/matrix/tools.
 * @returns {(name: string) => string} The version of a package of it.
 */
export function versions(tools) {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'tests/matrix/tools', tools, 'package-lock.json'), 'utf8'));
  return (name) => {
    const found = packages[`node_modules/${name}`]?.version;
    if (typeof found !== 'string') throw new Error(`tests/matrix/tools/${tools} does not pin ${name}.`);
    return found;
  };
}

/**
 * @param {string} tools
 * @param {string} path Under `node_modules`.
 */
export function dependency(tools, path) {
  return join(TARGET, 'matrix', tools, 'node_modules', path);
}
