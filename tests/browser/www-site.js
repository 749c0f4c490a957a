/**
 * What the tests of the page need: the page built anew from the installed package, a strict server for it with a backend
 * beside it, and a browser.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const WWW = fileURLToPath(new URL('../../www/', import.meta.url));
const ofWww = createRequire(join(WWW, 'package.json'));

/** No inline script, no eval: only the page's own files, and WebAssembly. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** @type {Record<string, string>} */
export const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/**
 * The installed package's emulator, for what the page must show and for the backend.
 * @param {import('espai-cdkey/emulator').EmulatorOptions} [options]
 * @returns {import('espai-cdkey/emulator').Emulator}
 */
export function createEmulator(options) {
  return ofWww('espai-cdkey/emulator').createEmulator(options);
}

/**
 * The one that the page on demo data has in itself.
 * @returns {Promise<import('espai-cdkey/emulator').Emulator>}
 */
export function createDemoEmulator() {
  return ofWww('espai-cdkey/emulator').createDemoEmulator();
}

/**
 * Builds the page into a folder of its own, so that a test never sees an old one.
 * @param {'production' | 'panel'} [mode]
 */
export async function buildPage(mode = 'production') {
  const folder = await mkdtemp(join(tmpdir(), 'espai-cdkey-www-'));
  const vite = join(WWW, 'node_modules/vite/bin/vite.js');
  try {
    await promisify(execFile)(
      process.execPath,
      [vite, 'build', '--mode', mode, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
      { cwd: WWW },
    );
  } catch (error) {
    throw new Error('www does not build; are its packages installed (npm ci in www, after make package)?', {
      cause: error,
    });
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Serves the page, and under `/api` a backend that holds the key of an emulator.
 * @param {string} folder
 */
export async function servePage(folder) {
  let emulator = await createDemoEmulator();
  /** @type {{ path: string, authorization: string | undefined }[]} */
  const calls = [];
  let down = false;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    serve(pathname).catch((error) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });

    /** @param {string} path */
    async function serve(path) {
      if (path.startsWith('/api/')) return backend(path);
      const file = normalize(join(folder, path === '/' ? 'index.html' : path));
      const body = file.startsWith(folder) ? await readFile(file).catch(() => null) : null;
      if (body === null) return response.writeHead(404).end();
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
      });
      return response.end(body);
    }

    /** @param {string} path */
    async function backend(path) {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      calls.push({ path, authorization: request.headers.authorization });
      if (down) return response.writeHead(503).end('down');
      const answer = await emulator.fetch(`https://emulator.invalid${path.slice('/api'.length)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: emulator.apiKey },
        body,
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      return response.end(await answer.text());
    }
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    calls,
    /**
     * The backend has an emulator with these cards from now on.
     * @param {import('espai-cdkey/emulator').EmulatorOptions['cards']} cards
     */
    setCards(cards) {
      emulator = createEmulator({ cards });
      return emulator;
    },
    /** @param {boolean} whether The backend fails with 503 from now on. */
    setDown(whether) {
      down = whether;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Debian's Chromium, as it runs without a screen and as root. */
export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
