/**
 * `createFetch` of `espai-cdkey/node`: the same outcomes as through the runtime's own fetch, by the same causes, over real
 * sockets; and what it does with its connections.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import zlib, { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { createFetch } from 'espai-cdkey/node';
import {
  CARD,
  DETAIL_ANSWER,
  DETAIL_INPUT,
  KEY,
  LIST_ANSWER,
  TRANSFER_ANSWER,
  TRANSFER_INPUT,
  wireCards,
} from '../support/page.js';
import { checkError, rejection, sleep } from '../support/check.js';
import { AGAIN, BOTH_AGAIN, NOT_AGAIN, NOT_SENT, UNKNOWN, allThree, by, to } from '../support/outcomes.js';
import { transfersWithoutDescriptors } from '../support/descriptors.js';
import { BROKEN_OFF } from '../support/handshakes.js';
import { certificate, closedPort, flood, selfSignedService, send, service, socketService } from '../support/service.js';

/** @typedef {import('espai-cdkey').CdkeyClientOptions} Options */
/** @typedef {import('espai-cdkey/node').NodeFetchOptions} FetchOptions */

const NETWORK = /** @type {const} */ ({ name: 'NetworkError', code: 'network' });
const TIMEOUT = /** @type {const} */ ({ name: 'TimeoutError', code: 'timeout', ...UNKNOWN });
const TOO_LARGE = /** @type {const} */ ({ name: 'DecodeError', code: 'response_too_large', ...UNKNOWN, path: 'body' });
const ANSWER = JSON.stringify(TRANSFER_ANSWER);

/**
 * Clients over one fetch of ours, which is closed when the test ends.
 * @param {import('../support/service.js').Test} t
 * @param {string} baseUrl
 * @param {FetchOptions} [options]
 */
function over(t, baseUrl, options) {
  const fetch = createFetch(options);
  t.after(() => fetch.close());
  return (/** @type {Partial<Options>} */ more = {}) => to(baseUrl)({ fetch, ...more });
}

/** Counts the connections that a service is given. @param {import('node:net').Server} server */
function counted(server) {
  const count = { ever: 0, now: 0, most: 0 };
  server.on('connection', (socket) => {
    count.ever += 1;
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    socket.once('close', () => {
      count.now -= 1;
    });
  });
  return count;
}

test('refused, by one address and by every address of a name: nothing was sent', async (t) => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const client = over(t, `http://${host}:${await closedPort()}`);
    const errors = await allThree(client, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
    for (const error of errors) assert.match(error.message, /ECONNREFUSED/);
    assert.equal(/** @type {any} */ (errors[0]).cause.code, 'ECONNREFUSED');
  }
});

