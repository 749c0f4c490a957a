/**
 * Runs the observation of the first argument in a process, and prints it.
 */
import { createRequire } from 'node:module';
import process from 'node:process';
import { Worker } from 'node:worker_threads';

/** @type {import('./host.js').Host} */
const host = {
  options: { apiKey: process.env.ESPAI_API_KEY ?? '', baseUrl: process.env.ESPAI_BASE_URL ?? '' },
  backend: process.env.BACKEND_URL ?? '',
  second: async () => createRequire(import.meta.url)('espai-cdkey'),
  ask: (options, cards) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: { options, cards } });
      worker.once('message', resolve);
      worker.once('error', reject);
    }),
};

const { observe } = await import(`./${process.argv[2]}.js`);
console.log(JSON.stringify(await observe(host)));
