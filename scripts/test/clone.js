/**
 * What of a clone is not as it was committed.
 */
import { spawnSync } from 'node:child_process';

/**
 * @param {string} folder
 * @returns {Set<string>} As `git status` names them; empty where there is no clone (an unpacked archive).
 */
export function changedIn(folder) {
  const { status, stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' });
  return new Set(status === 0 ? stdout.split('\n').filter((line) => line !== '') : []);
}
