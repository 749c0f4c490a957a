/**
 * A transfer whose answer is lost behind a page's backend, in each engine, on connections that were used before: the cards
 * change once at most, and the page hears `unknown`. And what comes of it where the backend cuts the connection or is killed,
 * which the documents tell: that is noted here, not demanded.
 */
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closedPort } from '../support/service.js';
import { change } from './bundlers/app.js';
import { ENGINES } from './engine.js';
import { linkPackage } from './page.js';
import { RUNTIMES } from './runtimes.js';
import { LOST } from './sent-once.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */
/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('espai-cdkey/emulator').Fault} Fault */

const TOOLS = 'browsers';
const SOURCES = fileURLToPath(new URL('sent-once/', import.meta.url));
/** The sample's own deadline is longer than a cell should take for each way. */
const DEADLINE_MS = 1500;
const ADDRESS = 'process.env.ESPAI_BASE_URL';
const ANSWERED = 'answerTo(request).catch(() => LOST)';

/** @type {{ fault: Fault, made: number, outcome: string, path?: string }[]} */
const WAYS = [
  ...LOST.map((way) => ({ ...way, outcome: 'unknown' })),
  { fault: { fault: 'hang', when: 'before' }, made: 0, outcome: 'unknown' },
  { fault: { fault: 'hang', when: 'after' }, made: 1, outcome: 'unknown' },
  { fault: { fault: 'slow-body', ms: 10 * DEADLINE_MS }, made: 1, outcome: 'unknown' },
  { fault: { fault: 'huge-body' }, made: 1, outcome: 'unknown' },
  { fault: { fault: 'slow-body', ms: DEADLINE_MS / 3 }, made: 1, outcome: 'moved' },
  { fault: { fault: 'latency', ms: DEADLINE_MS / 3, when: 'after' }, made: 1, outcome: 'moved' },
  { fault: { fault: 'latency', ms: DEADLINE_MS / 2, when: 'before' }, made: 1, outcome: 'left', path: '/?leave' },
];

/** @param {Context} context */
function write(context) {
  context.samples('bundlers/README');
  change(context, 'api.mjs', 'DEADLINE_MS = 25_000', `DEADLINE_MS = ${DEADLINE_MS}`);
  copySources(context);
  linkPackage(context.folder, TOOLS);
}

