/**
 * The licences of what is within the bundles: they ask to be given along.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.js';

/** The last package of a path: `node_modules/cli-progress/node_modules/string-width/index.js` is string-width's. */
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * @param {Iterable<string>} inputs The files of the bundles, from the root.
 * @returns {string}
 */
export function licencesOf(inputs) {
  const folders = new Set([...inputs].flatMap((path) => PACKAGE.exec(path)?.[1] ?? []));
  return [...folders]
    .sort()
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license, author, homepage } = JSON.parse(
    readFileSync(join(ROOT, folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(join(ROOT, folder)).find((each) => /^licen[cs]e/i.test(each));
  const by = typeof author === 'string' ? author : author?.name;
  /** @returns {string} */
  const text = () => {
    if (file !== undefined) return readFileSync(join(ROOT, folder, file), 'utf8');
    if (license !== 'MIT') throw new Error(`${name} has no licence to give along.`);
    // The words of the licence are the same for all; who has it says so in package.json only.
    const ours = readFileSync(join(ROOT, 'LICENSE-MIT'), 'utf8');
    return ours.replace(/^Copyright .*$/m, `Copyright (c) ${by ?? name}`);
  };
  return `${name} ${version} (${license})${homepage ? `\n${homepage}` : ''}\n\n${text().trim()}\n`;
}
