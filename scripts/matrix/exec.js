/**
 * Programs that a cell runs: to their end, or until it is done with them. What they said is in the error if they fail.
 */
import { spawn } from 'node:child_process';

/**
 * @typedef {object} Where
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] Added to this process's.
 * @property {number} [timeoutMs]
 */

/** @typedef {(command: string, args: string[], where?: Where) => Promise<{ stdout: string }>} Exec */

/**
 * @typedef {object} Started
 * @property {(pattern: RegExp, timeoutMs?: number) => Promise<RegExpMatchArray>} says Waits for it to say something.
 * @property {() => Promise<void>} stop
 */

/** @typedef {(command: string, args: string[], where?: Where) => Started} Start */

/** No program's colours, questions or telemetry. */
const QUIET = {
  CI: '1',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  NEXT_TELEMETRY_DISABLED: '1',
  WRANGLER_SEND_METRICS: 'false',
};
const MOST_SHOWN = 4000;

/**
 * @param {string} folder
 * @returns {Exec}
 */
export function execIn(folder) {
  return (command, args, { cwd = folder, env = {}, timeoutMs = 180_000 } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd,
        env: { ...process.env, ...QUIET, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
      });
      let stdout = '';
      let all = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text;
        all += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text) => {
        all += text;
      });
      child.on('error', reject);
      child.on('close', (status, signal) => {
        if (status === 0) resolve({ stdout });
        else {
          reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? status}:\n${all.slice(-MOST_SHOWN)}`));
        }
      });
    });
}

/**
 * @param {string} folder
 * @param {(stop: () => Promise<void>) => void} later Called with what stops it, for a cell that does not get so far.
 * @returns {Start}
 */
export function startIn(folder, later) {
  return (command, args, { cwd = folder, env = {} } = {}) => {
    // A group of its own: development servers have children, which would stay.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...QUIET, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let all = '';
    let over = false;
    /** @type {Set<() => void>} */
    const waiting = new Set();
    const told = () => {
      for (const look of waiting) look();
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        all += text;
        told();
      });
    }
    const ended = new Promise((resolve) => {
      child.on('error', (error) => {
        all += error.message;
        over = true;
        told();
        resolve(undefined);
      });
      child.on('close', () => {
        over = true;
        told();
        resolve(undefined);
      });
    });
    const stop = async () => {
      if (!over && child.pid !== undefined) {
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It has just ended.
        }
      }
      await ended;
    };
    later(stop);
    return {
      stop,
      says: (pattern, timeoutMs = 120_000) =>
        new Promise((resolve, reject) => {
          const failed = (/** @type {string} */ what) => {
            end();
            reject(new Error(`${command} ${what}:\n${all.slice(-MOST_SHOWN)}`));
          };
          const timer = setTimeout(() => {
            failed(`did not say ${String(pattern)} within ${timeoutMs} ms`);
          }, timeoutMs);
          const look = () => {
            const match = pattern.exec(all);
            if (match) {
              end();
              resolve(match);
            } else if (over) failed('ended');
          };
          const end = () => {
            clearTimeout(timer);
            waiting.delete(look);
          };
          waiting.add(look);
          look();
        }),
    };
  };
}
