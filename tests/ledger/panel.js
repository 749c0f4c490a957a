/**
 * `espai-cdkey admin --ledger`, started as a person does, and called as its page calls it.
 */
import assert from 'node:assert/strict';
import { createEmulator } from 'espai-cdkey/emulator';
import { admin, ask, signedIn } from '../admin/support.js';
import { cards, transferOf } from './support.js';

/** How many cards hold much, and how many nothing. */
const CARDS = 8;
const EMPTY = 4;

/**
 * A platform on a socket, whose own record tells what was applied.
 * @param {{ latencyMs?: number }} [options]
 */
export async function platform({ latencyMs = 0 } = {}) {
  const emulator = createEmulator({ cards: cards(CARDS, EMPTY), seed: 7, latencyMs });
  const server = await emulator.listen();
  return { emulator, server, env: { ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url } };
}

/**
 * A transfer as the page sends it; its amount is its own.
 * @param {number} at
 */
export function transfer(at) {
  const { phone, code, targetPhone, targetCode, limit } = transferOf(at, CARDS);
  return { phone, code, target_phone: targetPhone, target_code: targetCode, limit };
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export async function panel(args, env) {
  const running = await admin(args, env);
  const page = await signedIn(running.link);
  return { ...running, ...calls(page) };
}

/** @param {Awaited<ReturnType<typeof signedIn>>} page */
export function calls(page) {
  /**
   * @param {string} action
   * @param {unknown} body
   * @param {Record<string, string>} [headers]
   */
  async function operations(action, body, headers = {}) {
    const answer = await ask(new URL(`api/operations/${action}`, page.root), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: page.cookie, origin: page.root.origin, ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: JSON.parse(answer.text) };
  }
  return {
    page,
    operations,
    /**
     * A move with a key.
     * @param {string} endpoint
     * @param {unknown} input
     * @param {string} [key]
     */
    async move(endpoint, input, key) {
      const { status, text } = await page.call(endpoint, input, key === undefined ? {} : { 'idempotency-key': key });
      return { status, body: text === '' ? null : JSON.parse(text) };
    },
    /**
     * The keys and statuses of those that fit.
     * @param {object} [filter]
     * @returns {Promise<[string, string][]>}
     */
    async listed(filter = {}) {
      const { status, body } = await operations('list', filter);
      assert.equal(status, 200, JSON.stringify(body));
      return body.operations.map((/** @type {any} */ operation) => [operation.key, operation.status]);
    },
  };
}
