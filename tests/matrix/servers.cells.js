/**
 * Each server of `examples/server/`, as its readers copy it: what it must refuse is refused, a move is made once, and whatever is
 * lost behind it is answered.
 */
import { cpSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealSession } from '../../examples/server/session.mjs';
import { ROOT } from '../../scripts/build/places.js';
import { keptConnection, sendAndLeave } from '../support/kept.js';
import { freePort, writeApp } from './bundlers/app.js';
import { dependency, versions } from './pinned.js';
import { RUNTIMES } from './runtimes.js';
import { LOST, anyMove } from './sent-once.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */

const SECRET = 'a secret of these tests, and of nothing else';
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;

/** @param {Context} context */
function write(context) {
  writeApp(context);
  cpSync(join(ROOT, 'examples/server'), context.folder, { recursive: true });
}

/** @param {Context} context */
function environment({ backend }) {
  return { ESPAI_API_KEY: backend.apiKey, ESPAI_BASE_URL: backend.url, SESSION_SECRET: SECRET, PORT: '0' };
}

/**
 * @param {string} user
 * @param {string} role
 * @param {string} [secret]
 */
async function signedIn(user, role, secret = SECRET) {
  return { cookie: `session=${await sealSession({ user, role }, secret)}` };
}

/**
 * @param {Context} context
 * @param {string} url
 */
async function guards(context, url) {
  const { backend } = context;
  const [ann, sam, fin] = [
    await signedIn('ann', 'reader'),
    await signedIn('sam', 'support'),
    await signedIn('fin', 'finance'),
  ];
  const forged = await signedIn('eve', 'finance', 'another secret, which is as long as the first');
  const over = { cookie: `session=${await sealSession({ user: 'ann', role: 'reader' }, SECRET, -1)}` };
  const odd = await signedIn('ann', '__proto__');
  const move = JSON.parse(await anyMove(backend));
  const body = (/** @type {object} */ more = {}) => JSON.stringify({ ...move, ...more });
  const twice = `${body().slice(0, -1)},"limit":"1"}`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  /** @type {[string, number, string, string, Record<string, string>][]} */
  const refused = [
    ['nobody signed in', 401, 'transfer', body(), {}],
    ['a forged session', 401, 'transfer', body(), forged],
    ['a session whose time is over', 401, 'list', '{}', over],
    ['a role that there is not', 401, 'list', '{}', odd],
    ['a page of another origin', 403, 'transfer', body(), { ...fin, origin: 'https://other.example' }],
    ['a page of another site', 403, 'transfer', body(), { ...fin, 'sec-fetch-site': 'cross-site' }],
    ['a form', 415, 'transfer', 'phone=1', { ...fin, ...form }],
    ['a body that is too long', 413, 'list', JSON.stringify({ code: 'x'.repeat(70_000) }), fin],
    ['an endpoint that there is not', 404, 'nothing', '{}', fin],
    ['no body', 400, 'list', '', fin],
    ['__proto__', 400, 'transfer', `${body().slice(0, -1)},"__proto__":{}}`, fin],
    ['a key that stands twice', 400, 'transfer', twice, fin],
    ['a reader who moves', 403, 'transfer', body(), ann],
    ['a transfer over a person’s limit', 403, 'transfer', body({ limit: 101 }), sam],
    ['a support that destroys', 403, 'destroy', '[{"id":"a"}]', sam],
  ];
  const send = keptConnection(url);
  let before = backend.changes();
  try {
    for (const [what, status, name, text, headers] of refused) {
      const answer = await send(`/api/cdkey/${name}`, text, 'POST', headers);
      if (answer.status !== status) throw new Error(`${what}: HTTP ${answer.status} ${answer.body.slice(0, 300)}`);
    }
    demand('what is refused', backend.changes() - before, 0);

    const listed = await send('/api/cdkey/list', '{}', 'POST', ann);
    if (listed.status !== 200 || listed.body.includes(backend.apiKey)) {
      throw new Error(`A list: ${listed.body.slice(0, 300)}`);
    }

    const keyed = { ...sam, 'idempotency-key': 'one-call' };
    // A second click, a second tab, a proxy: at the same time, and afterwards.
    const other = keptConnection(url);
    const both = await Promise.all([send, other].map((each) => each('/api/cdkey/transfer', body(), 'POST', keyed)));
    other.close();
    both.push(await send('/api/cdkey/transfer', body(), 'POST', keyed));
    if (both.some((answer) => answer.status !== 200 || answer.body !== both[0]?.body)) {
      throw new Error(`One move, three times: ${JSON.stringify(both)}`);
    }
    demand('one move, sent three times', backend.changes() - before, 1);
    const conflict = await send('/api/cdkey/transfer', body({ limit: 2 }), 'POST', keyed);
    if (conflict.status !== 400) throw new Error(`The same key with another body: HTTP ${conflict.status}`);

    for (const { fault, made } of LOST) {
      before = backend.changes();
      backend.inject({ ...fault, endpoint: 'transfer' });
      const { status, body: text } = await send('/api/cdkey/transfer', body(), 'POST', fin);
      demand(`${JSON.stringify(fault)}, answered ${status} ${text.slice(0, 200)}`, backend.changes() - before, made);
      if (status < 400 || [401, 407, 408, 421].includes(status)) {
        throw new Error(`${JSON.stringify(fault)}: HTTP ${status}`);
      }
      // What stands between may refuse with 407 and 421, and the client says so; all else is known to nobody.
      const known = 'status' in fault && (fault.status === 407 || fault.status === 421);
      if (!known && status < 500) throw new Error(`${JSON.stringify(fault)}: told as refused, by ${status}`);
    }
  } finally {
    send.close();
  }
  before = backend.changes();
  backend.inject({ fault: 'latency', ms: 600, when: 'before', endpoint: 'transfer' });
  await sendAndLeave(`${url}/api/cdkey/transfer`, body(), 300, fin);
  await new Promise((resolve) => {
    setTimeout(resolve, 800);
  });
  demand('a move whose page goes away', backend.changes() - before, 1);
}

