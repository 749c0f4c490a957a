/**
 * The tools of the cells, installed once for each lock file and kept between runs, with the package of this run beside.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TARGET } from '../build/places.js';
import { run } from '../lib/run.js';
import { hashOf, once } from '../lib/stamp.js';

const TOOLS = 'tests/matrix/tools';

/**
 * @param {string} group A folder under tests/matrix/tools.
 * @param {string} tarball
 * @returns {Promise<string>} A folder whose subfolders find all of it.
 */
export async function install(group, tarball) {
  const pinned = join(ROOT, TOOLS, group);
  if (!existsSync(join(pinned, 'package.json'))) throw new Error(`${TOOLS}/${group}/package.json is missing.`);
  const folder = join(TARGET, 'matrix', group);
  const modules = join(folder, 'node_modules');
  mkdirSync(folder, { recursive: true });
  const hash = hashOf(ROOT, [`${TOOLS}/${group}`]);
  await once(join(folder, '.stamp'), hash, [modules], () => {
    console.log(`matrix: installing ${group} ...`);
    for (const name of readdirSync(pinned)) copyFileSync(join(pinned, name), join(folder, name));
    rmSync(modules, { recursive: true, force: true });
    mkdirSync(modules);
    // Not `npm ci`: some of these name builds for other systems that not every registry has, and it refuses the lock file
    // for them. What is installed is what the lock file says all the same.
    run('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, quiet: true });
  });
  // As npm unpacks it; npm itself would write the tarball's place into the tools' lock file.
  const ours = join(modules, 'espai-cdkey');
  rmSync(ours, { recursive: true, force: true });
  mkdirSync(ours, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', ours]);
  return folder;
}