test('a name that is not found: nothing was sent', async (t) => {
  await allThree(over(t, 'https://espai-cdkey-test.invalid'), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
});

test('a certificate that nobody signed: nothing was sent', async (t) => {
  const { url, seen } = await selfSignedService(t, { body: TRANSFER_ANSWER });
  const client = over(t, url.replace('127.0.0.1', 'localhost'));
  const [error] = await allThree(client, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.equal(/** @type {any} */ (error).cause.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  assert.deepEqual(seen, []);
});

test('a certificate that the process trusts is taken, one for another name is not', async (t) => {
  const good = certificate('localhost');
  const server = createTlsServer(good, (_, response) => send(response, { body: DETAIL_ANSWER }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const script = `import { createFetch } from 'espai-cdkey/node';
    const fetch = createFetch();
    for (const host of ['localhost', '127.0.0.1']) {
      try { console.log((await fetch('https://' + host + ':${port}/')).status); } catch (error) { console.log(error.code); }
    }`;
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-ca-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, good.cert);
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('.', import.meta.url),
    env: { ...process.env, NODE_EXTRA_CA_CERTS: ca },
    timeout: 20_000,
  });
  assert.equal(stdout, '200\nERR_TLS_CERT_ALTNAME_INVALID\n');
});

test('no file descriptor left: nothing was sent', async (t) => {
  const { url, seen } = await service(t, (_, response) => setTimeout(() => send(response, { body: ANSWER }), 300));
  const prepare = "import { createFetch } from 'espai-cdkey/node'; const fetch = createFetch({ connections: 100 });";
  const count = await transfersWithoutDescriptors(url, prepare);
  const { done = 0, 'network/not_sent/EMFILE': refused = 0 } = count;
  assert.ok(done > 0 && refused > 0, JSON.stringify(count));
  assert.deepEqual([done + refused, seen.length], [100, done], JSON.stringify(count));
});

for (const [what, broken, says] of BROKEN_OFF) {
  test(`no TLS session comes about, ${what}: nothing was sent`, async (t) => {
    const [error] = await allThree(over(t, await broken(t)), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
    assert.match(error?.message ?? '', says);
  });
}

test('a connection that is reset within the handshake: the transport knows that nothing was sent', async (t) => {
  const { url } = await socketService(t, (socket) => socket.resetAndDestroy());
  const [error] = await allThree(over(t, url.replace('http:', 'https:')), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  const cause = /** @type {any} */ (error?.cause);
  assert.deepEqual([cause.code, cause.syscall, cause.cause.code], ['ECONNRESET', 'read', 'ESPAI_NOT_SENT']);
});

/** @type {[string, (socket: import('node:net').Socket) => void][]} */
const LOST = [
  ['closed before an answer', (socket) => socket.end()],
  ['reset before an answer', (socket) => socket.resetAndDestroy()],
  ['cut within the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-ty')],
  ['cut within the body', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"succ')],
  [
    'cut within a body that already reads as a success',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${ANSWER}`),
  ],
  [
    'reset within the body',
    (socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"succ', () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      ),
  ],
  [
    'cut before the last chunk',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'),
  ],
  ['no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  [
    'packed by something else than said',
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}'),
  ],
  ...['gzip', 'deflate'].map(
    (coding) =>
      /** @type {(typeof LOST)[0]} */ ([
        `cut within a body packed as ${coding}`,
        (socket) => {
          socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: 1000\r\n\r\n`);
          socket.end(coding === 'gzip' ? gzipSync(ANSWER) : deflateRawSync(ANSWER));
        },
      ]),
  ),
  [
    'what says that it is deflate, and is nothing',
    (socket) =>
      socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: deflate\r\ncontent-length: 4\r\n\r\n\xff\xff\xff\xff', 'latin1'),
  ],
];

for (const [what, speak] of LOST) {
  test(`lost, and sent once: ${what}`, async (t) => {
    const { url, connections } = await socketService(t, speak);
    await allThree(over(t, url), { ...NETWORK, ...UNKNOWN }, AGAIN);
    assert.equal(connections(), 3);
  });
}

test('lost on a connection that served before: it is not sent again on a new one', async (t) => {
  const { url, seen } = await service(t, { body: TRANSFER_ANSWER }, (request) => request.socket.resetAndDestroy());
  const client = over(t, url)();
  await client.transfer(TRANSFER_INPUT);
  checkError(await rejection(client.transfer(TRANSFER_INPUT)), { ...NETWORK, ...UNKNOWN, attempts: 1 });
  await sleep(50);
  assert.equal(seen.length, 2);
});

test('a read that was lost is tried again, by the client alone', async (t) => {
  const { url, seen } = await service(t, (request) => request.socket.resetAndDestroy(), { body: DETAIL_ANSWER });
  assert.deepEqual(await over(t, url)().detail(DETAIL_INPUT), CARD);
  assert.equal(seen.length, 2);
});

test('out of time before the answer and within it; the connections are given up', async (t) => {
  /** @type {string[]} */
  const closed = [];
  const { url, seen } = await service(t, (request, response) => {
    request.socket.once('close', () => {
      closed.push('socket');
    });
    if (seen.length > 3) response.writeHead(200).write('{"success":true');
  });
  const client = over(t, url);
  for (let half = 0; half < 2; half += 1) {
    await allThree((options) => client({ timeoutMs: 80, ...options }), TIMEOUT, AGAIN);
  }
  assert.equal(seen.length, 6);
  for (let tries = 0; closed.length < 6 && tries < 200; tries += 1) await sleep(10);
  assert.equal(closed.length, 6);
});

