/**
 * A page's server: files as they are, and the backend under `/api` of the same origin.
 */
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/**
 * @typedef {(folder: string, options?: { csp?: string }) => Promise<{ url: string, close: () => Promise<void> }>} Serve
 */

const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
});

/**
 * @param {import('./backend.js').Backend} backend
 * @param {(close: () => Promise<void>) => void} later
 * @returns {Serve}
 */
export function serveFor(backend, later) {
  return async (folder, { csp } = {}) => {
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/api/')) {
        void passOn(backend, request, response);
        return;
      }
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      const path = join(folder, normalize(decodeURIComponent(pathname)));
      const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
      if (!existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      const headers = { 'content-type': type, ...(csp === undefined ? {} : { 'content-security-policy': csp }) };
      response.writeHead(200, headers).end(readFileSync(file));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const close = async () => {
      server.closeAllConnections();
      server.close();
    };
    later(close);
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    return { url: `http://127.0.0.1:${port}`, close };
  };
}

/**
 * The backend has an answer to all that it has read; where there is none, 502 is one. Never a cut: browsers send again then.
 * @param {import('./backend.js').Backend} backend
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function passOn(backend, request, response) {
  const answered = async () => {
    /** @type {Buffer[]} */
    const parts = [];
    for await (const part of request) parts.push(part);
    const { method = 'GET', url = '/' } = request;
    const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(parts);
    const { authorization } = request.headers;
    // A page that was given a key of its own speaks with the platform itself.
    const answer =
      authorization === undefined
        ? await backend.fetch(`http://backend${url}`, { method, body })
        : await fetch(backend.url + url.slice('/api'.length), { method, body, headers: { authorization } });
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
  };
  const { status, body } = await answered().catch(() => ({ status: 502, body: '' }));
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
