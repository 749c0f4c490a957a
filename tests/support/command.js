/**
 * The packed command, as a person or a program starts it.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.resolve('espai-cdkey/package.json')));
const { bin, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

export const VERSION = version;
/** Its file. */
export const COMMAND = join(ROOT, bin['espai-cdkey']);

/**
 * Starts a program.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} where
 */
export function started(program, args, { cwd, env = { LANG: 'C' } }) {
  const child = spawn(program, args, { cwd, env });
  // Where a test fails, too.
  after(() => child.kill('SIGKILL'));
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (output.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output.err += text));
  const ended = once(child, 'close').then(([status]) => ({ status: /** @type {number | null} */ (status), ...output }));
  return {
    child,
    ended,
    async line() {
      await this.shows(/\n/);
      return output.out.slice(0, output.out.indexOf('\n'));
    },
    /**
     * Waits until its output has this.
     * @param {RegExp} words
     * @param {'out' | 'err'} [where]
     */
    async shows(words, where = 'out') {
      while (!words.test(output[where])) {
        await Promise.race([once(where === 'out' ? child.stdout : child.stderr, 'data'), ended]);
        if (child.exitCode !== null && !words.test(output[where])) {
          assert.fail(`${words} in: ${output.out}${output.err}`);
        }
      }
    },
    /** @param {NodeJS.Signals} [signal] */
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/**
 * Starts the command.
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} where
 */
export function command(args, where) {
  return started(process.execPath, [COMMAND, ...args], where);
}
