/**
 * workerd, the engine of Cloudflare's Workers: as Wrangler's users run it, and alone.
 */
import { join } from 'node:path';
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
      check(await reportOf(`http://127.0.0.1:${port}/`));
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
    },
  },
];

/** @param {string} url */
async function reportOf(url) {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`The worker answered ${response.status}: ${text.slice(0, 2000)}`);
  return JSON.parse(text);
}
