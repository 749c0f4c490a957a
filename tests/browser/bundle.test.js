/**
 * A page that an ordinary bundler built from the installed package, in headless Chromium: on the in-process emulator, on a
 * backend, and under strict policies.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createEmulator } from 'espai-cdkey/emulator';
import { CARD } from '../support/page.js';
import { peer } from '../support/peers.js';

const { build } = await peer('vite');

/** @typedef {import('playwright-core').Page} Page */

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:";
const WITH_WASM = STRICT.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
const TYPES = /** @type {Record<string, string>} */ ({ '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' });
const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-page-'));

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('node:http').Server} */
let server;
let address = '';
/** @type {{ url: string, authorization: string | undefined }[]} */
const calls = [];
const backend = createEmulator().backend({ basePath: '/api' });

before(async () => {
  await build({
    root: fileURLToPath(new URL('page/', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(502).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * The page under the policy that its address names, and a backend that holds the key.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url ?? '/', address);
  if (request.method === 'POST') {
    calls.push({ url: pathname, authorization: request.headers.authorization });
    if (pathname.startsWith('/hang/')) return;
    if (pathname.startsWith('/moved/')) {
      response.writeHead(302, { location: '/api/cdkey/transfer' }).end();
      return;
    }
    let body = '';
    for await (const piece of request) body += piece;
    const answered = await backend(pathname, { method: 'POST', body });
    response.writeHead(answered.status, { 'content-type': 'application/json' }).end(await answered.text());
    return;
  }
  const file = pathname === '/' ? 'index.html' : pathname.slice(1);
  const policy = searchParams.get('policy');
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    ...(policy === null ? {} : { 'content-security-policy': policy }),
  });
  response.end(readFileSync(join(folder, file)));
}

/**
 * Opens the page, and gives what runs one of its functions.
 * @param {import('node:test').TestContext} t
 * @param {string} [policy]
 */
async function open(t, policy) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${address}/${policy === undefined ? '' : `?policy=${encodeURIComponent(policy)}`}`);
  await page.waitForFunction('typeof page === "object"');
  /** @param {string} name */
  const run = (name) => page.evaluate((what) => /** @type {any} */ (globalThis).page[what](), name);
  return { run, errors, page };
}

test('the build is plain files, without a setting or a plugin', () => {
  const files = readdirSync(folder, { recursive: true }).map(String).sort();
  assert.deepEqual(
    files.filter((file) => !/^(index\.html|assets(\/[\w-]+\.js)?)$/.test(file)),
    [],
  );
});

for (const [what, policy] of /** @type {[string, string | undefined][]} */ ([
  ['without a policy', undefined],
  ["under a strict policy with 'wasm-unsafe-eval'", WITH_WASM],
])) {
  test(`the calls through the in-process emulator, ${what}`, async (t) => {
    const { run, errors } = await open(t, policy);
    const { lost, ...rest } = await run('calls');
    assert.deepEqual(rest, {
      listed: 3,
      total: 3,
      detail: { ...CARD, type: '1' },
      moved: { message: '请求成功' },
      after: 210,
      gone: { message: '删除成功' },
      logs: [[CARD.id, 10, '2']],
      walked: 7,
      // The build shortens names; the error's own stays.
      refused: [true, 'ApiError'],
      label: ['青龙', 'Jiuweihu', true],
    });
    assert.deepEqual(
      [lost.name, lost.code, lost.outcome, lost.endpoint, lost.attempts],
      ['NetworkError', 'network', 'unknown', 'transfer', 1],
    );
    assert.deepEqual(errors, []);
  });
}

test("a strict policy without 'wasm-unsafe-eval': nothing throws before the first call, and that says what to add", async (t) => {
  const { run, errors } = await open(t, STRICT);
  const error = await run('firstCall');
  assert.deepEqual(
    [error.ours, error.name, error.code, error.outcome],
    [true, 'InternalError', 'internal', 'not_sent'],
  );
  assert.match(error.message, /'wasm-unsafe-eval'/);
  assert.match(error.message, /script-src/);
  assert.equal((await run('firstCall')).code, 'internal');
  assert.equal((await run('constructAllowed')).ours, undefined);
  assert.equal((await run('label')).name, 'InternalError');
  assert.deepEqual(errors, []);
});

test('a relative baseUrl is taken from the page, and no key leaves it', async (t) => {
  const { run, errors } = await open(t, WITH_WASM);
  calls.length = 0;
  assert.deepEqual(await run('relative'), { early: 8, total: 8, here: 8 });
  assert.deepEqual(calls, Array(3).fill({ url: '/api/cdkey/list', authorization: undefined }));
  assert.deepEqual(errors, []);
});

test('what verifies transfers is a file of its own: it is loaded when it is asked for, and nothing is sent without it', async (t) => {
  const { run, errors, page } = await open(t, WITH_WASM);
  /** @type {string[]} */
  const loaded = [];
  let broken = true;
  await page.route('**/assets/*.js', (route) => {
    loaded.push(route.request().url());
    return broken ? route.abort() : route.continue();
  });
  assert.deepEqual(await run('relative'), { early: 8, total: 8, here: 8 });
  assert.deepEqual(loaded, []);
  calls.length = 0;
  const lost = await run('verified');
  assert.deepEqual([lost.name, lost.code, lost.outcome], ['InternalError', 'internal', 'not_sent']);
  assert.match(lost.message, /nothing was sent.*could not be loaded/);
  assert.deepEqual(
    calls.map(({ url }) => url),
    ['/api/cdkey/list'],
  );
  broken = false;
  // Browsers from before 2026 remember a file that could not be loaded until the page is loaded again.
  const again = await run('verified');
  if (again.value !== 'response') {
    assert.equal(again.outcome, 'not_sent');
    await page.reload();
    await page.waitForFunction('typeof page === "object"');
    assert.deepEqual(await run('verified'), { value: 'response' });
  }
  assert.ok(
    loaded.some((url) => /moves/.test(url)),
    String(loaded),
  );
  assert.deepEqual(errors, []);
});

test('a key in a page is refused unless asked for', async (t) => {
  const { run } = await open(t);
  const error = await run('construct');
  assert.deepEqual([error.name, error.code, error.path], ['ValidationError', 'invalid_config', 'apiKey']);
  assert.match(error.message, /dangerouslyAllowBrowser/);
  assert.equal((await run('constructAllowed')).ours, undefined);
  const insecure = await run('constructInsecure');
  assert.deepEqual([insecure.name, insecure.path], ['ValidationError', 'baseUrl']);
});

test('what a page cannot know is unknown: no connection, a redirect, no time, an abort', async (t) => {
  const { run, errors } = await open(t);
  calls.length = 0;
  const fields = (/** @type {any} */ { name, code, outcome, endpoint }) => [name, code, outcome, endpoint];
  assert.deepEqual(fields(await run('unreachable')), ['NetworkError', 'network', 'unknown', 'transfer']);
  const redirected = await run('redirected');
  assert.deepEqual(fields(redirected), ['HttpError', 'http_status', 'unknown', 'transfer']);
  assert.equal(redirected.httpStatus, undefined);
  assert.deepEqual(fields(await run('hanging')), ['TimeoutError', 'timeout', 'unknown', 'transfer']);
  assert.deepEqual(fields(await run('aborted')), ['AbortError', 'aborted', 'unknown', 'transfer']);
  // Each was sent once, and the redirect was not followed.
  assert.deepEqual(
    calls.map(({ url }) => url),
    ['/moved/cdkey/transfer', '/hang/cdkey/transfer', '/hang/cdkey/transfer'],
  );
  assert.deepEqual(errors, []);
});
