/**
 * `createFetch` behind a proxy, through real ones: tunnels, passwords, refusals, and what the environment names.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { env } from 'node:process';
import { test } from 'node:test';
import { inspect, promisify } from 'node:util';
import { createFetch } from 'espai-cdkey/node';
import { CARD, DETAIL_ANSWER, DETAIL_INPUT, KEY, TRANSFER_ANSWER, TRANSFER_INPUT } from '../support/page.js';
import { checkError, rejection, sleep } from '../support/check.js';
import { AGAIN, BOTH_AGAIN, NOT_SENT, UNKNOWN, allThree, to } from '../support/outcomes.js';
import { certificate, closedPort, send, service, socketService } from '../support/service.js';

/** @typedef {import('../support/service.js').Test} Test */
/** @typedef {import('espai-cdkey').CdkeyClientOptions} Options */
/** @typedef {import('espai-cdkey/node').NodeFetchOptions} FetchOptions */

const NETWORK = /** @type {const} */ ({ name: 'NetworkError', code: 'network' });
const USER = 'user';
const PASSWORD = 'pass:word%';

/**
 * A proxy as companies have them.
 * @param {Test} t
 * @param {object} [how]
 * @param {{ user: string, password: string }} [how.wants]
 * @param {number[]} [how.refuses] Statuses in the place of its first tunnels; the last one is repeated where it is the only one.
 * @param {(socket: import('node:stream').Duplex) => void} [how.speaks] In the place of any answer.
 * @param {{ key: string, cert: string }} [how.tls]
 */
