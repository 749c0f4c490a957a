/**
 * Every row of the table of errors, each by a real cause over a real socket: what is thrown, what it says of a move, and
 * how many requests the service really saw.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { peer } from '../support/peers.js';
import {
  DESTROY_INPUT,
  DETAIL_INPUT,
  FAILURE,
  KEY,
  LIST_ANSWER,
  TRANSFER_ANSWER,
  TRANSFER_INPUT,
} from '../support/page.js';
import { checkError, rejection } from '../support/check.js';
import { certificate, closedPort, selfSignedService, send, service, socketService } from '../support/service.js';

const { Agent, fetch: undiciFetch } = await peer('undici');

/** @typedef {import('../support/service.js').Answer} Answer */
/** @typedef {import('espai-cdkey').CdkeyClientOptions} Options */

/**
 * Makes all three kinds of call, and checks that the errors say what they should.
 * @param {(options?: Partial<Options>) => CdkeyClient} client
 * @param {object} expected The fields of the error, but those by kind.
 * @param {{ retryable: boolean, again?: boolean }} read Whether a read may be tried again; `again`: a move, too.
 * @returns {Promise<import('espai-cdkey').CdkeyError[]>}
 */
async function allThree(client, expected, { retryable, again = false }) {
  const own = client({ maxRetries: 0 });
  const detail = await rejection(own.detail(DETAIL_INPUT));
  checkError(detail, { ...expected, endpoint: 'detail', attempts: 1, retryable });
  const transfer = await rejection(own.transfer(TRANSFER_INPUT));
  checkError(transfer, { ...expected, endpoint: 'transfer', attempts: 1, retryable: again });
  const destroy = await rejection(own.destroy(DESTROY_INPUT));
  checkError(destroy, { ...expected, endpoint: 'destroy', attempts: 1, retryable: again });
  return [detail, transfer, destroy];
}

/** @param {string} baseUrl */
const to =
  (baseUrl) =>
  (/** @type {Partial<Options>} */ options = {}) =>
    new CdkeyClient({ apiKey: KEY, baseUrl, ...options });

/** @param {unknown} code @param {object} [more] */
const no = (code, more) => ({ success: false, message: '手机号15916888888不存在', code, ...more });
const SAID = '手机号159****8888不存在';
const REJECTED = /** @type {const} */ ({ outcome: 'rejected' });
const UNKNOWN = /** @type {const} */ ({ outcome: 'unknown' });
const API = /** @type {const} */ ({ name: 'ApiError', code: 'api_rejected', apiMessage: SAID });
const HTTP = /** @type {const} */ ({ name: 'HttpError', code: 'http_status' });
const UNAUTHENTICATED = /** @type {const} */ ({ name: 'AuthenticationError', code: 'unauthenticated' });
const FORBIDDEN = /** @type {const} */ ({ name: 'AuthenticationError', code: 'forbidden' });
const RATE = /** @type {const} */ ({ name: 'RateLimitError', code: 'rate_limited' });
const BAD = /** @type {const} */ ({ name: 'DecodeError', code: 'bad_response', ...UNKNOWN });
const AGAIN = { retryable: true };
const NOT_AGAIN = { retryable: false };
const BOTH_AGAIN = { retryable: true, again: true };

