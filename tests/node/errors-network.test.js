/**
 * The rows of the table of errors without a whole answer, each by a real cause: no connection, a lost one, no time, too
 * many bytes.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DETAIL_INPUT, LIST_ANSWER, TRANSFER_ANSWER, TRANSFER_INPUT } from '../support/page.js';
import { checkError, rejection } from '../support/check.js';
import { AGAIN, BOTH_AGAIN, NOT_AGAIN, NOT_SENT, UNKNOWN, allThree, to } from '../support/outcomes.js';
import { transfersWithoutDescriptors } from '../support/descriptors.js';
import { BROKEN_OFF, clientCertificateService } from '../support/handshakes.js';
import { peer } from '../support/peers.js';
import { certificate, closedPort, flood, selfSignedService, send, service, socketService } from '../support/service.js';

/** @typedef {import('espai-cdkey').CdkeyClientOptions} Options */

const { Agent, ProxyAgent, fetch: undiciFetch } = await peer('undici');

const NETWORK = /** @type {const} */ ({ name: 'NetworkError', code: 'network' });

test('a connection that is refused: nothing was sent', async () => {
  const port = await closedPort();
  const errors = await allThree(to(`http://127.0.0.1:${port}`), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  for (const error of errors) assert.match(error.message, /ECONNREFUSED/);
});

test('a connection that every address of a name refuses: nothing was sent', async () => {
  await allThree(to(`http://localhost:${await closedPort()}`), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
});

test('a name that is not found: nothing was sent', async () => {
  await allThree(to('https://espai-cdkey-test.invalid'), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
});

test('a certificate that nobody signed: nothing was sent', async (t) => {
  const { url, seen } = await selfSignedService(t, { body: TRANSFER_ANSWER });
  const errors = await allThree(to(url.replace('127.0.0.1', 'localhost')), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.equal(/** @type {any} */ (errors[0]).cause.cause.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.deepEqual(seen, []);
});

test('a certificate for another name: nothing was sent', async (t) => {
  const { key, cert } = certificate('other.example');
  let requests = 0;
  const server = createTlsServer({ key, cert }, (_, response) => {
    requests += 1;
    send(response, { body: TRANSFER_ANSWER });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const dispatcher = new Agent({ connect: { ca: cert } });
  t.after(() => dispatcher.close());
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = (url, init) => undiciFetch(url, { ...init, dispatcher });
  const own = (/** @type {Partial<Options>} */ options = {}) => to(`https://localhost:${port}`)({ ...options, fetch });
  const [error] = await allThree(own, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.equal(/** @type {any} */ (error).cause.cause.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
  assert.equal(requests, 0);
});

test('a connection that never comes about: nothing was sent', async (t) => {
  // A listener that sleeps, and whose queue is full, leaves whoever comes next without an answer to the first packet.
  const script = `const s = require('node:net').createServer(); s.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(s.address().port)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  const port = Number(String((await once(child.stdout, 'data'))[0]));
  for (let queued = 0; queued < 4; queued += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    t.after(() => socket.destroy());
  }
  const dispatcher = new Agent({ connect: { timeout: 200 } });
  t.after(() => dispatcher.destroy());
  const client = to(`http://127.0.0.1:${port}`)({
    fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }),
    maxRetries: 0,
  });
  const error = await rejection(client.transfer(TRANSFER_INPUT));
  checkError(error, { ...NETWORK, ...NOT_SENT, endpoint: 'transfer', retryable: true });
  assert.equal(/** @type {any} */ (error).cause.cause.code, 'UND_ERR_CONNECT_TIMEOUT');
});

test('no file descriptor left: nothing was sent', async (t) => {
  const { url, seen } = await service(t, (_, response) =>
    setTimeout(() => send(response, { body: TRANSFER_ANSWER }), 300),
  );
  const count = await transfersWithoutDescriptors(url, 'const fetch = undefined;');
  const { done = 0, 'network/not_sent/EMFILE': refused = 0 } = count;
  assert.ok(done > 0 && refused > 0, JSON.stringify(count));
  assert.deepEqual([done + refused, seen.length], [100, done], JSON.stringify(count));
});

for (const [what, broken, says] of BROKEN_OFF) {
  test(`no TLS session comes about, ${what}: nothing was sent`, async (t) => {
    const [error] = await allThree(to(await broken(t)), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
    assert.match(error?.message ?? '', says);
  });
}

test('a connection that is reset within the handshake: Node says no more than of any other', async (t) => {
  const { url } = await socketService(t, (socket) => socket.resetAndDestroy());
  await allThree(to(url.replace('http:', 'https:')), { ...NETWORK, ...UNKNOWN }, AGAIN);
});

test('a client without the certificate that the service wants: TLS 1.3 says so after the request', async (t) => {
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  t.after(() => dispatcher.destroy());
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = (url, init) => undiciFetch(url, { ...init, dispatcher });
  const url = await clientCertificateService(t);
  await allThree((options) => to(url)({ ...options, fetch }), { ...NETWORK, ...UNKNOWN }, AGAIN);
});

test('a proxy that makes no tunnel, behind a fetch of undici, and so of Node: nothing was sent', async (t) => {
  const { url } = await socketService(t, (socket) => socket.end('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'));
  const dispatcher = new ProxyAgent(url);
  t.after(() => dispatcher.destroy());
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = (address, init) => undiciFetch(address, { ...init, dispatcher });
  for (const baseUrl of ['http://127.0.0.1:8', 'https://service.test']) {
    const [error] = await allThree(
      (options) => to(baseUrl)({ ...options, fetch }),
      { ...NETWORK, ...NOT_SENT },
      BOTH_AGAIN,
    );
    assert.match(error?.message ?? '', /Proxy response \(407\)/);
  }
});

/** @param {string} text */
const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const BODY = JSON.stringify(LIST_ANSWER);

/** @type {[string, (socket: import('node:net').Socket) => void][]} */
const LOST = [
  ['closed before an answer', (socket) => socket.end()],
  ['reset before an answer', (socket) => socket.resetAndDestroy()],
  ['cut within the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-ty')],
  ['cut within the body', (socket) => socket.end(`${HEAD}content-length: 1000\r\n\r\n${BODY.slice(0, 40)}`)],
  [
    'cut within a body that already reads as a success',
    (socket) => socket.end(`${HEAD}content-length: 1000\r\n\r\n{"success":true,"message":"ok"}`),
  ],
  [
    'cut before the last chunk',
    (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n${chunk('{"success":true}')}`),
  ],
  [
    'reset within the body',
    (socket) =>
      socket.write(`${HEAD}content-length: 1000\r\n\r\n{"succ`, () => setTimeout(() => socket.resetAndDestroy(), 20)),
  ],
  ['no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ['a chunk length that is none', (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`)],
  [
    'packed by something else than said',
    (socket) =>
      socket.end(`${HEAD}content-encoding: gzip\r\ncontent-length: ${Buffer.byteLength(BODY)}\r\n\r\n${BODY}`),
  ],
];

for (const [what, speak] of LOST) {
  test(`lost: ${what}`, async (t) => {
    const { url, connections } = await socketService(t, speak);
    await allThree(to(url), { ...NETWORK, ...UNKNOWN }, AGAIN);
    assert.equal(connections(), 3);
  });
}

test('a port that fetch refuses to call is refused with the options', () => {
  for (const port of [1, 6666, 10080]) {
    assert.throws(
      () => to(`http://127.0.0.1:${port}`)(),
      (/** @type {any} */ error) => {
        checkError(error, {
          name: 'ValidationError',
          code: 'invalid_config',
          endpoint: null,
          outcome: 'not_sent',
          path: 'baseUrl',
          attempts: 0,
          retryable: false,
        });
        assert.match(error.message, new RegExp(`${port}`));
        return true;
      },
    );
  }
});

const TIMEOUT = /** @type {const} */ ({ name: 'TimeoutError', code: 'timeout', ...UNKNOWN });

test('out of time before the answer', async (t) => {
  const { url, seen } = await service(t, () => {});
  await allThree((options) => to(url)({ timeoutMs: 60, ...options }), TIMEOUT, AGAIN);
  assert.equal(seen.length, 3);
});

test('out of time within the body', async (t) => {
  const { url, seen } = await service(t, (_, response) => {
    response.writeHead(200);
    response.write('{"success":true,"message":"o');
  });
  await allThree((options) => to(url)({ timeoutMs: 60, ...options }), TIMEOUT, AGAIN);
  assert.equal(seen.length, 3);
});

test('out of time while bytes still drip: it is for the whole, not for the silence between them', async (t) => {
  const { url } = await service(t, (_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 10);
    response.on('close', () => {
      clearInterval(drip);
    });
  });
  const began = performance.now();
  await allThree((options) => to(url)({ timeoutMs: 100, ...options }), TIMEOUT, AGAIN);
  assert.ok(performance.now() - began < 2000);
});

test('the connection of a call that ran out of time is given up', async (t) => {
  /** @type {(value: unknown) => void} */
  let left = () => {};
  const gone = new Promise((resolve) => {
    left = resolve;
  });
  const { url } = await service(t, (request) => request.socket.once('close', left));
  await rejection(to(url)({ timeoutMs: 50, maxRetries: 0 }).detail(DETAIL_INPUT));
  await gone;
});

const TOO_LARGE = /** @type {const} */ ({
  name: 'DecodeError',
  code: 'response_too_large',
  ...UNKNOWN,
  httpStatus: 200,
});

test('too large by one byte, and not by none', async (t) => {
  const exact = Buffer.byteLength(JSON.stringify(TRANSFER_ANSWER));
  const { url } = await service(t, { body: TRANSFER_ANSWER });
  assert.deepEqual(await to(url)({ maxResponseBytes: exact }).transfer(TRANSFER_INPUT), { message: '请求成功' });
  const [error] = await allThree(
    (options) => to(url)({ maxResponseBytes: exact - 1, ...options }),
    { ...TOO_LARGE, path: 'body' },
    NOT_AGAIN,
  );
  assert.match(error?.message ?? '', /maxResponseBytes/);
});

test('too large and without end: it is left, not read on', async (t) => {
  let sent = 0;
  /** @type {(value: unknown) => void} */
  let left = () => {};
  const gone = new Promise((resolve) => {
    left = resolve;
  });
  const { url } = await service(t, (_, response) => {
    response.on('close', left);
    flood(response, (bytes) => (sent += bytes));
  });
  const error = await rejection(to(url)({ maxResponseBytes: 1_000_000, maxRetries: 0 }).transfer(TRANSFER_INPUT));
  checkError(error, { ...TOO_LARGE, path: 'body' });
  await gone;
  assert.ok(sent < 30_000_000, `${sent} bytes were taken`);
});

test('33 MB are too large unless asked for', async (t) => {
  const { url } = await service(t, { body: `{"success":true,"message":"${'x'.repeat(33 * 1024 * 1024)}"}` });
  checkError(await rejection(to(url)({ maxRetries: 0 }).transfer(TRANSFER_INPUT)), { ...TOO_LARGE, path: 'body' });
  const { message } = await to(url)({ maxResponseBytes: 40_000_000 }).transfer(TRANSFER_INPUT);
  assert.equal(message?.length, 33 * 1024 * 1024);
});

test('a service that is packed into a bomb is left when its size shows', async (t) => {
  const body = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  const { url } = await service(t, { headers: { 'content-encoding': 'gzip' }, body });
  checkError(await rejection(to(url)({ maxRetries: 0 }).transfer(TRANSFER_INPUT)), { ...TOO_LARGE, path: 'body' });
});
