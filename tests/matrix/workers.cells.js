/**
 * workerd, the engine of Cloudflare's Workers: as Wrangler's users run it, and alone.
 */
import { join } from 'node:path';
import { sendAndLeave } from '../support/kept.js';
import { linkPackage } from './page.js';
import { dependency, versions } from './pinned.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */

const wrangler = versions('workers')('wrangler');
const workerd = versions('runtimes')('workerd');

/** @type {Cell[]} */
export const cells = [
  {
    tool: `workerd ${workerd}`,
    mode: 'modules named one by one',
    group: 'runtime',
    tools: 'runtimes',
    async run({ folder, samples, backend, start, check }) {
      samples('runtimes/cloudflare-workers');
      linkPackage(folder, 'runtimes');
      const env = { ESPAI_API_KEY: backend.apiKey, ESPAI_BASE_URL: backend.url };
      const server = start(
        dependency('runtimes', '@cloudflare/workerd-linux-64/bin/workerd'),
        ['serve', 'workerd.capnp', '--control-fd=1'],
        { env },
      );
      const [, port] = await server.says(/"event": ?"listen", ?"socket": ?"http", ?"port": ?(\d+)/);
      const url = `http://127.0.0.1:${port}/`;
      check(await reportOf(url));
      await sendsOnce(backend, url);
    },
  },
  {
    tool: `Wrangler ${wrangler}`,
    mode: 'wrangler dev',
    group: 'runtime',
    tools: 'workers',
    async run({ samples, backend, start, check }) {
      samples('runtimes/cloudflare-workers');
      const args = [dependency('workers', 'wrangler/bin/wrangler.js'), 'dev', '--port', '0', '--inspector-port', '0'];
      const vars = { ESPAI_API_KEY: backend.apiKey, ESPAI_BASE_URL: backend.url };
      for (const [name, value] of Object.entries(vars)) args.push('--var', `${name}:${value}`);
      const node = dependency('workers', 'node-22/bin/node');
      const server = start(node, args, { env: { PATH: `${join(node, '..')}:${process.env.PATH}` } });
      const [url] = await server.says(/(?<=Ready on )http:\/\/\S+/);
      check(await reportOf(url));
      await sendsOnce(backend, url);
    },
  },
];

/** @param {string} url */
async function reportOf(url) {
  const refused = await fetch(url);
  if (refused.status !== 405) throw new Error(`A GET, which may come at any time, was answered ${refused.status}`);
  const response = await fetch(url, { method: 'POST' });
  const text = await response.text();
  if (!response.ok) throw new Error(`The worker answered ${response.status}: ${text.slice(0, 2000)}`);
  return JSON.parse(text);
}

/**
 * A move is made once where its answer is lost, which is said, and to its end where whoever asked for it is gone.
 * @param {import('../../scripts/matrix/backend.js').Backend} backend
 * @param {string} url
 */
async function sendsOnce({ inject, changes }, url) {
  for (const fault of /** @type {const} */ (['drop', 'truncate'])) {
    const before = changes();
    inject({ fault, when: 'after', endpoint: 'transfer' });
    const { status } = await fetch(url, { method: 'POST' });
    if (status !== 502 || changes() !== before + 1) {
      throw new Error(`${fault}: ${changes() - before} changes, and HTTP ${status}`);
    }
  }
  const before = changes();
  inject({ fault: 'latency', ms: 800, when: 'before', endpoint: 'transfer' });
  await sendAndLeave(url, '', 500);
  await new Promise((resolve) => {
    setTimeout(resolve, 1500);
  });
  if (changes() === before) throw new Error('The move was broken off because whoever asked for it went away');
}
