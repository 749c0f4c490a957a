/**
 * The backend of docs/bundlers/README.md, as its readers copy it: it answers whatever it has read, so that no browser sends
 * a move again, and passes on nothing that it has not read.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { rejection, sleep } from '../support/check.js';
import { keptConnection, sendAndLeave } from '../support/kept.js';
import { peer } from '../support/peers.js';
import { closedPort } from '../support/service.js';
import { ROOT, samplesOf } from './documents.js';

/** @typedef {import('node:test').TestContext} Test */
/** @typedef {import('espai-cdkey/emulator').Fault} Fault */
/** @typedef {import('node:http').RequestListener} Listener */

const INSTALLED = fileURLToPath(new URL('../../', import.meta.url));
/** The sample's own deadline is longer than a test should take. */
const DEADLINE_MS = 500;

let changes = 0;
const emulator = createEmulator({
  seed: 1,
  onChange: () => {
    changes += 1;
  },
});
const [source, target] = emulator.cards().filter((card) => card.type !== '0' && (card.apiLimit ?? 0) > 10);
assert.ok(source && target);
const move = {
  phone: source.userPhone ?? '',
  code: source.code,
  targetPhone: target.userPhone ?? '',
  targetCode: target.code,
};
const wireMove = JSON.stringify({
  phone: move.phone,
  code: move.code,
  target_phone: move.targetPhone,
  target_code: move.targetCode,
  limit: 1,
});

let folder = '';
/** @type {import('espai-cdkey/emulator').EmulatorServer} */
let platform;
/** @type {Listener} */
let api;

before(async () => {
  platform = await emulator.listen();
  // Beside `node_modules`, so that the samples find the package by its name.
  mkdirSync(join(INSTALLED, 'samples'), { recursive: true });
  folder = mkdtempSync(join(INSTALLED, 'samples', 'backend-'));
  for (const { name, text } of samplesOf(join(ROOT, 'docs/bundlers/README.md'))) {
    if (name !== '') writeFileSync(join(folder, name), text);
  }
  const text = readFileSync(join(folder, 'api.mjs'), 'utf8');
  const quick = text.replace('DEADLINE_MS = 25_000', `DEADLINE_MS = ${DEADLINE_MS}`);
  assert.notEqual(quick, text);
  writeFileSync(join(folder, 'quick.mjs'), quick);
  process.env['ESPAI_BASE_URL'] = platform.url;
  process.env['ESPAI_API_KEY'] = emulator.apiKey;
  ({ api } = await import(pathToFileURL(join(folder, 'quick.mjs')).href));
});

