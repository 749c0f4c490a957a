/**
 * The service for one cell: the packed package's emulator over HTTP, as the platform (with its key), and as a backend of
 * the user's own, which holds the key and lets pages of any origin in.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

/**
 * @typedef {object} Backend
 * @property {string} url
 * @property {string} apiKey For who holds one; without it the backend adds its own.
 * @property {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} answer
 * @property {(report: unknown) => void} check
 * @property {() => Promise<void>} close
 */

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type, authorization',
  'access-control-allow-methods': 'POST',
  'access-control-max-age': '600',
};

/**
 * @param {string} from Where the package is installed.
 * @returns {Promise<Backend>}
 */
export async function startBackend(from) {
  /** @type {typeof import('espai-cdkey/emulator')} */
  const { createEmulator } = createRequire(`${from}/`)('espai-cdkey/emulator');
  const emulator = createEmulator();
  const { apiKey } = emulator;
  const before = emulator.cards();

  /** @type {Backend['answer']} */
  async function answer(request, response) {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, CORS).end();
      return;
    }
    /** @type {Buffer[]} */
    const parts = [];
    for await (const part of request) parts.push(part);
    const path = new URL(request.url ?? '/', 'http://x').pathname.replace(/^.*(?=\/cdkey\/)/, '');
    const headers = {
      'content-type': request.headers['content-type'] ?? '',
      authorization: request.headers.authorization ?? apiKey,
    };
    const init = { method: request.method ?? 'GET', headers, body: Buffer.concat(parts).toString() };
    const given = await emulator.fetch(`http://emulator${path}`, init);
    const body = Buffer.from(await given.arrayBuffer());
    response.writeHead(given.status, { ...CORS, 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(502).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    answer,
    check: (report) => {
      check(report, before, emulator.cards());
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** @typedef {import('espai-cdkey').Card} Card */

/**
 * What an app says of its four calls and its refused one, beside what the service holds: quota has moved once, one card is
 * gone, and no more.
 * @param {any} report
 * @param {Card[]} before
 * @param {Card[]} after
 */
function check(report, before, after) {
  const says = () => `the app reported ${JSON.stringify(report)}`;
  const expected = { name: 'ApiError', code: 'api_rejected', isCdkeyError: true };
  const { total, detailId, moved, destroyed, error } = report ?? {};
  if (total !== before.length) throw new Error(`There were ${before.length} cards; ${says()}`);
  if (!before.some(({ id }) => id === detailId)) throw new Error(`No card had that id; ${says()}`);
  if (typeof moved !== 'string' || typeof destroyed !== 'string') throw new Error(`No message came; ${says()}`);
  for (const [key, value] of Object.entries(expected)) {
    if (error?.[key] !== value) throw new Error(`The error's ${key} is not ${String(value)}; ${says()}`);
  }
  const changes = before.map(({ id, apiLimit }) => {
    const now = after.find((card) => card.id === id);
    return now === undefined ? 'gone' : Number(now.apiLimit) - Number(apiLimit);
  });
  const changed = changes.filter((change) => change !== 0).sort();
  if (JSON.stringify(changed) !== JSON.stringify([-1, 1, 'gone'])) {
    throw new Error(`One call should have moved and one card be gone, but the cards changed by ${changes.join(', ')}`);
  }
}
