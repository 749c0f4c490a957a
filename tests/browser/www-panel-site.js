/**
 * The panel as a backend of its own serves it: under a path, with a session, with a fresh nonce in each answer, and under the strict
 * policy that `espai-cdkey admin` sends. The real server has tests of its own; this one can be told to fail.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createEmulator, TYPES } from './www-site.js';

/** Where the panel is: not at the root, so that a path that forgets this is found. */
const BASE = '/admin/cards/';
const COOKIE = 'panel=1';
export const PASSWORD = 'correct horse battery staple';

/** @param {string} nonce */
const policyOf = (nonce) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; ` +
  "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * @typedef {object} PanelOptions
 * @property {'link' | 'password' | 'page'} [login]
 * @property {string} [page] Where one signs in, with `login: 'page'`.
 * @property {readonly string[]} [allow]
 * @property {number} [maxTransfer]
 * @property {string} [actor]
 * @property {import('espai-cdkey/emulator').EmulatorOptions['cards']} [cards]
 */

/**
 * @param {string} folder What `vite build --mode panel` wrote.
 * @param {PanelOptions} [options]
 */
export async function servePanel(folder, options = {}) {
  const {
    login: way = 'password',
    allow = ['list', 'detail', 'transfer', 'destroy', 'balanceLogs'],
    maxTransfer,
    cards,
  } = options;
  /** What a session that there is not answers. */
  const login = { login: way, ...(options.page === undefined ? {} : { page: options.page }) };
  const emulator = createEmulator(cards === undefined ? {} : { cards });
  const state = { actor: options.actor ?? 'zhang.wei', valid: true, down: false };
  /** @type {string[]} */
  const served = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    serve(pathname).catch((error) => {
      if (!response.destroyed) response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });

    /** @param {string} path */
    async function serve(path) {
      served.push(path);
      // As where the panel's link leads: it signs in and goes to the panel.
      if (path === '/link') {
        state.valid = true;
        return response
          .writeHead(303, { location: BASE, 'set-cookie': `${COOKIE}; Path=/; HttpOnly; SameSite=Strict` })
          .end();
      }
      if (path.startsWith(`${BASE}api/`)) return api(path.slice(`${BASE}api`.length));
      if (!path.startsWith(BASE)) return response.writeHead(404).end();
      const name = path === BASE ? 'index.html' : path.slice(BASE.length);
      const file = normalize(join(folder, name));
      const body = file.startsWith(folder) ? await readFile(file).catch(() => null) : null;
      if (body === null) return response.writeHead(404).end();
      const nonce = randomBytes(16).toString('base64');
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policyOf(nonce),
        'x-content-type-options': 'nosniff',
      });
      return response.end(name === 'index.html' ? body.toString('utf8').replaceAll('__CSP_NONCE__', nonce) : body);
    }

    /** @param {string} path */
    async function api(path) {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      // The socket: a request whose body was read is over already.
      if (state.down) return request.socket.destroy();
      const isIn = state.valid && (request.headers.cookie ?? '').includes(COOKIE);
      if (path === '/session') return session(isIn, body);
      if (!isIn) return json(401, { success: false, code: 401, message: 'not signed in' });
      // A page that went away wants no answer: one that hangs would else keep this process.
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const answer = await emulator.fetch(`https://emulator.invalid${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: emulator.apiKey },
        body,
        signal: gone.signal,
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      return response.end(await answer.text());
    }

    /** @param {boolean} isIn @param {string} body */
    function session(isIn, body) {
      if (request.method === 'POST') {
        if (JSON.parse(body).password !== PASSWORD) return json(401, login);
        state.valid = true;
        return json(200, {}, { 'set-cookie': `${COOKIE}; Path=/; HttpOnly; SameSite=Strict` });
      }
      if (request.method === 'DELETE') return json(200, {}, { 'set-cookie': 'panel=; Path=/; Max-Age=0' });
      if (!isIn) return json(401, login);
      return json(200, {
        actor: state.actor,
        allow,
        signOut: true,
        ...(maxTransfer === undefined ? {} : { maxTransfer }),
      });
    }

    /** @param {number} status @param {object} body @param {Record<string, string>} [headers] */
    function json(status, body, headers = {}) {
      return response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    }
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    url: `${origin}${BASE}`,
    /** What the terminal would show. */
    link: `${origin}/link`,
    emulator,
    /** Paths that were asked for. */
    served,
    /** The session ends; another person may be the next. @param {string} [actor] */
    end(actor) {
      state.valid = false;
      if (actor !== undefined) state.actor = actor;
    },
    /** The backend is gone from now on, or back. @param {boolean} whether */
    setDown(whether) {
      state.down = whether;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
