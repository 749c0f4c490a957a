/**
 * The other processes: the service, the one that times in itself, and the fresh ones for a single number.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { shuffled } from './measure.js';

const LIMIT = { maxBuffer: 64 * 1024 * 1024 };

/**
 * @param {string} consumer
 * @returns {Promise<{ base: string, close: () => Promise<void> }>}
 */
export async function startServer(consumer) {
  const child = spawn(process.execPath, [join(consumer, 'server.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line');
  const first = await Promise.race([line, ended.then(() => undefined)]);
  if (!first) throw new Error('The server of the benchmark did not start.');
  return {
    base: String(first[0]),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * @param {string} consumer
 * @param {import('./run.js').Plan} plan
 * @returns {Promise<import('./run.js').Timed>}
 */
export async function timeInOneProcess(consumer, plan) {
  const args = ['--expose-gc', join(consumer, 'run.js'), JSON.stringify(plan)];
  const running = promisify(execFile)(process.execPath, args, { ...LIMIT, cwd: consumer });
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  return JSON.parse(stdout);
}

/**
 * The numbers of each way in each round, in turn, each in a process of its own.
 * @param {string} consumer
 * @param {'start' | 'peak' | 'kept' | 'many'} job
 * @param {readonly string[]} ways
 * @param {string} base
 * @param {number} rounds
 * @returns {Promise<Record<string, import('./measure.js').Samples>>} By row.
 */
export async function inFreshProcesses(consumer, job, ways, base, rounds) {
  console.error(`bench: ${job}: ${rounds} rounds of ${ways.length} ways, a process each`);
  /** @type {Record<string, import('./measure.js').Samples>} */
  const samples = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const way of shuffled(ways)) {
      const flags = job === 'kept' || job === 'many' ? ['--expose-gc'] : [];
      const args = [...flags, join(consumer, 'child.js'), job, way, base];
      const { stdout } = await promisify(execFile)(process.execPath, args, { ...LIMIT, cwd: consumer });
      /** @type {import('./jobs.js').Found} */
      const found = JSON.parse(stdout);
      for (const [row, number] of Object.entries(found)) {
        if (!Number.isFinite(number)) throw new Error(`${job} of ${way} gave "${stdout}"`);
        const ofRow = (samples[row] ??= Object.fromEntries(ways.map((name) => [name, []])));
        ofRow[way]?.push(number);
      }
    }
  }
  return samples;
}