test('aborted under way, within the body, and before: the reason comes back', async (t) => {
  const { url, seen } = await service(
    t,
    () => {},
    (_, response) => void response.writeHead(200).write('{"success":true'),
  );
  const client = over(t, url)();
  for (const count of [1, 2]) {
    const controller = new AbortController();
    const call = rejection(client.transfer(TRANSFER_INPUT, { signal: controller.signal }));
    while (seen.length < count) await sleep(2);
    await sleep(20);
    controller.abort('enough');
    const error = await call;
    checkError(error, { name: 'AbortError', code: 'aborted', ...UNKNOWN, attempts: 1 });
    assert.equal(error.cause, 'enough');
  }
  const fetch = createFetch();
  const mine = new Error('mine');
  await assert.rejects(fetch(url, { signal: AbortSignal.abort(mine) }), (/** @type {any} */ error) => {
    assert.deepEqual([error.name, error.code, error.cause], ['AbortError', 'ESPAI_NOT_SENT', mine]);
    return /mine/.test(error.message);
  });
  await fetch.close();
  assert.equal(seen.length, 2);
});

test('calls that wait for a connection until their deadline, or an abort, were not sent', async (t) => {
  const { url, seen, server } = await service(t, (_, response) =>
    setTimeout(() => send(response, { body: ANSWER }), 400),
  );
  const connections = counted(server);
  const client = over(t, url, { connections: 1 });
  const first = client().transfer(TRANSFER_INPUT);
  const late = allThree((options) => client({ timeoutMs: 60, ...options }), { ...TIMEOUT, ...NOT_SENT }, BOTH_AGAIN);
  const signal = AbortSignal.timeout(60);
  const aborted = await rejection(client().transfer(TRANSFER_INPUT, { signal }));
  checkError(aborted, { name: 'AbortError', code: 'aborted', ...NOT_SENT, retryable: false, attempts: 1 });
  assert.equal(aborted.cause, signal.reason);
  await late;
  assert.deepEqual(await first, { message: TRANSFER_ANSWER.message });
  // Those that were given up cost no connection when their turn comes.
  assert.deepEqual(await client().transfer(TRANSFER_INPUT), { message: TRANSFER_ANSWER.message });
  assert.deepEqual([seen.length, connections.ever], [2, 1]);
});

test('a call that waits for a connection too long is sent later, and once', async (t) => {
  const { url, seen } = await service(t, (_, response) => setTimeout(() => send(response, { body: ANSWER }), 300), {
    body: ANSWER,
  });
  const client = over(t, url, { connections: 1 });
  const first = client()
    .detail(DETAIL_INPUT)
    .catch(() => {});
  /** @type {string[]} */
  const told = [];
  const waiting = client({
    timeoutMs: 150,
    maxRetries: 9,
    onEvent: ({ type, outcome }) => told.push(`${type} ${outcome}`),
  });
  await waiting.transfer(TRANSFER_INPUT);
  await first;
  assert.ok(told.includes('retry not_sent'), told.join());
  assert.equal(seen.filter(({ url: path }) => path.endsWith('/transfer')).length, 1);
});

test('a call whose connection never comes about was not sent', async (t) => {
  // A listener that takes connections and says nothing, where a client's first words ask for an answer.
  const { url } = await socketService(t, () => {});
  const client = over(t, url.replace('http:', 'https:'));
  await allThree((options) => client({ timeoutMs: 80, ...options }), { ...TIMEOUT, ...NOT_SENT }, BOTH_AGAIN);
});

test('what a fetch around it does is no matter; one that says nothing leaves it open', async (t) => {
  const { url } = await service(t, () => {});
  const fetch = createFetch({ connections: 1 });
  const occupied = new AbortController();
  t.after(() => {
    occupied.abort();
    return fetch.close();
  });
  const taken = rejection(to(url)({ fetch }).detail(DETAIL_INPUT, { signal: occupied.signal }));
  /** @type {Record<string, [import('espai-cdkey').Fetch, string]>} */
  const fetches = {
    plain: [(given, init) => fetch(given, init), 'not_sent'],
    awaited: [async (given, init) => await fetch(given, init), 'not_sent'],
    caught: [
      async (given, init) => {
        try {
          return await (async () => await (async () => await fetch(given, init))())();
        } catch (cause) {
          throw new Error('mine', { cause });
        }
      },
      'not_sent',
    ],
    'told nothing': [(given, { signal: _, ...init }) => fetch(given, init), 'unknown'],
    'never settling': [() => new Promise(() => {}), 'unknown'],
    late: [
      async (given, init) => {
        try {
          return await fetch(given, init);
        } catch (error) {
          await sleep(30);
          throw error;
        }
      },
      'unknown',
    ],
    'an answer, now that nobody waits': [
      (_, { signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => {
            resolve(new Response('{"success":false,"code":400}'));
          });
        }),
      'unknown',
    ],
  };
  for (const [what, [fetchOf, outcome]] of Object.entries(fetches)) {
    const error = await rejection(by(fetchOf, { baseUrl: url, timeoutMs: 40 }).transfer(TRANSFER_INPUT));
    checkError(error, { ...TIMEOUT, outcome, attempts: 1 });
    assert.equal(error.outcome, outcome, what);
  }
  occupied.abort();
  await taken;
});