after(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

/**
 * @param {Test} t
 * @param {Listener} listener
 */
async function serve(t, listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
}

/**
 * @param {Test} t
 * @param {string} url
 */
function connection(t, url) {
  const send = keptConnection(url);
  t.after(send.close);
  return send;
}

/** @type {[Fault, number, 'unknown' | 'moved'][]} How often the cards change, and what the page's client says. */
const WAYS = [
  [{ fault: 'drop', when: 'before' }, 0, 'unknown'],
  [{ fault: 'drop', when: 'after' }, 1, 'unknown'],
  [{ fault: 'truncate' }, 1, 'unknown'],
  [{ fault: 'truncate', bytes: 0 }, 1, 'unknown'],
  [{ fault: 'hang', when: 'before' }, 0, 'unknown'],
  [{ fault: 'hang', when: 'after' }, 1, 'unknown'],
  [{ fault: 'slow-body', ms: 200 }, 1, 'moved'],
  [{ fault: 'slow-body', ms: 4 * DEADLINE_MS }, 1, 'unknown'],
  [{ fault: 'latency', ms: 200, when: 'after' }, 1, 'moved'],
  [{ fault: 'huge-body' }, 1, 'unknown'],
  [{ fault: 'garbage' }, 1, 'unknown'],
  [{ fault: 'html', when: 'after' }, 1, 'unknown'],
  [{ fault: 'redirect', when: 'after' }, 1, 'unknown'],
  [{ fault: 'redirect', when: 'after', status: 307 }, 1, 'unknown'],
  [{ fault: 'envelope', when: 'after' }, 1, 'unknown'],
  ...[204, 205, 304, 407, 408, 421, 425, 500, 503, 599].map(
    (status) => /** @type {[Fault, number, 'unknown']} */ ([{ fault: 'status', status, when: 'after' }, 1, 'unknown']),
  ),
];

describe('an answer that is lost behind the backend', () => {
  for (const [fault, made, outcome] of WAYS) {
    test(JSON.stringify(fault), async (t) => {
      const send = connection(t, await serve(t, api));
      assert.equal((await send('/api/cdkey/list', '{}')).status, 200);
      changes = 0;
      emulator.inject({ ...fault, endpoint: 'transfer' });
      const { status, body } = await send('/api/cdkey/transfer', wireMove);
      assert.equal(changes, made);
      // What the page's client makes of this very answer.
      const answered = async () => new Response([204, 205, 304].includes(status) ? null : body, { status });
      const client = new CdkeyClient({ apiKey: null, baseUrl: 'https://backend.example', fetch: answered });
      const said = await client.transfer({ ...move, limit: 1 }).then(
        () => 'moved',
        (error) => error.outcome,
      );
      // 425 is the one in the list that says that it did nothing.
      assert.equal(said, fault.fault === 'status' && fault.status === 425 ? 'rejected' : outcome, `${status} ${body}`);
      assert.equal((await send('/api/cdkey/list', '{}')).status, 200, 'the connection goes on');
    });
  }

  test('nobody listens there', async (t) => {
    process.env['ESPAI_BASE_URL'] = `http://127.0.0.1:${await closedPort()}`;
    t.after(() => {
      process.env['ESPAI_BASE_URL'] = platform.url;
    });
    const send = connection(t, await serve(t, api));
    assert.deepEqual(await send('/api/cdkey/transfer', wireMove), { status: 502, body: '' });
    assert.deepEqual(await send('/api/cdkey/transfer', wireMove), { status: 502, body: '' });
  });

  test('an address that cannot be called', async (t) => {
    process.env['ESPAI_BASE_URL'] = 'not an address';
    t.after(() => {
      process.env['ESPAI_BASE_URL'] = platform.url;
    });
    const send = connection(t, await serve(t, api));
    assert.deepEqual(await send('/api/cdkey/transfer', wireMove), { status: 502, body: '' });
  });
});

describe('a refusal leaves the connection as it was', () => {
  const large = JSON.stringify({ code: 'x'.repeat(4_000_000) });
  /** @type {[string, string, string, string, number][]} */
  const refusals = [
    ['an unknown path', 'POST', '/api/cdkey/nothing', '{}', 404],
    ['an unknown path, with a body that is still being sent', 'POST', '/api/nothing', large, 404],
    ['another method', 'PUT', '/api/cdkey/list', '{}', 405],
    ['another method, with a body that is still being sent', 'PUT', '/api/cdkey/list', large, 405],
    ['a body that is too long', 'POST', '/api/cdkey/list', large, 413],
    ['no body', 'POST', '/api/cdkey/list', '', 400],
    ['a body of blanks', 'POST', '/api/cdkey/list', ' \n', 400],
    ['null', 'POST', '/api/cdkey/list', 'null', 400],
    ['a form', 'POST', '/api/cdkey/list', 'type=5', 400],
  ];
  for (const [what, method, path, body, status] of refusals) {
    test(what, async (t) => {
      const send = connection(t, await serve(t, api));
      const answer = await send(path, body, method);
      assert.equal(answer.status, status);
      assert.equal(JSON.parse(answer.body).code, status);
      assert.equal((await send('/api/cdkey/list', '{}')).status, 200);
    });
  }
});

test('a move is seen to its end after the page has gone', async (t) => {
  const url = await serve(t, api);
  changes = 0;
  emulator.inject({ fault: 'latency', ms: 300, when: 'before', endpoint: 'transfer' });
  await sendAndLeave(`${url}/api/cdkey/transfer`, wireMove, 100);
  await sleep(500);
  assert.equal(changes, 1);
});

test('half a body is not passed on, and the backend lives', async (t) => {
  const url = await serve(t, api);
  changes = 0;
  const request = ask(`${url}/api/cdkey/transfer`, {
    method: 'POST',
    headers: { 'content-length': wireMove.length + 9 },
  });
  request.on('error', () => {});
  request.write(wireMove);
  await sleep(100);
  request.destroy();
  await sleep(100);
  assert.equal(changes, 0);
  assert.equal((await connection(t, url)('/api/cdkey/list', '{}')).status, 200);
});

describe('after a body parser', () => {
  const some = emulator.cards().filter(({ type }) => type === '5').length;
  /** @type {[string, (express: any) => unknown, boolean][]} Whether the body can still be had. */
  const parsers = [
    ['no parser', () => undefined, true],
    ['express.json()', (express) => express.json(), true],
    ['express.json(), which keeps only what is none', (express) => express.json({ type: 'text/plain' }), true],
    ['express.urlencoded()', (express) => express.urlencoded({ extended: false }), true],
    ['express.text()', (express) => express.text({ type: '*/*' }), true],
    ['express.raw()', (express) => express.raw({ type: '*/*' }), true],
    ['one that keeps nothing', () => drop, false],
  ];
  for (const name of /** @type {const} */ (['express', 'express-4'])) {
    for (const [what, parser, kept] of parsers) {
      test(`${name}, ${what}`, async (t) => {
        const { default: express } = await peer(name);
        const app = express();
        const first = parser(express);
        if (first !== undefined) app.use(first);
        app.use('/api', api);
        const url = await serve(t, app);
        const client = new CdkeyClient({ apiKey: null, baseUrl: `${url}/api`, maxRetries: 0 });
        changes = 0;
        if (kept) {
          assert.equal((await client.list({ type: '5' })).total, some, 'the filter is not lost');
          assert.ok((await client.list()).total > some);
          await client.transfer({ ...move, limit: 1 });
          assert.equal(changes, 1);
        } else {
          for (const call of [client.list({ type: '5' }), client.list(), client.transfer({ ...move, limit: 1 })]) {
            const error = await rejection(call);
            assert.deepEqual([error.httpStatus, error.outcome], [400, 'rejected'], error.message);
          }
          assert.equal(changes, 0);
        }
        const send = connection(t, url);
        const { status } = await send('/api/cdkey/list', '');
        assert.equal(status, 400, 'an empty body stays one');
      });
    }
  }

  /** @type {(request: import('node:http').IncomingMessage, response: unknown, next: () => void) => void} */
  function drop(request, _response, next) {
    request.resume().on('end', next);
  }
});

describe('server.mjs', () => {
  /** @param {Test} t */
  async function start(t) {
    const env = { ...process.env, PORT: '0' };
    const child = spawn(process.execPath, ['server.mjs', '.'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    const [line] = await once(child.stdout, 'data');
    return { child, url: String(line).trim() };
  }

  test('no address ends it', async (t) => {
    const { url } = await start(t);
    const send = connection(t, url);
    for (const path of ['//', '//:', '/%', '/../server.mjs', '/nothing']) {
      const { status } = await send(path, '', 'GET');
      assert.equal(status, path === '/../server.mjs' ? 200 : 404, path);
    }
    assert.equal((await send('/api/cdkey/list', '{}')).status, 200);
  });

  test('a signal ends it once it has answered what it has read', async (t) => {
    const { child, url } = await start(t);
    const send = connection(t, url);
    await send('/api/cdkey/list', '{}');
    changes = 0;
    emulator.inject({ fault: 'latency', ms: 500, when: 'after', endpoint: 'transfer' });
    const answered = send('/api/cdkey/transfer', wireMove);
    await sleep(200);
    child.kill('SIGTERM');
    assert.equal((await answered).status, 200);
    assert.equal(changes, 1);
    const exit = once(child, 'exit');
    send.close();
    const [status] = await exit;
    assert.equal(status, 0);
  });
});