/** @type {[string, Answer, object, { retryable: boolean, again?: boolean }][]} What, the answer, the error, who tries again. */
const ANSWERS = [
  // success: false, by the envelope's code
  [
    "the page's failure",
    { body: FAILURE },
    { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 500, apiMessage: '系统错误:xxx' },
    AGAIN,
  ],
  ['200, code 400', { body: no(400) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 400 }, NOT_AGAIN],
  ['200, code 404', { body: no(404) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 404 }, NOT_AGAIN],
  [
    '200, code 401',
    { body: no(401) },
    { ...UNAUTHENTICATED, ...REJECTED, httpStatus: 200, apiCode: 401, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '200, code 403',
    { body: no(403) },
    { ...FORBIDDEN, ...REJECTED, httpStatus: 200, apiCode: 403, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '200, code 429',
    { body: no(429) },
    { ...RATE, ...REJECTED, httpStatus: 200, apiCode: 429, apiMessage: SAID },
    BOTH_AGAIN,
  ],
  ['200, code 503', { body: no(503) }, { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 503 }, AGAIN],
  ['200, code 499', { body: no(499) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 499 }, NOT_AGAIN],
  ['200, code 10001', { body: no(10001) }, { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 10001 }, AGAIN],
  ['200, code -1', { body: no(-1) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: -1 }, NOT_AGAIN],
  ['200, code "500"', { body: no('500') }, { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 500 }, AGAIN],
  ['200, code "400"', { body: no('400') }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 400 }, NOT_AGAIN],
  ['200, no code', { body: no(undefined) }, { ...API, ...REJECTED, httpStatus: 200 }, NOT_AGAIN],
  ['200, code null', { body: no(null) }, { ...API, ...REJECTED, httpStatus: 200 }, NOT_AGAIN],
  ['200, a code that is no number', { body: no('E_BUSY') }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, an empty code', { body: no('') }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, code 400.5', { body: no(400.5) }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, code true', { body: no(true) }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, code {}', { body: no({ code: 400 }) }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  [
    '200, no message',
    { body: no(400, { message: undefined }) },
    { ...API, ...REJECTED, httpStatus: 200, apiCode: 400, apiMessage: undefined },
    NOT_AGAIN,
  ],
  [
    '200, a message that is none',
    { body: no(400, { message: { a: 1 } }) },
    { ...API, ...REJECTED, httpStatus: 200, apiCode: 400, apiMessage: undefined },
    NOT_AGAIN,
  ],
  [
    '200, a failure with data outside the contract',
    { body: no(400, { data: 'x', totalNumber: 'y' }) },
    { ...API, ...REJECTED, httpStatus: 200, apiCode: 400 },
    NOT_AGAIN,
  ],
  // success: false with a status of its own
  ['400, code 400', { status: 400, body: no(400) }, { ...API, ...REJECTED, httpStatus: 400, apiCode: 400 }, NOT_AGAIN],
  ['500, code 500', { status: 500, body: no(500) }, { ...API, ...UNKNOWN, httpStatus: 500, apiCode: 500 }, AGAIN],
  ['500, code 400', { status: 500, body: no(400) }, { ...API, ...UNKNOWN, httpStatus: 500, apiCode: 400 }, AGAIN],
  ['400, code 500', { status: 400, body: no(500) }, { ...API, ...UNKNOWN, httpStatus: 400, apiCode: 500 }, AGAIN],
  ['408, code 400', { status: 408, body: no(400) }, { ...API, ...UNKNOWN, httpStatus: 408, apiCode: 400 }, AGAIN],
  [
    '500, code 401',
    { status: 500, body: no(401) },
    { ...UNAUTHENTICATED, ...UNKNOWN, httpStatus: 500, apiCode: 401, apiMessage: SAID },
    AGAIN,
  ],
  [
    '500, code 429',
    { status: 500, body: no(429) },
    { ...RATE, ...UNKNOWN, httpStatus: 500, apiCode: 429, apiMessage: SAID },
    AGAIN,
  ],
  [
    '403, code 429',
    { status: 403, body: no(429) },
    { ...RATE, ...REJECTED, httpStatus: 403, apiCode: 429, apiMessage: SAID },
    BOTH_AGAIN,
  ],
  ['401, code 400', { status: 401, body: no(400) }, { ...API, ...REJECTED, httpStatus: 401, apiCode: 400 }, NOT_AGAIN],
  [
    '401, no code',
    { status: 401, body: no(undefined) },
    { ...UNAUTHENTICATED, ...REJECTED, httpStatus: 401, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '403, no code',
    { status: 403, body: no(undefined) },
    { ...FORBIDDEN, ...REJECTED, httpStatus: 403, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '429, no code',
    { status: 429, headers: { 'retry-after': '7' }, body: no(undefined) },
    { ...RATE, ...REJECTED, httpStatus: 429, apiMessage: SAID, retryAfterMs: 7000 },
    BOTH_AGAIN,
  ],
  [
    '401, a code that is no number',
    { status: 401, body: no('E') },
    { ...UNAUTHENTICATED, ...UNKNOWN, httpStatus: 401, apiMessage: SAID },
    NOT_AGAIN,
  ],
  ['404, no code', { status: 404, body: no(undefined) }, { ...API, ...REJECTED, httpStatus: 404 }, NOT_AGAIN],
  // success: true, but another status than 2xx
  ['500, success', { status: 500, body: TRANSFER_ANSWER }, { ...HTTP, ...UNKNOWN, httpStatus: 500 }, AGAIN],
  ['400, success', { status: 400, body: TRANSFER_ANSWER }, { ...HTTP, ...UNKNOWN, httpStatus: 400 }, NOT_AGAIN],
  [
    '401, success',
    { status: 401, body: TRANSFER_ANSWER },
    { ...UNAUTHENTICATED, ...UNKNOWN, httpStatus: 401 },
    NOT_AGAIN,
  ],
  ['429, success', { status: 429, body: TRANSFER_ANSWER }, { ...RATE, ...UNKNOWN, httpStatus: 429 }, AGAIN],
  [
    '302, success',
    { status: 302, headers: { location: '/moved' }, body: TRANSFER_ANSWER },
    { ...HTTP, ...UNKNOWN, httpStatus: 302 },
    NOT_AGAIN,
  ],
  // other than 2xx with no envelope
  ['400, text', { status: 400, body: 'Bad Request' }, { ...HTTP, ...REJECTED, httpStatus: 400 }, NOT_AGAIN],
  ['401, nothing', { status: 401 }, { ...UNAUTHENTICATED, ...REJECTED, httpStatus: 401 }, NOT_AGAIN],
  ['403, HTML', { status: 403, body: '<html>no</html>' }, { ...FORBIDDEN, ...REJECTED, httpStatus: 403 }, NOT_AGAIN],
  ['404, HTML', { status: 404, body: '<html>no</html>' }, { ...HTTP, ...REJECTED, httpStatus: 404 }, NOT_AGAIN],
  ['405', { status: 405 }, { ...HTTP, ...REJECTED, httpStatus: 405 }, NOT_AGAIN],
  ['408', { status: 408 }, { ...HTTP, ...UNKNOWN, httpStatus: 408 }, AGAIN],
  ['413', { status: 413 }, { ...HTTP, ...REJECTED, httpStatus: 413 }, NOT_AGAIN],
  [
    '429',
    { status: 429, headers: { 'retry-after': '30' } },
    { ...RATE, ...REJECTED, httpStatus: 429, retryAfterMs: 30_000 },
    BOTH_AGAIN,
  ],
  ['500', { status: 500 }, { ...HTTP, ...UNKNOWN, httpStatus: 500 }, AGAIN],
  [
    '502, a proxy',
    { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>502</h1></html>' },
    { ...HTTP, ...UNKNOWN, httpStatus: 502 },
    AGAIN,
  ],
  [
    '503, with a time',
    { status: 503, headers: { 'retry-after': '120' } },
    { ...HTTP, ...UNKNOWN, httpStatus: 503, retryAfterMs: 120_000 },
    AGAIN,
  ],
  [
    '400, JSON that is no envelope',
    { status: 400, body: { error: 'no' } },
    { ...HTTP, ...REJECTED, httpStatus: 400 },
    NOT_AGAIN,
  ],
  [
    '400, an envelope with success twice',
    { status: 400, body: '{"success":true,"success":false}' },
    { ...HTTP, ...REJECTED, httpStatus: 400 },
    NOT_AGAIN,
  ],
  ['304', { status: 304 }, { ...HTTP, ...UNKNOWN, httpStatus: 304 }, NOT_AGAIN],
  ['301', { status: 301, headers: { location: '/cdkey/moved' } }, { ...HTTP, ...UNKNOWN, httpStatus: 301 }, NOT_AGAIN],
  ['307', { status: 307, headers: { location: '/cdkey/moved' } }, { ...HTTP, ...UNKNOWN, httpStatus: 307 }, NOT_AGAIN],
  // 2xx with no readable envelope
  ['200, nothing', {}, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['204', { status: 204 }, { ...BAD, httpStatus: 204, path: 'body' }, NOT_AGAIN],
  ['200, a BOM alone', { body: '\ufeff' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  [
    '200, HTML',
    { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>log in</title>' },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  [
    '200, garbage',
    { body: Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x22]) },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  ['200, null', { body: 'null' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['200, a list', { body: '[{"success":true}]' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['200, {}', { body: {} }, { ...BAD, httpStatus: 200, path: 'success' }, NOT_AGAIN],
  ['200, success "true"', { body: { success: 'true' } }, { ...BAD, httpStatus: 200, path: 'success' }, NOT_AGAIN],
  ['200, success 1', { body: { success: 1 } }, { ...BAD, httpStatus: 200, path: 'success' }, NOT_AGAIN],
  [
    '200, success twice',
    { body: '{"success":false,"success":true}' },
    { ...BAD, httpStatus: 200, path: 'success' },
    NOT_AGAIN,
  ],
  [
    '200, code twice',
    { body: '{"success":false,"code":400,"code":500}' },
    { ...BAD, httpStatus: 200, path: 'code' },
    NOT_AGAIN,
  ],
  ['200, half an envelope', { body: '{"success":true' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['200, an envelope and more', { body: '{"success":true}{' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  [
    '200, no UTF-8 in the message',
    { body: Buffer.concat([Buffer.from('{"success":true,"message":"'), Buffer.from([0xff]), Buffer.from('"}')]) },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  [
    '200, half a surrogate pair',
    { body: '{"success":true,"message":"\\ud83d"}' },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  ['200, a million levels', { body: '['.repeat(1_000_000) }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  [
    '200, an envelope in an envelope',
    { body: { data: { success: true } } },
    { ...BAD, httpStatus: 200, path: 'success' },
    NOT_AGAIN,
  ],
];

for (const [what, answer, expected, retries] of ANSWERS) {
  test(what, async (t) => {
    const { url, seen } = await service(t, answer);
    const errors = await allThree(to(url), expected, retries);
    assert.equal(seen.length, 3);
    for (const error of errors) {
      assert.ok(!error.message.includes('15916888888') && !error.message.includes(KEY), error.message);
      assert.equal(error.cause, undefined);
    }
  });
}

/** @type {[string, Answer, string | null][]} */
const SUCCESSES = [
  ["the page's", { body: TRANSFER_ANSWER }, '请求成功'],
  ['201', { status: 201, body: TRANSFER_ANSWER }, '请求成功'],
  ['whatever code says', { body: { success: true, message: 'ok', code: 500 } }, 'ok'],
  ['whatever data says', { body: { success: true, message: 'ok', data: [{ id: 5 }], totalNumber: -1 } }, 'ok'],
  ['no message', { body: { success: true } }, null],
  ['a null message', { body: { success: true, message: null } }, null],
  ['a message that is no text', { body: { success: true, message: 5 } }, null],
  ['an empty message', { body: { success: true, message: '' } }, ''],
];

for (const [what, answer, message] of SUCCESSES) {
  test(`a success of a move: ${what}`, async (t) => {
    const { url, seen } = await service(t, answer);
    assert.deepEqual(await to(url)().transfer(TRANSFER_INPUT), { message });
    assert.deepEqual(await to(url)().destroy(DESTROY_INPUT), { message });
    assert.equal(seen.length, 2);
  });
}

test('a redirect is not followed, so the key goes nowhere else', async (t) => {
  const other = await service(t, { body: TRANSFER_ANSWER });
  for (const status of [301, 302, 303, 307, 308]) {
    const { url, seen } = await service(t, { status, headers: { location: `${other.url}/cdkey/transfer` } });
    await allThree(to(url), { ...HTTP, ...UNKNOWN, httpStatus: status }, NOT_AGAIN);
    assert.equal(seen.length, 3);
  }
  assert.deepEqual(other.seen, []);
});

const NETWORK = /** @type {const} */ ({ name: 'NetworkError', code: 'network' });
const NOT_SENT = /** @type {const} */ ({ outcome: 'not_sent' });

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
  const { createServer } = await import('node:https');
  let requests = 0;
  const server = createServer({ key, cert }, (_, response) => {
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

test('a port that fetch refuses to call: it does not say whether anything was sent', async () => {
  await allThree(to('http://127.0.0.1:9'), { ...NETWORK, ...UNKNOWN }, AGAIN);
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
    const piece = Buffer.alloc(65_536, 0x20);
    const more = () => {
      while (!response.destroyed && response.write(piece)) sent += piece.length;
      sent += piece.length;
      response.once('drain', more);
    };
    response.on('close', left);
    more();
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
  const { gzipSync } = await import('node:zlib');
  const body = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  const { url } = await service(t, { headers: { 'content-encoding': 'gzip' }, body });
  checkError(await rejection(to(url)({ maxRetries: 0 }).transfer(TRANSFER_INPUT)), { ...TOO_LARGE, path: 'body' });
});

test('endless words of the service are cut', async (t) => {
  const { url } = await service(t, { body: no(400, { message: '错'.repeat(1_000_000) }) });
  const error = await rejection(to(url)().transfer(TRANSFER_INPUT));
  assert.ok((error.apiMessage ?? '').length < 2000 && error.message.length < 3000);
});

// A move goes out again only where it is certain that the first did not happen.
const ONCE = [
  { what: '500', answer: { status: 500 } },
  { what: '408', answer: { status: 408 } },
  { what: 'code 500', answer: { body: FAILURE } },
  { what: 'nothing at all', answer: {} },
  {
    what: 'a lost connection',
    answer: (/** @type {import('node:http').IncomingMessage} */ request) => request.socket.resetAndDestroy(),
  },
  { what: 'no answer in time', answer: () => {} },
  { what: '429 with success', answer: { status: 429, body: TRANSFER_ANSWER } },
  { what: '500 with code 429', answer: { status: 500, body: no(429) } },
  { what: 'code 400', answer: { body: no(400) } },
];

for (const { what, answer } of ONCE) {
  test(`a move is sent once, whatever maxRetries says: ${what}`, async (t) => {
    const { url, seen } = await service(t, answer);
    const client = to(url)({ maxRetries: 5, timeoutMs: 100 });
    assert.equal((await rejection(client.transfer(TRANSFER_INPUT))).attempts, 1);
    assert.equal((await rejection(client.destroy(DESTROY_INPUT))).attempts, 1);
    assert.equal(seen.length, 2);
  });
}