/** @param {Context} context */
function copySources({ folder }) {
  cpSync(SOURCES, folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
}

/**
 * @param {Context} context
 * @param {string} [file]
 */
async function serve({ start, backend }, file = 'server.mjs') {
  const env = {
    ESPAI_BASE_URL: backend.url,
    ESPAI_API_KEY: backend.apiKey,
    PORT: '0',
    DEADLINE_MS: String(DEADLINE_MS),
  };
  const server = start(process.execPath, ['--import', './watch.js', file, '.'], { env });
  const [url] = await server.says(/http:\/\/127\.0\.0\.1:\d+/);
  return { url, stop: server.stop };
}

/**
 * The transfers that have reached a backend so far.
 * @param {Context} context
 * @returns {{ pid: number, before: number }[]}
 */
function reached({ folder }) {
  const file = join(folder, 'transfers.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** @param {number} ms */
const sleep = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * One transfer of the page, and what came of it.
 * @param {Context} context
 * @param {Engine} engine
 * @param {string} address
 */
async function transfer(context, engine, address) {
  const [changed, sent] = [context.backend.changes(), reached(context).length];
  const { outcome, message } = await engine.report(address);
  // What a browser sends again, and what is still under way, comes a moment later.
  await sleep(outcome === 'left' ? DEADLINE_MS : 200);
  return { outcome, message, changes: context.backend.changes() - changed, sent: reached(context).slice(sent) };
}

/**
 * @param {Context} context
 * @param {Engine} engine
 * @param {string} name
 */
async function answers(context, engine, name) {
  write(context);
  // WebKitGTK takes a new connection for every POST.
  const kept = !name.startsWith('WebKit');
  const { url } = await serve(context);
  for (const { fault, made, outcome, path = '/' } of WAYS) {
    context.backend.inject({ ...fault, endpoint: 'transfer' });
    demand(JSON.stringify(fault), await transfer(context, engine, `${url}${path}`), { made, outcome, kept });
  }
  // Only for the transfer: the page asks for the cards first.
  const nobody = `http://127.0.0.1:${await closedPort()}`;
  change(context, 'api.mjs', ADDRESS, `(call[1] === 'transfer' ? '${nobody}' : ${ADDRESS})`);
  const { url: other } = await serve(context);
  demand('refused', await transfer(context, engine, `${other}/`), { made: 0, outcome: 'unknown', kept });
  return { note: `${WAYS.length + 1} ways: never more than one change` };
}

/**
 * @param {string} way
 * @param {Awaited<ReturnType<typeof transfer>>} came
 * @param {{ made: number, outcome: string, kept: boolean }} wanted
 */
function demand(way, came, { made, outcome, kept }) {
  const right = came.outcome === outcome && came.changes === made && came.sent.length === 1;
  if (!right) throw new Error(`${way}: ${JSON.stringify(came)}`);
  if (kept && came.sent.some(({ before }) => before === 0)) {
    throw new Error(`${way}: its connection was new: ${JSON.stringify(came)}`);
  }
}

/**
 * The same with the backend of this package. Where nobody takes the move, or what stands between refuses it, it says so: nothing was done.
 * @param {Context} context
 * @param {Engine} engine
 * @param {string} name
 */
async function guarded(context, engine, name) {
  write(context);
  copyFileSync(join(context.folder, 'guarded.js'), join(context.folder, 'api.mjs'));
  const kept = !name.startsWith('WebKit');
  const { url } = await serve(context);
  for (const { fault, made, outcome, path = '/' } of WAYS) {
    context.backend.inject({ ...fault, endpoint: 'transfer' });
    const isKnown = fault.fault === 'status' && (fault.status === 407 || fault.status === 421);
    const wanted = { made, outcome: isKnown ? 'rejected' : outcome, kept };
    demand(JSON.stringify(fault), await transfer(context, engine, `${url}${path}`), wanted);
  }
  return { note: `${WAYS.length} ways: never more than one change` };
}

/**
 * The backend of this package behind a proxy that cuts the browser's connection while the move is under way. Some browsers send it
 * again by themselves; none makes it happen again.
 * @param {Context} context
 * @param {Engine} engine
 */
async function cutInBetween(context, engine) {
  write(context);
  copyFileSync(join(context.folder, 'guarded.js'), join(context.folder, 'api.mjs'));
  const { url } = await serve(context);
  const proxy = context.start(process.execPath, ['cutting.js', url]);
  const [address] = await proxy.says(/http:\/\/127\.0\.0\.1:\d+/);
  let again = 0;
  for (let round = 0; round < 4; round += 1) {
    // Longer than the proxy lets the browser wait.
    context.backend.inject({ fault: 'latency', ms: 400, when: 'before', endpoint: 'transfer' });
    const before = context.backend.changes();
    const came = await transfer(context, engine, `${address}/`);
    // What the browser has given up goes on.
    await sleep(600);
    const changes = context.backend.changes() - before;
    if (changes !== 1 || !['moved', 'unknown'].includes(came.outcome)) {
      throw new Error(`Cut in between: ${changes} changes, ${JSON.stringify(came)}`);
    }
    if (came.sent.length > 1) again += 1;
    else if (came.outcome === 'moved') throw new Error(`It was not cut: ${JSON.stringify(came)}`);
    // The next round begins with a transfer that is cut.
    if (came.sent.length === 1) await letOneThrough(context, address);
  }
  return { note: `4 transfers cut while under way, ${again} of them sent again by the browser: 4 changes` };
}

/**
 * The proxy cuts every second one: this is the other.
 * @param {Context} context
 * @param {string} address
 */
async function letOneThrough({ folder }, address) {
  const lines = readFileSync(join(folder, 'cuts.jsonl'), 'utf8').trim().split('\n').length;
  if (lines % 2 === 0) return;
  const headers = { 'content-type': 'application/json' };
  await fetch(`${address}/api/cdkey/transfer`, { method: 'POST', headers, body: '{}' });
}

/**
 * What no document of ours shows: a backend that cuts the connection where its own call failed, and passes every status on.
 * @param {Context} context
 * @param {Engine} engine
 */
async function cuts(context, engine) {
  write(context);
  change(context, 'api.mjs', ANSWERED, ANSWERED.replace('LOST', 'request.socket.destroy() && LOST'));
  change(context, 'api.mjs', '![407, 408, 421].includes(status)', 'true');
  const { url } = await serve(context);
  const seen = [];
  for (const [what, fault] of /** @type {[string, Fault][]} */ ([
    ['cut before the change', { fault: 'drop', when: 'before' }],
    ['cut after it', { fault: 'drop', when: 'after' }],
    ['408', { fault: 'status', status: 408, when: 'after' }],
    ['421', { fault: 'status', status: 421, when: 'after' }],
  ])) {
    context.backend.inject({ ...fault, endpoint: 'transfer' });
    seen.push(told(what, await transfer(context, engine, `${url}/`)));
  }
  return { note: seen.join('; ') };
}

/**
 * The one way that nobody can prevent: the backend's process ends in the middle.
 * @param {Context} context
 * @param {Engine} engine
 */
async function killed(context, engine) {
  write(context);
  const seen = [];
  for (const [what, file] of /** @type {const} */ ([
    ['alone', 'server.mjs'],
    ['with another in its place', 'two.js'],
  ])) {
    const { url } = await serve(context, file);
    context.backend.inject({ fault: 'latency', ms: 600, when: 'after', endpoint: 'transfer' });
    const count = reached(context).length;
    const [came] = await Promise.all([transfer(context, engine, `${url}/`), killAfter(context, count)]);
    seen.push(told(what, came));
  }
  return { note: seen.join('; ') };
}

/**
 * Ends the process that one more transfer has reached, while it waits for the platform.
 * @param {Context} context
 * @param {number} count
 */
async function killAfter(context, count) {
  while (reached(context).length === count) await sleep(20);
  await sleep(200);
  const { pid } = reached(context)[count] ?? {};
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

/**
 * @param {string} what
 * @param {Awaited<ReturnType<typeof transfer>>} came
 */
function told(what, { outcome, changes, sent }) {
  return `${what}: sent ${sent.length}×, ${changes} ${changes === 1 ? 'change' : 'changes'}, told ${outcome}`;
}

const MODES = {
  'answers lost behind a backend': answers,
  'answers lost behind espai-cdkey/server': guarded,
  'cut before espai-cdkey/server': cutInBetween,
  'a backend that cuts (not ours)': cuts,
  'a backend that is killed': killed,
};

/** @type {Cell[]} */
const pages = ENGINES.flatMap((engine) =>
  Object.entries(MODES).map(([mode, run]) => ({
    tool: engine.name,
    mode,
    group: /** @type {const} */ ('browser'),
    tools: TOOLS,
    unavailable: engine.unavailable,
    run: async (/** @type {Context} */ context) => run(context, await engine.start(context), engine.name),
  })),
);

/** @type {[string, Fault][]} */
const ON_SERVERS = [
  ['cut before the change', { fault: 'drop', when: 'before' }],
  ['cut after it', { fault: 'drop', when: 'after' }],
  ['truncated', { fault: 'truncate' }],
  ['408', { fault: 'status', status: 408, when: 'after' }],
  ['421', { fault: 'status', status: 421, when: 'after' }],
];

/**
 * What a runtime's own `fetch` is known to send again; the documents tell it, and how to do without.
 * @param {string} tool
 */
function known(tool) {
  return tool.startsWith('Node') ? ['421'] : [];
}

/**
 * A program whose connection is cut or that is told to send again, with each `fetch` that its page shows.
 * @param {Context} context
 * @param {import('./runtimes.js').Runtime} runtime
 */
async function program(context, { tool, document, command, args }) {
  const { samples, exec, backend } = context;
  const files = samples(document).filter((name) => name === 'once.mjs');
  copySources(context);
  const env = { ESPAI_API_KEY: backend.apiKey, ESPAI_BASE_URL: backend.url };
  /** @type {string[]} */
  const again = [];
  for (const whose of ['own', 'node', ...files.map((name) => `./${name}`)]) {
    for (const [way, fault] of ON_SERVERS) {
      const before = backend.changes();
      backend.inject({ ...fault, endpoint: 'transfer' });
      const { stdout } = await exec(command, [...args, 'program.js', whose], { env });
      const { outcome } = JSON.parse(stdout);
      const changes = backend.changes() - before;
      if (outcome !== 'moved' && changes < 2) continue;
      if (whose !== 'own' || !known(tool).includes(way)) {
        throw new Error(`${whose}, ${way}: ${changes} changes, and it is told ${outcome}`);
      }
      again.push(`${way} (${changes} ${changes === 1 ? 'change' : 'changes'}, told ${outcome})`);
    }
  }
  return { note: again.length === 0 ? 'sent once' : `sent again by its own fetch, not by ours: ${again.join(', ')}` };
}

/** @type {Cell[]} */
const programs = RUNTIMES.map((runtime) => ({
  tool: runtime.tool,
  mode: 'answers lost on the way',
  group: 'runtime',
  tools: runtime.tools,
  run: (context) => program(context, runtime),
}));

export const cells = [...programs, ...pages];