/**
 * @param {string} what
 * @param {number} changes
 * @param {number} made
 */
function demand(what, changes, made) {
  if (changes !== made) throw new Error(`${what}: the cards changed ${changes} times`);
}

const servers = versions('servers');
const node = { command: process.execPath, args: /** @type {string[]} */ ([]) };
const runtime = (/** @type {string} */ name) => {
  const found = RUNTIMES.find(({ tool }) => tool.startsWith(name));
  if (!found) throw new Error(`There is no ${name} among the runtimes`);
  return found;
};

/** @type {Cell[]} */
export const cells = [
  ...[
    { tool: `node:http`, tools: 'servers', file: 'node-http.mjs', ...node },
    { tool: `Express ${servers('express')}`, tools: 'servers', file: 'express.mjs', ...node },
    { tool: `Fastify ${servers('fastify')}`, tools: 'servers', file: 'fastify.mjs', ...node },
    { tool: `Hono ${servers('hono')}`, tools: 'servers', file: 'hono.mjs', ...node },
    { ...runtime('Bun'), file: 'bun.mjs' },
    { ...runtime('Deno'), file: 'deno.mjs' },
  ].map(({ tool, tools, file, command, args }) => ({
    tool,
    mode: 'espai-cdkey/server',
    group: /** @type {const} */ ('runtime'),
    tools,
    async run(/** @type {Context} */ context) {
      write(context);
      const [url] = await context.start(command, [...args, file], { env: environment(context) }).says(ADDRESS);
      await guards(context, url);
    },
  })),
  {
    tool: `Next.js ${versions('next')('next')}`,
    mode: 'espai-cdkey/server in a route handler',
    group: 'runtime',
    tools: 'next',
    async run(context) {
      write(context);
      renameSync(join(context.folder, 'next/app'), join(context.folder, 'app'));
      writeFileSync(join(context.folder, 'package.json'), '{ "private": true }');
      const next = [dependency('next', 'next/dist/bin/next')];
      const env = environment(context);
      // Without a key: it is not needed to build, and must not get into what is built.
      await context.exec(process.execPath, [...next, 'build'], { env: { ESPAI_API_KEY: undefined } });
      const port = await freePort();
      const args = [...next, 'start', '--hostname', '127.0.0.1', '--port', port];
      await context.start(process.execPath, args, { env }).says(/Ready in/);
      await guards(context, `http://127.0.0.1:${port}`);
    },
  },
  {
    tool: `Wrangler ${versions('workers')('wrangler')}`,
    mode: 'espai-cdkey/server',
    group: 'runtime',
    tools: 'workers',
    async run(context) {
      write(context);
      const args = [dependency('workers', 'wrangler/bin/wrangler.js'), 'dev', '--port', '0', '--inspector-port', '0'];
      const { PORT, ...vars } = environment(context);
      for (const [name, value] of Object.entries(vars)) args.push('--var', `${name}:${value}`);
      const modern = dependency('workers', 'node-22/bin/node');
      const server = context.start(modern, args, { env: { PORT, PATH: `${join(modern, '..')}:${process.env.PATH}` } });
      const [url] = await server.says(/(?<=Ready on )http:\/\/\S+/);
      await guards(context, url.replace(/\/$/, ''));
    },
  },
];
