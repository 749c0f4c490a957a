/**
 * `createFetch` called as a fetch: by users themselves, and by a client that is given it in a wrapping of theirs. The
 * outcomes are the same.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { createFetch } from 'espai-cdkey/node';
import {
  CARD,
  DETAIL_ANSWER,
  DETAIL_INPUT,
  LIST_ANSWER,
  TRANSFER_ANSWER,
  TRANSFER_INPUT,
  wireCards,
} from '../support/page.js';
import { checkError, rejection, sleep } from '../support/check.js';
import { AGAIN, BOTH_AGAIN, NOT_SENT, UNKNOWN, allThree, to } from '../support/outcomes.js';
import { closedPort, flood, send, service, socketService } from '../support/service.js';

const ANSWER = JSON.stringify(TRANSFER_ANSWER);
const NETWORK = /** @type {const} */ ({ name: 'NetworkError', code: 'network' });

/** @param {import('../support/service.js').Test} t */
function ours(t) {
  const fetch = createFetch();
  t.after(() => fetch.close());
  return fetch;
}

/**
 * @param {import('../support/service.js').Test} t
 * @param {string} baseUrl
 */
function wrapped(t, baseUrl) {
  const fetch = ours(t);
  return (/** @type {Partial<import('espai-cdkey').CdkeyClientOptions>} */ more = {}) =>
    to(baseUrl)({ fetch: (url, init) => fetch(url, init), ...more });
}

