/**
 * Builds for the edge, run in workerd as a Worker of many files; and Nitro's for Node, of the same source.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependency, versions } from '../pinned.js';
import { freePort, service, writeApp } from './app.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../../scripts/matrix/cells.js').Context} Context */

const TOOLS = 'edge';
const pinned = versions(TOOLS);
const NODE = dependency(TOOLS, 'node-24/bin/node');
const PATH = `${join(NODE, '..')}:${process.env.PATH}`;

/**
 * Starts the built files in workerd.
 * @param {Context} context
 * @param {string} built The folder that holds them.
 * @param {string} main
 */
async function inWorkerd(context, built, main) {
  const kinds = /** @type {const} */ ([
    [/\.m?js$/, 'esModule'],
    [/\.wasm$/, 'wasm'],
  ]);
  const names = readdirSync(join(context.folder, built), { recursive: true, encoding: 'utf8' });
  const modules = [main, ...names.filter((name) => name !== main)].flatMap((name) =>
    kinds
      .filter(([pattern]) => pattern.test(name))
      .map(([, kind]) => `(name = "${name}", ${kind} = embed "${built}/${name}")`),
  );
  const bindings = Object.entries(service(context)).map(([name, text]) => `(name = "${name}", text = "${text}")`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker), (name = "internet", network = (allow = ["public", "private"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["nodejs_compat"],
);
`;
  writeFileSync(join(context.folder, 'built.capnp'), config);
  const workerd = dependency(TOOLS, '@cloudflare/workerd-linux-64/bin/workerd');
  const server = context.start(workerd, ['serve', 'built.capnp', '--control-fd=1']);
  const [, port] = await server.says(/"event": ?"listen", ?"socket": ?"http", ?"port": ?(\d+)/);
  return `http://127.0.0.1:${port}`;
}

/** @param {string} url */
async function posted(url) {
  const response = await fetch(url, { method: 'POST' });
  const text = await response.text();
  if (!response.ok) throw new Error(`It answered ${response.status}: ${text.slice(0, 2000)}`);
  return JSON.parse(text);
}

/**
 * @param {string} url
 * @returns {Promise<void>}
 */
async function listsCards(url) {
  const { total } = await posted(`${url}/cards`);
  if (!(total > 0)) throw new Error(`The route says that there are ${total} cards`);
}

/**
 * @param {Context} context
 * @param {string} script
 */
async function build(context, script) {
  writeApp(context, 'bundlers/edge', 'runtimes/cloudflare-workers');
  await context.exec('npm', ['run', script], { env: { PATH } });
}

const nitro = `Nitro ${pinned('nitropack')}`;

/** @type {Cell[]} */
export const cells = [
  {
    tool: nitro,
    mode: 'node-server',
    group: 'bundler',
    tools: TOOLS,
    async run(context) {
      await build(context, 'build:node');
      const port = await freePort();
      const env = { ...service(context), PORT: port, HOST: '127.0.0.1' };
      await context.start(NODE, ['.output/server/index.mjs'], { env }).says(/Listening/);
      await listsCards(`http://127.0.0.1:${port}`);
    },
  },
  {
    tool: nitro,
    mode: 'cloudflare-module, in workerd',
    group: 'bundler',
    tools: TOOLS,
    async run(context) {
      await build(context, 'build:cloudflare');
      await listsCards(await inWorkerd(context, '.output/server', 'index.mjs'));
    },
  },
  {
    tool: `Vite ${pinned('vite')}`,
    mode: "condition 'workerd', in workerd",
    group: 'bundler',
    tools: TOOLS,
    async run(context) {
      await build(context, 'build:vite');
      context.check(await posted(await inWorkerd(context, 'dist', 'worker.js')));
    },
  },
];
