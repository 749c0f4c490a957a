/**
 * What the tests of the backend share: a handler over the emulator, on a socket, and people who are signed in by a header.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { createHandler, toNodeListener } from 'espai-cdkey/server';
import { PAID_PAIR, TRANSFER, asked, quotas } from '../emulator/support.js';

export { PAID_PAIR, TRANSFER, asked, quotas };

/** @typedef {import('node:test').TestContext} Test */
/** @typedef {import('espai-cdkey/server').HandlerOptions} HandlerOptions */
/** @typedef {import('espai-cdkey/server').ServerEvent} ServerEvent */

export const ALL = /** @type {const} */ (['list', 'detail', 'transfer', 'destroy', 'balanceLogs']);

/** The transfer as a client's call takes it. */
export const MOVE = {
  phone: TRANSFER.phone,
  code: TRANSFER.code,
  targetPhone: TRANSFER.target_phone,
  targetCode: TRANSFER.target_code,
  limit: 10,
};

/** By the token that they send. @type {Record<string, import('espai-cdkey/server').Grant>} */
const PEOPLE = {
  'Bearer boss': { actor: 'boss' },
  'Bearer reader': { actor: 'reader', allow: ['list', 'detail'] },
  'Bearer clerk': { actor: 'clerk', maxTransfer: 10 },
};

/** @param {Request} request */
export function authorize(request) {
  return PEOPLE[request.headers.get('authorization') ?? ''] ?? false;
}

/**
 * A handler in front of an emulator with the page's two paid cards.
 * @param {Partial<HandlerOptions>} [options]
 * @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [clientOptions]
 */
export function backend(options, clientOptions) {
  const emulator = createEmulator({ cards: PAID_PAIR });
  /** @type {ServerEvent[]} */
  const events = [];
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: /** @type {any} */ (emulator.fetch),
    maxRetries: 0,
    timeoutMs: 500,
    ...clientOptions,
  });
  const handle = createHandler({
    client,
    authorize,
    allow: ALL,
    onEvent: (event) => {
      events.push(event);
    },
    ...options,
  });
  return { emulator, events, client, handle };
}

/**
 * @param {Test} t
 * @param {import('node:http').RequestListener} listener
 */
export async function serve(t, listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
}

/**
 * The same on a socket, and one request to it.
 * @param {Test} t
 * @param {Partial<HandlerOptions>} [options]
 * @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [clientOptions]
 */
export async function served(t, options, clientOptions) {
  const all = backend(options, clientOptions);
  const url = await serve(t, toNodeListener(all.handle));
  /**
   * @param {string} name
   * @param {unknown} body As it is where it is text.
   * @param {{ method?: string, headers?: Record<string, string>, path?: string }} [more]
   */
  const post = async (name, body, { method = 'POST', headers = {}, path = `/cdkey/${name}` } = {}) => {
    const answer = await asked(url, {
      path,
      method,
      headers: { 'content-type': 'application/json', authorization: 'Bearer boss', ...headers },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    return { ...answer, json: answer.text === '' ? undefined : JSON.parse(answer.text) };
  };
  /** @param {string} [who] @param {Partial<import('espai-cdkey').CdkeyClientOptions>} [more] */
  const page = (who = 'boss', more) =>
    new CdkeyClient({
      apiKey: null,
      baseUrl: url,
      headers: { authorization: `Bearer ${who}` },
      maxRetries: 0,
      ...more,
    });
  return { ...all, url, post, page };
}
