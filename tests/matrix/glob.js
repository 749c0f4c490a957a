import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The first file two levels below a folder that matches, in the order of names from the last: the newest version.
 * @param {string} folder
 * @param {RegExp} pattern Of the path from the folder.
 */
export function globSync(folder, pattern) {
  const names = (/** @type {string} */ path) => {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  };
  for (const one of names(folder)) {
    for (const two of names(join(folder, one)).sort().reverse()) {
      for (const three of names(join(folder, one, two))) {
        const path = `${one}/${two}/${three}`;
        if (pattern.test(path)) return join(folder, path);
      }
    }
  }
  return undefined;
}