async function proxyServer(t, { wants, refuses = [], speaks, tls } = {}) {
  /** @type {{ target: string, headers: import('node:http').IncomingHttpHeaders }[]} */
  const tunnels = [];
  /** @type {string[]} */
  const requests = [];
  const server = tls ? createTlsServer(tls) : createServer();
  server.on('request', (request, response) => {
    requests.push(request.url ?? '');
    response.writeHead(405).end();
  });
  server.on('connect', (request, socket, head) => {
    socket.on('error', () => {});
    tunnels.push({ target: request.url ?? '', headers: request.headers });
    if (speaks) {
      speaks(socket);
      return;
    }
    const refused = refuses.length === 1 ? refuses[0] : refuses[tunnels.length - 1];
    const right = wants && `Basic ${Buffer.from(`${wants.user}:${wants.password}`).toString('base64')}`;
    if (refused !== undefined || (right && request.headers['proxy-authorization'] !== right)) {
      socket.end(`HTTP/1.1 ${refused ?? 407} No\r\nproxy-authenticate: Basic\r\ncontent-length: 4\r\n\r\nno!\n`);
      return;
    }
    const [, host = '', port] = /^(.+):(\d+)$/.exec(request.url ?? '') ?? [];
    // Whatever the name: nothing but this machine is called.
    const behind = connect(Number(port), host.endsWith('.test') ? '127.0.0.1' : host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    behind.on('error', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    t.after(() => {
      socket.destroy();
      behind.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `${tls ? 'https' : 'http'}://localhost:${port}`, host: `localhost:${port}`, tunnels, requests };
}

/**
 * @param {Test} t
 * @param {string} baseUrl
 * @param {FetchOptions} options
 */
function over(t, baseUrl, options) {
  const fetch = createFetch(options);
  t.after(() => fetch.close());
  return (/** @type {Partial<Options>} */ more = {}) => to(baseUrl)({ fetch, allowInsecureHttp: true, ...more });
}

/**
 * A service over TLS, under a name that only the proxy knows.
 * @param {Test} t
 * @param {import('node:https').ServerOptions} [options]
 * @param {import('node:http').RequestListener} [listener]
 */
async function tlsService(t, options, listener = (_, response) => send(response, { body: DETAIL_ANSWER })) {
  const made = certificate('service.test');
  const server = createTlsServer({ ...made, ...options }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `https://service.test:${port}`, target: `service.test:${port}`, ca: made.cert };
}

test('a service over TLS: one tunnel serves one call after another, and the proxy reads nothing', async (t) => {
  const { url, target, ca } = await tlsService(t);
  const { address, tunnels, requests } = await proxyServer(t);
  const client = over(t, url, { proxy: address, ca })();
  for (let call = 0; call < 5; call += 1) assert.deepEqual(await client.detail(DETAIL_INPUT), CARD);
  assert.deepEqual(
    tunnels.map((tunnel) => tunnel.target),
    [target],
  );
  assert.ok(!inspect(tunnels).includes(KEY));
  assert.deepEqual(requests, []);
});

test('a service over plain http has a tunnel, too', async (t) => {
  const { url, seen } = await service(t, { body: DETAIL_ANSWER });
  const { address, tunnels, requests } = await proxyServer(t);
  const client = over(t, url, { proxy: address })();
  assert.deepEqual(await Promise.all([client.detail(DETAIL_INPUT), client.detail(DETAIL_INPUT)]), [CARD, CARD]);
  assert.equal(seen[0]?.headers.host, new URL(url).host);
  assert.equal(seen[0]?.headers['proxy-authorization'], undefined);
  assert.equal(tunnels[0]?.target, new URL(url).host);
  assert.deepEqual(requests, []);
});

test('an address without a scheme, and one with a slash at its end', async (t) => {
  const { url, seen } = await service(t, { body: DETAIL_ANSWER });
  const { address, host } = await proxyServer(t);
  for (const proxy of [host, `${address}/`]) await over(t, url, { proxy })().detail(DETAIL_INPUT);
  assert.equal(seen.length, 2);
});

test('a proxy that is spoken to over TLS', async (t) => {
  const { url, ca } = await tlsService(t);
  const tls = certificate('localhost');
  const { address, tunnels } = await proxyServer(t, { tls });
  assert.deepEqual(await over(t, url, { proxy: address, ca: [ca, tls.cert] })().detail(DETAIL_INPUT), CARD);
  assert.equal(tunnels.length, 1);
  const [error] = await allThree(over(t, url, { proxy: address, ca }), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.match(error?.message ?? '', /The proxy https:\/\/localhost:\d+ made no connection: self-signed certificate/);
  // Its certificate is for another name.
  const other = await proxyServer(t, { tls: certificate('other.test') });
  const client = over(t, url, { proxy: other.address, ca: other.address && tls.cert });
  await allThree(client, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
});

test('a proxy that wants a password is given it, and nobody else', async (t) => {
  const { url, seen } = await service(t, { body: DETAIL_ANSWER });
  const proxy = await proxyServer(t, { wants: { user: USER, password: PASSWORD } });
  const withUser = (/** @type {string} */ user) => ({ proxy: proxy.address.replace('//', `//${user}@`) });
  await over(t, url, withUser(`${USER}:${encodeURIComponent(PASSWORD)}`))().detail(DETAIL_INPUT);
  assert.ok(!inspect(seen).includes(PASSWORD));
  const lonely = await proxyServer(t, { wants: { user: USER, password: '' } });
  await over(t, url, { proxy: lonely.address.replace('//', `//${USER}@`) })().detail(DETAIL_INPUT);
  assert.equal(seen.length, 2);

  for (const [given, secrets] of /** @type {[FetchOptions, string[]][]} */ ([
    [{ proxy: proxy.address }, []],
    [withUser('somebody:s3cr3t'), ['somebody', 's3cr3t', Buffer.from('somebody:s3cr3t').toString('base64')]],
  ])) {
    const [error] = await allThree(over(t, url, given), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
    assert.match(error?.message ?? '', /The proxy http:\/\/localhost:\d+ wants a user and a password.*HTTP 407/);
    const shown = [error?.message, error?.stack, inspect(error, { depth: 9 }), JSON.stringify(error)].join();
    for (const secret of secrets) assert.ok(!shown.includes(secret), secret);
  }
  assert.equal(seen.length, 2);
});

/** @type {[string, Parameters<typeof proxyServer>[1], RegExp][]} */
const REFUSING = [
  ['403', { refuses: [403] }, /does not allow connections to this service \(HTTP 403\)/],
  ['502', { refuses: [502] }, /could not connect to the service \(HTTP 502\)/],
  ['a redirect', { refuses: [302] }, /refused the connection \(HTTP 302\)/],
  ['500', { refuses: [500] }, /refused the connection \(HTTP 500\)/],
  ['closed', { speaks: (socket) => socket.end() }, /made no connection: other side closed/],
  ['cut', { speaks: (socket) => socket.destroy() }, /made no connection: /],
  ['no HTTP', { speaks: (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n') }, /made no connection: /],
  ['silent', { speaks: () => {} }, /made no connection: Headers Timeout/],
];

for (const [what, how, says] of REFUSING) {
  test(`a proxy that makes no tunnel, ${what}: nothing was sent, and the error names it`, async (t) => {
    const { url, seen } = await service(t, { body: TRANSFER_ANSWER });
    const { address } = await proxyServer(t, how);
    const client = over(t, url, { proxy: address, connectTimeoutMs: 300 });
    for (const error of await allThree(client, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN)) {
      assert.match(error.message, says);
      assert.ok(error.message.includes(address));
      assert.equal(/** @type {any} */ (error.cause).code, 'ESPAI_NOT_SENT');
    }
    assert.deepEqual(seen, []);
  });
}

test('no proxy there: nothing was sent, and the error names it', async (t) => {
  const { url } = await service(t, { body: TRANSFER_ANSWER });
  for (const [proxy, says] of /** @type {[string, RegExp][]} */ ([
    [
      `http://127.0.0.1:${await closedPort()}`,
      /The proxy http:\/\/127.0.0.1:\d+ made no connection: connect ECONNREFUSED/,
    ],
    ['http://espai-cdkey-test.invalid:3128', /espai-cdkey-test.invalid:3128 made no connection: getaddrinfo/],
  ])) {
    const [error] = await allThree(over(t, url, { proxy }), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
    assert.match(error?.message ?? '', says);
  }
});

test('a proxy that refuses once: the transfer is sent, once', async (t) => {
  const { url, seen } = await service(t, { body: TRANSFER_ANSWER });
  const { address, tunnels } = await proxyServer(t, { refuses: [503, 502] });
  await over(t, url, { proxy: address })().transfer(TRANSFER_INPUT);
  assert.deepEqual([tunnels.length, seen.length], [3, 1]);
});

test('lost within a tunnel: unknown, once something was sent', async (t) => {
  const { address } = await proxyServer(t);
  const lost = await socketService(t, (socket) => socket.end());
  await allThree(over(t, lost.url, { proxy: address }), { ...NETWORK, ...UNKNOWN }, AGAIN);
  assert.equal(lost.connections(), 3);
  // The same within the handshake: nothing was sent.
  const client = over(t, lost.url.replace('http:', 'https:'), { proxy: address });
  await allThree(client, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
});

test('the certificate of the service is looked at through a tunnel as without', async (t) => {
  const { url, ca } = await tlsService(t);
  const { address } = await proxyServer(t);
  const [error] = await allThree(over(t, url, { proxy: address }), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.equal(/** @type {any} */ (error).cause.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  const elsewhere = over(t, url.replace('service.test', 'other.test'), { proxy: address, ca });
  const [other] = await allThree(elsewhere, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.equal(/** @type {any} */ (other).cause.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
});

test('the options hold behind a proxy: connections, the queue, close()', async (t) => {
  const { url, seen } = await service(t, (_, response) =>
    setTimeout(() => send(response, { body: TRANSFER_ANSWER }), 300),
  );
  const { address, tunnels } = await proxyServer(t);
  const fetch = createFetch({ proxy: address, connections: 1 });
  const client = to(url)({ fetch, maxRetries: 0 });
  const first = client.transfer(TRANSFER_INPUT);
  const waiting = await rejection(client.transfer(TRANSFER_INPUT, { timeoutMs: 100 }));
  checkError(waiting, { name: 'TimeoutError', code: 'timeout', ...NOT_SENT, retryable: true, attempts: 1 });
  const closing = fetch.close();
  const late = await rejection(client.transfer(TRANSFER_INPUT));
  checkError(late, { ...NETWORK, ...NOT_SENT, retryable: true, attempts: 1 });
  assert.deepEqual(await first, { message: TRANSFER_ANSWER.message });
  await closing;
  assert.deepEqual([seen.length, tunnels.length], [1, 1]);
});

test('a script ends by itself, its tunnel not closed', async (t) => {
  const { url, target, ca } = await tlsService(t);
  const { address, tunnels } = await proxyServer(t);
  const script = `import { CdkeyClient } from 'espai-cdkey'; import { createFetch } from 'espai-cdkey/node';
    const { KEY: apiKey, URL: baseUrl, PROXY: proxy, CA: ca } = process.env;
    const client = new CdkeyClient({ apiKey, baseUrl, fetch: createFetch({ proxy, ca }) });
    console.log((await client.detail(${JSON.stringify(DETAIL_INPUT)})).code);`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('.', import.meta.url),
    env: { ...env, KEY, URL: url, PROXY: address, CA: ca },
    timeout: 20_000,
  });
  assert.deepEqual({ stdout, stderr }, { stdout: `${CARD.code}\n`, stderr: '' });
  assert.equal(tunnels[0]?.target, target);
});

/**
 * Sets what the environment names while a test runs.
 * @param {Test} t
 * @param {Record<string, string>} values
 */
function environment(t, values) {
  const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];
  const before = names.map((name) => /** @type {const} */ ([name, env[name]]));
  for (const name of names) delete env[name];
  Object.assign(env, values);
  t.after(() => {
    for (const [name, value] of before) {
      delete env[name];
      if (value !== undefined) env[name] = value;
    }
  });
}

test("'env': by the scheme of the service, but for NO_PROXY; not without it", async (t) => {
  const plain = await service(t, { body: DETAIL_ANSWER });
  const secure = await tlsService(t);
  const [ofHttp, ofHttps] = [await proxyServer(t), await proxyServer(t, { wants: { user: USER, password: PASSWORD } })];
  const password = encodeURIComponent(PASSWORD);
  environment(t, {
    HTTP_PROXY: ofHttp.host,
    HTTPS_PROXY: ofHttps.address.replace('//', `//${USER}:${password}@`),
  });
  const options = /** @type {const} */ ({ proxy: 'env', ca: secure.ca, keepAliveMs: 0 });
  const [http, https] = [over(t, plain.url, options)(), over(t, secure.url, options)()];
  const counts = () => [ofHttp.tunnels.length, ofHttps.tunnels.length];
  await http.detail(DETAIL_INPUT);
  assert.deepEqual(counts(), [1, 0]);
  await https.detail(DETAIL_INPUT);
  assert.deepEqual(counts(), [1, 1]);
  for (const none of ['127.0.0.1', 'example.com, 127.0.0.1', new URL(plain.url).host, '*']) {
    env['NO_PROXY'] = none;
    await http.detail(DETAIL_INPUT);
    assert.deepEqual(counts(), [1, 1], none);
  }
  env['NO_PROXY'] = 'example.com,127.0.0.1:1';
  await http.detail(DETAIL_INPUT);
  assert.deepEqual(counts(), [2, 1]);
  env['NO_PROXY'] = '.test';
  checkError(await rejection(https.detail(DETAIL_INPUT, { maxRetries: 0 })), { ...NETWORK, ...NOT_SENT });
  assert.deepEqual(counts(), [2, 1]);
  delete env['NO_PROXY'];
  await over(t, plain.url, {})().detail(DETAIL_INPUT);
  assert.deepEqual(counts(), [2, 1]);
});

test("'env' where nothing is named, where lower case is, and where only HTTP_PROXY is", async (t) => {
  const plain = await service(t, { body: DETAIL_ANSWER });
  const secure = await tlsService(t);
  const { address, tunnels } = await proxyServer(t);
  environment(t, {});
  await over(t, plain.url, { proxy: 'env' })().detail(DETAIL_INPUT);
  assert.equal(tunnels.length, 0);
  environment(t, { http_proxy: address, HTTP_PROXY: 'http://127.0.0.1:1' });
  await over(t, plain.url, { proxy: 'env' })().detail(DETAIL_INPUT);
  await over(t, secure.url, { proxy: 'env', ca: secure.ca })().detail(DETAIL_INPUT);
  assert.equal(tunnels.length, 2);
  environment(t, { http_proxy: '', HTTP_PROXY: address });
  await over(t, plain.url, { proxy: 'env' })().detail(DETAIL_INPUT);
  assert.equal(tunnels.length, 2);
});

test('an address that is none is refused, and not shown', (t) => {
  /** @type {unknown[]} */
  const wrong = [
    '',
    null,
    5,
    {},
    ['http://proxy.example'],
    'http://',
    'not an address',
    'socks5://user:s3cr3t@proxy.example:1080',
    'ftp://user:s3cr3t@proxy.example',
    'http://user:s3cr3t@proxy.example/path',
    'http://user:s3cr3t@proxy.example?query',
    'http://user:s3cr3t@proxy.example:99999',
    'http://user:s3cr3t%@proxy.example',
    // Half a letter each.
    'http://user%E4%B8:%ADs3cr3t@proxy.example',
  ];
  const refused = (/** @type {unknown} */ proxy, /** @type {RegExp} */ says) => {
    assert.throws(
      () => createFetch({ proxy: /** @type {any} */ (proxy) }),
      (/** @type {any} */ error) => {
        checkError(error, {
          ...{ name: 'ValidationError', code: 'invalid_config', ...NOT_SENT, path: 'proxy' },
          ...{ endpoint: null, attempts: 0, retryable: false },
        });
        assert.match(error.message, says);
        assert.ok(!inspect(error).includes('s3cr3t'));
        return true;
      },
    );
  };
  for (const proxy of wrong) refused(proxy, /createFetch: proxy must be the address of a proxy/);
  environment(t, { HTTPS_PROXY: 'socks5://user:s3cr3t@proxy.example:1080' });
  refused('env', /createFetch: proxy is "env", so the variable HTTPS_PROXY must be/);
});

test('the global fetch knows nothing of a proxy here', async (t) => {
  const { url, seen } = await service(t, { body: DETAIL_ANSWER });
  const { address, tunnels } = await proxyServer(t);
  environment(t, { HTTP_PROXY: address });
  await over(t, url, { proxy: 'env' })().detail(DETAIL_INPUT);
  await to(url)().detail(DETAIL_INPUT);
  await sleep(10);
  assert.deepEqual([seen.length, tunnels.length], [2, 1]);
});