test('a redirect is not followed', async (t) => {
  const elsewhere = await service(t, { body: TRANSFER_ANSWER });
  const { url } = await service(t, { status: 302, headers: { location: elsewhere.url } });
  await allThree(over(t, url), { name: 'HttpError', code: 'http_status', ...UNKNOWN, httpStatus: 302 }, NOT_AGAIN);
  assert.deepEqual(elsewhere.seen, []);
});

test('a busy service: a read is tried again when it says, a move is not', async (t) => {
  const busy = { status: 503, headers: { 'Retry-After': '0' } };
  const { url, seen } = await service(t, busy, { body: DETAIL_ANSWER }, busy);
  const client = over(t, url)();
  assert.deepEqual(await client.detail(DETAIL_INPUT), CARD);
  const error = await rejection(client.transfer(TRANSFER_INPUT));
  checkError(error, {
    name: 'HttpError',
    code: 'http_status',
    ...UNKNOWN,
    httpStatus: 503,
    retryAfterMs: 0,
    attempts: 1,
  });
  assert.equal(seen.length, 3);
});

test('an answer without a body', async (t) => {
  const { url } = await service(t, { status: 204 });
  const none = { name: 'DecodeError', code: 'bad_response', ...UNKNOWN, httpStatus: 204, path: 'body' };
  await allThree(over(t, url), none, NOT_AGAIN);
});

test('too large: by one byte, and without end; it is left, not read on', { timeout: 20_000 }, async (t) => {
  const exact = Buffer.byteLength(ANSWER);
  const small = over(t, (await service(t, { body: TRANSFER_ANSWER })).url);
  await small({ maxResponseBytes: exact }).transfer(TRANSFER_INPUT);
  const tooLarge = { ...TOO_LARGE, httpStatus: 200 };
  checkError(await rejection(small({ maxResponseBytes: exact - 1 }).transfer(TRANSFER_INPUT)), tooLarge);

  let sent = 0;
  /** @type {(value: unknown) => void} */
  let left = () => {};
  const gone = new Promise((resolve) => {
    left = resolve;
  });
  const endless = await service(t, (_, response) => {
    response.on('close', left);
    flood(response, (bytes) => (sent += bytes));
  });
  const client = over(t, endless.url)({ maxResponseBytes: 1_000_000 });
  checkError(await rejection(client.transfer(TRANSFER_INPUT)), tooLarge);
  await gone;
  assert.ok(sent < 30_000_000, `${sent} bytes were taken`);
});

test('a list of 9,999 cards comes whole', async (t) => {
  const { url } = await service(t, { body: { ...LIST_ANSWER, data: wireCards(9999), totalNumber: 9999 } });
  const { cards } = await over(t, url)().list();
  assert.equal(cards.length, 9999);
  assert.equal(cards[9998]?.apiLimit, 9998);
});

/** @typedef {(bytes: string | Buffer) => Buffer} Pack */
/** @type {Pack | undefined} Node has it from 22.15 on; its own `fetch` unpacks it since 24. */
const zstdCompressSync = Reflect.get(zlib, 'zstdCompressSync');