/** @param {import('espai-cdkey/node').NodeAnswer} answer */
async function bytesOf(answer) {
  const pieces = [];
  for await (const piece of answer.body ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('a client over a wrapping of it: calls, and a list of 9,999 cards', async (t) => {
  const { url } = await service(t, (request, response) => {
    const body = request.url?.endsWith('/list')
      ? { ...LIST_ANSWER, totalNumber: 9999, data: wireCards(9999) }
      : DETAIL_ANSWER;
    send(response, { body });
  });
  const client = wrapped(t, url)();
  assert.deepEqual(await client.detail(DETAIL_INPUT), CARD);
  assert.equal((await client.list()).cards.length, 9999);
});

test('refused, lost, cut and late: the outcomes that it has by itself', async (t) => {
  await allThree(wrapped(t, `http://127.0.0.1:${await closedPort()}`), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  const cut = await socketService(t, (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${ANSWER}`),
  );
  await allThree(wrapped(t, cut.url), { ...NETWORK, ...UNKNOWN }, AGAIN);
  const late = await service(t, (_, response) => void response.writeHead(200).write('{"success":true'));
  const client = wrapped(t, late.url);
  const timeout = /** @type {const} */ ({ name: 'TimeoutError', code: 'timeout', ...UNKNOWN });
  await allThree((options) => client({ timeoutMs: 80, ...options }), timeout, AGAIN);
});

test('a signal ends it under way and within the body, with its own reason; the connection is given up', async (t) => {
  /** @type {string[]} */
  const closed = [];
  const { url } = await service(
    t,
    (request) => void request.socket.once('close', () => closed.push('socket')),
    (request, response) => {
      request.socket.once('close', () => closed.push('socket'));
      response.writeHead(200).write('{"success":true');
    },
  );
  const fetch = ours(t);
  const before = new AbortController();
  const call = fetch(url, { signal: before.signal });
  await sleep(50);
  before.abort(new Error('mine'));
  await assert.rejects(call, /mine/);
  const within = new AbortController();
  const answer = await fetch(url, { signal: within.signal });
  assert.equal(answer.status, 200);
  const reading = bytesOf(answer);
  within.abort(new Error('mine too'));
  await assert.rejects(reading, /mine too/);
  for (let tries = 0; closed.length < 2 && tries < 200; tries += 1) await sleep(10);
  assert.equal(closed.length, 2);
});

test('headers in any case, packed bodies, none', async (t) => {
  const { url } = await service(
    t,
    { headers: { 'content-encoding': 'gzip', 'X-Two': 'b' }, body: gzipSync(ANSWER) },
    { headers: { 'content-encoding': 'br' }, body: brotliCompressSync(ANSWER) },
    { status: 204 },
  );
  const fetch = ours(t);
  const first = await fetch(url);
  assert.deepEqual([first.headers.get('X-TWO'), first.headers.get('none')], ['b', null]);
  assert.equal((await bytesOf(first)).toString(), ANSWER);
  assert.equal((await bytesOf(await fetch(url))).toString(), ANSWER);
  const none = await fetch(url);
  assert.deepEqual([none.status, none.body], [204, null]);
});

test('who does not read is not flooded; who leaves frees the connection', { timeout: 20_000 }, async (t) => {
  let sent = 0;
  /** @type {string[]} */
  const closed = [];
  const { url } = await service(t, (_, response) => {
    response.on('close', () => closed.push('response'));
    flood(response, (bytes) => (sent += bytes));
  });
  const answer = await ours(t)(url);
  await sleep(300);
  const waiting = sent;
  await sleep(200);
  assert.equal(sent, waiting);
  assert.ok(sent < 30_000_000, `${sent} bytes were taken`);
  for await (const piece of answer.body ?? []) {
    assert.ok(piece.length > 0);
    break;
  }
  for (let tries = 0; closed.length === 0 && tries < 200; tries += 1) await sleep(10);
  assert.equal(closed.length, 1);
});

test('who does not read is not flooded by what a packed body unpacks to', async (t) => {
  for (const [coding, pack] of /** @type {const} */ ([
    ['gzip', gzipSync],
    ['deflate', deflateRawSync],
  ])) {
    await t.test(coding, (inner) => unread(inner, coding, pack(Buffer.alloc(64 * 1024 * 1024, 0x20))));
  }
});

/**
 * @param {import('node:test').TestContext} t
 * @param {string} coding
 * @param {Buffer} bomb
 */
async function unread(t, coding, bomb) {
  const { url } = await service(t, { headers: { 'content-encoding': coding }, body: bomb });
  const { prototype } = ReadableStreamDefaultController;
  const { enqueue } = prototype;
  let waiting = 0;
  /**
   * @this {ReadableStreamDefaultController}
   * @param {Uint8Array} piece
   */
  function count(piece) {
    waiting += piece.length;
    enqueue.call(this, piece);
  }
  const counted = t.mock.method(prototype, 'enqueue', count);
  const fetch = ours(t);
  // Of one whose body nobody has asked for there is no stream yet: nothing but a few buffers may wait.
  const before = process.memoryUsage().arrayBuffers;
  const untouched = await fetch(url);
  await sleep(500);
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 16_000_000, `${grown} bytes wait`);
  assert.equal((await untouched.bytesUpTo(64 * 1024 * 1024))?.length, 64 * 1024 * 1024);

  const answer = await fetch(url);
  const body = answer.body ?? [];
  await sleep(500);
  assert.ok(waiting > 0 && waiting < 1_000_000, `${waiting} bytes wait`);
  counted.mock.restore();
  let length = 0;
  for await (const piece of body) length += piece.length;
  assert.equal(length, 64 * 1024 * 1024);
}

test('what cannot be sent is refused', async (t) => {
  const fetch = ours(t);
  await assert.rejects(fetch('ftp://127.0.0.1/'), /Only http and https/);
  await assert.rejects(fetch('http://127.0.0.1:2/', { body: /** @type {any} */ (5) }), /text or bytes/);
  await assert.rejects(fetch('nonsense'), TypeError);
  const client = to('http://127.0.0.1:8')({ fetch });
  await fetch.close();
  checkError(await rejection(client.transfer(TRANSFER_INPUT)), {
    ...NETWORK,
    ...NOT_SENT,
    retryable: true,
    attempts: 3,
  });
});

test('all bytes at once: as many as are allowed, or null and the connection is given up; once only', async (t) => {
  const { url } = await service(t, { body: 'x'.repeat(1000) });
  const fetch = ours(t);
  const bytes = async (/** @type {number} */ most) => (await fetch(url)).bytesUpTo(most);
  assert.equal((await bytes(1000))?.length, 1000);
  assert.equal(await bytes(999), null);
  const answer = await fetch(url);
  await answer.bytesUpTo(1000);
  await assert.rejects(answer.bytesUpTo(1000), TypeError);
});
