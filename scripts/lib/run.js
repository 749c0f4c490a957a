/**
 * Other programs: run to their end, and a failure is an error with what they said.
 */
import { spawnSync } from 'node:child_process';

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] `quiet` shows its output only if it fails.
 * @returns {string} What it wrote to stdout, if `quiet`.
 */
export function run(command, args, { cwd, env = process.env, quiet = false } = {}) {
  const stdio = quiet ? 'pipe' : 'inherit';
  const { status, signal, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    stdio: ['ignore', stdio, stdio],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`${command} could not be run: ${error.message}`);
  if (status !== 0) {
    if (quiet) process.stderr.write(`${stdout}${stderr}`);
    throw new Error(`${command} ${args.join(' ')} ended with ${signal ?? `status ${status}`}`);
  }
  return quiet ? stdout : '';
}

/**
 * The body of a script: an error is one line and a failing exit status.
 * @param {() => Promise<void> | void} body
 */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