test('what comes packed unasked is unpacked, as the global fetch unpacks it; nothing asks for it', async (t) => {
  /** @type {[string, Pack][]} */
  const codings = [
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    // Without zlib's two bytes before it, as some servers send it.
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    ['deflate, gzip', (text) => gzipSync(deflateRawSync(text))],
    ['gzip, deflate', (text) => deflateRawSync(gzipSync(text))],
    ...(zstdCompressSync ? [/** @type {[string, Pack]} */ (['zstd', zstdCompressSync])] : []),
  ];
  for (const [coding, pack] of codings) {
    const { url, seen } = await service(t, { headers: { 'content-encoding': coding }, body: pack(ANSWER) });
    for (const client of coding === 'zstd' ? [over(t, url)] : [over(t, url), to(url)]) {
      assert.deepEqual(await client().transfer(TRANSFER_INPUT), { message: TRANSFER_ANSWER.message }, coding);
    }
    assert.equal(seen[0]?.headers['accept-encoding'], undefined);
  }
});

test('a packed body that comes byte by byte is unpacked; an empty one is none', async (t) => {
  for (const pack of [deflateSync, deflateRawSync]) {
    const { url } = await service(t, async (_, response) => {
      response.writeHead(200, { 'content-encoding': 'deflate' });
      for (const byte of pack(ANSWER)) {
        response.write(Buffer.of(byte));
        await sleep(0);
      }
      response.end();
    });
    assert.deepEqual(await over(t, url)().transfer(TRANSFER_INPUT), { message: TRANSFER_ANSWER.message });
  }
  const { url } = await service(t, { headers: { 'content-encoding': 'deflate' } });
  const none = { name: 'DecodeError', code: 'bad_response', ...UNKNOWN, httpStatus: 200, path: 'body' };
  await allThree(over(t, url), none, NOT_AGAIN);
});

test('a bomb is left when its size shows, however it is packed', async (t) => {
  const bytes = Buffer.alloc(64 * 1024 * 1024, 0x20);
  for (const [coding, pack] of /** @type {[string, Pack][]} */ ([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])) {
    const { url } = await service(t, { headers: { 'content-encoding': coding }, body: pack(bytes) });
    checkError(await rejection(over(t, url)().transfer(TRANSFER_INPUT)), { ...TOO_LARGE, httpStatus: 200 });
  }
});

test('one connection serves one call after another', async (t) => {
  const { url, seen, server } = await service(t, { body: DETAIL_ANSWER });
  const connections = counted(server);
  const client = over(t, url)();
  for (let call = 0; call < 20; call += 1) await client.detail(DETAIL_INPUT);
  assert.equal(seen.length, 20);
  assert.equal(connections.ever, 1);
  assert.equal(seen[0]?.headers['authorization'], KEY);
  assert.equal(seen[0]?.headers['content-type'], 'application/json');
});

test('200 calls at once share the connections there are', async (t) => {
  const { url, seen, server } = await service(t, (_, response, { body }) => {
    const data = { ...DETAIL_ANSWER.data, code: JSON.parse(body).code };
    setTimeout(() => send(response, { body: { ...DETAIL_ANSWER, data } }), 2);
  });
  const connections = counted(server);
  const client = over(t, url, { connections: 4 })();
  const codes = Array.from({ length: 200 }, (_, index) => `c${index}`);
  const cards = await Promise.all(codes.map((code) => client.detail({ ...DETAIL_INPUT, code })));
  assert.deepEqual(
    cards.map(({ code }) => code),
    codes,
  );
  assert.equal(seen.length, 200);
  assert.ok(connections.most > 1 && connections.most <= 4, `${connections.most} connections`);
});

test('an unused connection is kept as long as asked, and not at all for 0', async (t) => {
  const { url, server } = await service(t, { body: DETAIL_ANSWER });
  const connections = counted(server);
  const none = over(t, url, { keepAliveMs: 0 })();
  for (let call = 0; call < 3; call += 1) await none.detail(DETAIL_INPUT);
  assert.equal(connections.ever, 3);
  await over(t, url, { keepAliveMs: 100 })().detail(DETAIL_INPUT);
  for (let tries = 0; connections.now > 0 && tries < 300; tries += 1) await sleep(10);
  assert.equal(connections.now, 0);
});

