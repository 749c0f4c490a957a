/**
 * The wasm without any JavaScript of ours: what `wasm-pack build` at the root gives, used as docs/wasm.md shows. It is run from a
 * folder where the package is installed, whose emulator it calls.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const ROOT = process.env['ESPAI_ROOT'] ?? process.cwd();
/** @type {typeof import('espai-cdkey/emulator')} */
const { createEmulator } = createRequire(join(process.cwd(), 'x'))('espai-cdkey/emulator');
/** @type {typeof import('../../scripts/lib/samples.js')} */
const { writeSamples } = await import(pathToFileURL(join(ROOT, 'scripts/lib/samples.js')).href);

let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'espai-wasm-alone-'));
  writeSamples(join(ROOT, 'docs/wasm.md'), folder);
});
after(() => {
  rmSync(folder, { recursive: true });
});

/** @param {'nodejs' | 'web'} target As scripts/test/suites.js has built it. */
function use(target) {
  rmSync(join(folder, 'pkg'), { force: true, recursive: true });
  symlinkSync(join(ROOT, 'target/wasm-pack', target), join(folder, 'pkg'));
}

test('in Node: the four calls, a walk and a refusal', async (t) => {
  use('nodejs');
  const emulator = createEmulator({ seed: 1 });
  const { url, close } = await emulator.listen();
  t.after(() => close());
  const held = emulator.cards().length;
  const env = { ...process.env, ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: url, NO_COLOR: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, ['four-calls.cjs'], { cwd: folder, env });
  assert.deepEqual(stdout.trim().split('\n'), [
    `${held} cards`,
    "{ message: '请求成功' }",
    'moved 10',
    "{ message: '删除成功' }",
    `${held - 1} cards are left`,
    'ValidationError invalid_argument limit not_sent',
  ]);
});

test('in a page, through a backend that holds the key', async (t) => {
  use('web');
  const { chromium } = createRequire(join(ROOT, 'x'))('playwright-core');
  const emulator = createEmulator({
    cards: ['a', 'b'].map((code) => ({
      id: code,
      code,
      type: '5',
      apiLimit: 5,
      userPhone: `1591688888${code.length}`,
    })),
  });
  /** @type {Record<string, string>} */
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/api/')) {
      const parts = [];
      for await (const part of request) parts.push(part);
      const headers = { authorization: emulator.apiKey, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: Buffer.concat(parts).toString() };
      const answer = await emulator.fetch(`http://x${path.slice(4)}`, init);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      return;
    }
    const file = join(folder, normalize(path === '/' ? '/index.html' : path));
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByText('2 cards, 请求成功').waitFor();
  assert.deepEqual(
    emulator
      .cards()
      .map(({ apiLimit }) => apiLimit)
      .sort(),
    [4, 6],
  );
});
