/**
 * Services that answer by script, on real sockets of this machine.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A request as the service saw it.
 * @typedef {object} Seen
 * @property {string} method
 * @property {string} url
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string} body
 */

/**
 * @typedef {object} Plain
 * @property {number} [status]
 * @property {Record<string, string>} [headers]
 * @property {unknown} [body] Text or bytes as they are, anything else as JSON.
 */

/** @typedef {Plain | ((request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, seen: Seen) => void)} Answer */

/** What a test gives its clean-up to. @typedef {{ after: (clean: () => unknown) => void }} Test */

/**
 * A service on a socket whose nth request gets the nth answer; the last answer is repeated.
 * @param {Test} t
 * @param {...Answer} answers
 */
export async function service(t, ...answers) {
  /** @type {Seen[]} */
  const seen = [];
  const server = createServer(record(seen, answers));
  return { url: await open(t, server, 'http'), seen, server };
}

/**
 * The same over TLS, with a certificate that nobody has signed.
 * @param {Test} t
 * @param {...Answer} answers
 */
export async function selfSignedService(t, ...answers) {
  /** @type {Seen[]} */
  const seen = [];
  const { key, cert } = certificate('localhost');
  const server = createTlsServer({ key, cert }, record(seen, answers));
  return { url: await open(t, server, 'https'), seen, server };
}

/**
 * A socket that speaks whatever the test wants.
 * @param {Test} t
 * @param {(socket: import('node:net').Socket, head: string) => void} speak Called once the first bytes of a request came.
 */
export async function socketService(t, speak) {
  let connections = 0;
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  const server = createTcpServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', (head) => {
      speak(socket, String(head));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, connections: () => connections };
}

/** A port that nothing listens on. */
export async function closedPort() {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * A key and a certificate signed by itself, made anew by openssl.
 * @param {string} name
 */
export function certificate(name) {
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const named = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert];
    execFileSync('openssl', [...made, ...named], { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {Seen[]} seen
 * @param {Answer[]} answers
 * @returns {import('node:http').RequestListener}
 */
function record(seen, answers) {
  return (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      const answer = answers[Math.min(seen.length, answers.length) - 1] ?? { status: 500 };
      if (typeof answer === 'function') answer(request, response, one);
      else send(response, answer);
    });
  };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {Plain} answer
 */
export function send(response, { status = 200, headers = {}, body = '' }) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
}

/**
 * @param {Test} t
 * @param {import('node:http').Server | import('node:https').Server} server
 * @param {string} scheme
 */
async function open(t, server, scheme) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `${scheme}://127.0.0.1:${port}`;
}

/**
 * Answers without end, as fast as it is read.
 * @param {import('node:http').ServerResponse} response
 * @param {(bytes: number) => void} taken Told of each piece that the connection took.
 */
export function flood(response, taken) {
  const piece = Buffer.alloc(65_536, 0x20);
  const more = () => {
    while (!response.destroyed && response.write(piece)) taken(piece.length);
    taken(piece.length);
    response.once('drain', more);
  };
  more();
}