test('close() waits for what is under way, closes the connections, and ends it', async (t) => {
  const { url, seen, server } = await service(t, (_, response) =>
    setTimeout(() => send(response, { body: ANSWER }), 100),
  );
  const connections = counted(server);
  const fetch = createFetch({ connections: 1 });
  const client = by(fetch, { baseUrl: url });
  const calls = Promise.all([client.transfer(TRANSFER_INPUT), client.transfer(TRANSFER_INPUT)]);
  while (seen.length === 0) await sleep(2);
  const closing = fetch.close();
  const late = await rejection(client.transfer(TRANSFER_INPUT));
  assert.equal(late.name, 'NetworkError');
  assert.match(late.message, /close\(\) was called/);
  await closing;
  assert.equal((await calls).length, 2);
  await fetch.close();
  for (let tries = 0; connections.now > 0 && tries < 200; tries += 1) await sleep(10);
  assert.equal(connections.now, 0);
  assert.equal(seen.length, 2);
  await createFetch().close();
});

for (const [type, load] of /** @type {const} */ ([
  ['module', "import { createFetch } from 'espai-cdkey/node'; import { CdkeyClient } from 'espai-cdkey';"],
  ['commonjs', "const { createFetch } = require('espai-cdkey/node'); const { CdkeyClient } = require('espai-cdkey');"],
])) {
  test(`a ${type} script ends by itself, its connections not closed`, async (t) => {
    const { url } = await service(t, { body: DETAIL_ANSWER });
    const script = `${load}
      const client = new CdkeyClient({ apiKey: process.env.KEY, baseUrl: process.env.URL, fetch: createFetch() });
      client.detail(${JSON.stringify(DETAIL_INPUT)}).then((card) => console.log(card.code));`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [`--input-type=${type}`, '-e', script], {
      cwd: new URL('.', import.meta.url),
      env: { ...process.env, KEY, URL: url },
      timeout: 20_000,
    });
    assert.deepEqual({ stdout, stderr }, { stdout: `${CARD.code}\n`, stderr: '' });
  });
}

test("the global fetch stays the runtime's own", async () => {
  // Newer versions of Node make it when something first needs it: here, that it is looked at.
  const script = `await fetch('data:,');
    const before = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'));
    await import('espai-cdkey/node');
    console.log(before === Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('.', import.meta.url),
  });
  assert.equal(stdout, 'true\n');
});

/** @type {[string, unknown, string][]} */
const WRONG = [
  ['no object', 5, 'options'],
  ['null', null, 'options'],
  ['an array', [], 'options'],
  ['no connection', { connections: 0 }, 'connections'],
  ['half a connection', { connections: 1.5 }, 'connections'],
  ['connections as text', { connections: '4' }, 'connections'],
  ['connections without end', { connections: Infinity }, 'connections'],
  ['null connections', { connections: null }, 'connections'],
  ['a bigint', { connections: 4n }, 'connections'],
  ['a negative time', { keepAliveMs: -1 }, 'keepAliveMs'],
  ['NaN', { keepAliveMs: NaN }, 'keepAliveMs'],
  ['a time that no timer can wait', { keepAliveMs: 2 ** 31 }, 'keepAliveMs'],
  ['no time to connect', { connectTimeoutMs: 0 }, 'connectTimeoutMs'],
  ['a time to connect as text', { connectTimeoutMs: '10' }, 'connectTimeoutMs'],
  ['a proxy that is none', { proxy: `socks5://user:${KEY}@127.0.0.1` }, 'proxy'],
  ['an authority that is none', { ca: KEY }, 'ca'],
  ['an unknown option', { keepAlive: 5 }, 'keepAlive'],
  ['a name of every object', { toString: 5 }, 'toString'],
  ['a key as a key', { [KEY]: 5 }, '***'],
  [
    'a getter that throws',
    {
      get connections() {
        throw new Error(KEY);
      },
    },
    'options',
  ],
];

for (const [from, make] of /** @type {[string, typeof createFetch][]} */ ([
  ['import', createFetch],
  ['require', createRequire(import.meta.url)('espai-cdkey/node').createFetch],
])) {
  test(`wrong options are refused (${from})`, async () => {
    for (const [what, options, path] of WRONG) {
      const error = await rejection(() => make(/** @type {any} */ (options)));
      const fixed = { name: 'ValidationError', code: 'invalid_config', ...NOT_SENT, endpoint: null, attempts: 0 };
      checkError(error, { ...fixed, retryable: false, path });
      assert.ok(!error.message.includes(KEY), what);
    }
    const none = { connectTimeoutMs: undefined, proxy: undefined, ca: undefined, cert: undefined, key: undefined };
    await make({ connections: undefined, keepAliveMs: undefined, ...none }).close();
  });
}
