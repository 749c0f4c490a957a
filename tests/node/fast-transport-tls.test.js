/**
 * The options of `createFetch` for connections: how long one may take, whom to trust, and who to be.
 */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { inspect } from 'node:util';
import { createFetch } from 'espai-cdkey/node';
import { CARD, DETAIL_ANSWER, DETAIL_INPUT } from '../support/page.js';
import { checkError } from '../support/check.js';
import { AGAIN, BOTH_AGAIN, NOT_SENT, UNKNOWN, allThree, to } from '../support/outcomes.js';
import { certificate, send, socketService } from '../support/service.js';

/** @typedef {import('../support/service.js').Test} Test */
/** @typedef {import('espai-cdkey').CdkeyClientOptions} Options */
/** @typedef {import('espai-cdkey/node').NodeFetchOptions} FetchOptions */

const NETWORK = /** @type {const} */ ({ name: 'NetworkError', code: 'network' });

/**
 * @param {Test} t
 * @param {string} baseUrl
 * @param {FetchOptions} options
 */
function over(t, baseUrl, options) {
  const fetch = createFetch(options);
  t.after(() => fetch.close());
  return (/** @type {Partial<Options>} */ more = {}) => to(baseUrl)({ fetch, ...more });
}

/**
 * @param {Test} t
 * @param {import('node:https').ServerOptions} options
 */
async function tlsService(t, options) {
  /** @type {string[]} */
  const clients = [];
  const server = createServer(options, (request, response) => {
    const { subject } = /** @type {import('node:tls').TLSSocket} */ (request.socket).getPeerCertificate();
    clients.push(String(subject?.CN));
    send(response, { body: DETAIL_ANSWER });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `https://localhost:${port}`, clients };
}

test('ca: as text, as bytes, among others, in one text with others; and nobody else is trusted', async (t) => {
  const [own, other] = [certificate('localhost'), certificate('localhost')];
  const { url } = await tlsService(t, own);
  const bundle = `Two of them:\n${other.cert}\n${own.cert}`;
  for (const ca of [own.cert, Buffer.from(own.cert), [other.cert, own.cert], bundle, [...rootCertificates, own.cert]]) {
    assert.deepEqual(await over(t, url, { ca })().detail(DETAIL_INPUT), CARD);
  }
  for (const ca of [other.cert, [...rootCertificates]]) {
    const [error] = await allThree(over(t, url, { ca }), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
    assert.equal(/** @type {any} */ (error).cause.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
  }
  const elsewhere = url.replace('localhost', '127.0.0.1');
  const [error] = await allThree(over(t, elsewhere, { ca: own.cert }), { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.equal(/** @type {any} */ (error).cause.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
});

test('cert and key: who the client is; without them TLS 1.3 leaves it open, and 1.2 does not', async (t) => {
  const [own, client] = [certificate('localhost'), certificate('client.test')];
  const wanting = { ...own, ca: client.cert, requestCert: true, rejectUnauthorized: true };
  for (const version of /** @type {const} */ (['TLSv1.3', 'TLSv1.2'])) {
    const { url, clients } = await tlsService(t, { ...wanting, minVersion: version, maxVersion: version });
    const { cert, key } = client;
    for (const mine of [
      { cert, key },
      { cert: Buffer.from(cert), key: Buffer.from(key) },
    ]) {
      await over(t, url, { ca: own.cert, ...mine })().detail(DETAIL_INPUT);
    }
    assert.deepEqual(clients, ['client.test', 'client.test']);
    const known = version === 'TLSv1.2';
    const outcome = known ? NOT_SENT : UNKNOWN;
    await allThree(over(t, url, { ca: own.cert }), { ...NETWORK, ...outcome }, known ? BOTH_AGAIN : AGAIN);
    assert.equal(clients.length, 2);
  }
});

test('connectTimeoutMs: a connection that does not come about in time is given up, and nothing was sent', async (t) => {
  // A listener that takes connections and says nothing, where a client's first words ask for an answer.
  const { url } = await socketService(t, () => {});
  const began = performance.now();
  const client = over(t, url.replace('http:', 'https:'), { connectTimeoutMs: 100 });
  const [error] = await allThree(client, { ...NETWORK, ...NOT_SENT }, BOTH_AGAIN);
  assert.equal(/** @type {any} */ (error).cause.code, 'UND_ERR_CONNECT_TIMEOUT');
  assert.ok(performance.now() - began < 5000);
});

test('what OpenSSL cannot use is refused with its path, and not shown', () => {
  const [one, two] = [certificate('localhost'), certificate('localhost')];
  const encrypted = createPrivateKey(one.key).export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
  });
  /** @type {[string, object, string][]} */
  const wrong = [
    ['no PEM', { ca: 'nonsense' }, 'ca'],
    ['empty', { ca: '' }, 'ca'],
    ['none', { ca: [] }, 'ca'],
    ['null', { ca: null }, 'ca'],
    ['a path', { ca: '/etc/ssl/ca.pem' }, 'ca'],
    ['one of two', { ca: [one.cert, 'nonsense'] }, 'ca'],
    ['a list in a list', { ca: [[one.cert]] }, 'ca'],
    ['cut', { ca: one.cert.slice(0, 200) }, 'ca'],
    ['damaged', { ca: one.cert.replace(/\n[A-Za-z]{8}/, '\nAAAAAAAA') }, 'ca'],
    ['a key', { ca: one.key }, 'ca'],
    ['a number', { ca: 5 }, 'ca'],
    ['a certificate alone', { cert: one.cert }, 'key'],
    ['a key alone', { key: one.key }, 'cert'],
    ['no certificate', { cert: one.key, key: one.key }, 'cert'],
    ['no key', { cert: one.cert, key: one.cert }, 'key'],
    ['a list of keys', { cert: one.cert, key: [one.key] }, 'key'],
    ['an encrypted key', { cert: one.cert, key: encrypted }, 'key'],
    ["another's key", { cert: one.cert, key: two.key }, 'key'],
  ];
  for (const [what, options, path] of wrong) {
    assert.throws(
      () => createFetch(options),
      (/** @type {any} */ error) => {
        checkError(error, {
          ...{ name: 'ValidationError', code: 'invalid_config', ...NOT_SENT, path },
          ...{ endpoint: null, attempts: 0, retryable: false },
        });
        assert.match(error.message, new RegExp(`^createFetch: ${path} `), what);
        assert.ok(!inspect(error).includes(one.key.slice(40, 80)), what);
        return true;
      },
      what,
    );
  }
});
