/**
 * Services with which no TLS session comes about, each for a reason of its own; and one that takes the request and then
 * refuses.
 */
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { certificate, send, socketService } from './service.js';

/** @typedef {import('./service.js').Test} Test */

/**
 * @param {Test} t
 * @param {(socket: import('node:net').Socket) => void} speak What the service says to a client's first words.
 */
async function speaking(t, speak) {
  const { url } = await socketService(t, speak);
  return url.replace('http:', 'https:');
}

/**
 * @param {Test} t
 * @param {import('node:https').ServerOptions} options
 */
async function tlsService(t, options) {
  const server = createTlsServer({ ...certificate('localhost'), ...options }, (_, response) => {
    send(response, { body: '{"success":true}' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `https://localhost:${port}`;
}

/** A fatal alert as it stands on the wire, before anything is encrypted. @param {number} alert */
const refusal = (alert) => Buffer.of(21, 3, 3, 0, 2, 2, alert);

/**
 * What was seen, a service that does it (it gives its address), and a code or words that Node has for it.
 * @type {[string, (t: Test) => Promise<string>, RegExp][]}
 */
export const BROKEN_OFF = [
  ['closed', (t) => speaking(t, (socket) => socket.end()), /before secure TLS connection was established/],
  ['destroyed', (t) => speaking(t, (socket) => socket.destroy()), /before secure TLS connection was established/],
  [
    'a service without TLS',
    (t) => speaking(t, (socket) => socket.end('HTTP/1.1 400 No\r\n\r\n')),
    /wrong version number/,
  ],
  ['a name that is not served', (t) => speaking(t, (socket) => socket.end(refusal(112))), /unrecognized name/],
  [
    'a service that is too old',
    (t) => tlsService(t, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }),
    /protocol version/,
  ],
  [
    'no cipher in common',
    (t) => tlsService(t, { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384' }),
    /handshake failure/,
  ],
];

/**
 * A service that wants a certificate of its clients, and says so in TLS 1.3 only after it has taken in what comes.
 * @param {Test} t
 */
export function clientCertificateService(t) {
  return tlsService(t, { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' });
}
