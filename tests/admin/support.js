/**
 * The packed `espai-cdkey admin`, over sockets, as a browser and as somebody who is none would call it.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { command } from '../support/command.js';

export const KEY = 'canary7canary7canary7canary7cana';

export const folder = mkdtempSync(join(tmpdir(), 'espai-admin-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Starts it, and gives the link of its first line.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function admin(args, env = {}) {
  const running = command(['admin', '--port', '0', '--json', ...args], {
    cwd: folder,
    env: { LANG: 'C', PATH: process.env['PATH'], ...env },
  });
  /** @type {{ url: string }} */
  const { url } = JSON.parse(await running.line());
  return { ...running, link: new URL(url) };
}

/** An emulator on a socket, whose key is a canary. */
export async function platform() {
  const running = command(['emulator', '--port', '0', '--json', '--control', '--api-key', KEY], { cwd: folder });
  /** @type {{ url: string }} */
  const { url } = JSON.parse(await running.line());
  return { url, env: { ESPAI_API_KEY: KEY, ESPAI_BASE_URL: url } };
}

/**
 * One request as it is told, with a Host and an Origin that `fetch` would not let one choose.
 * @param {URL} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }>}
 */
export function ask(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => (text += piece));
      answer.on('error', reject).on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    sent.on('error', reject).end(body);
  });
}

/**
 * Opens the link, and gives what a signed-in page calls with.
 * @param {URL} link
 */
export async function signedIn(link) {
  const answer = await ask(link);
  assert.equal(answer.status, 303, answer.text);
  return asPage(new URL('/', link), cookieOf(answer));
}

/** @param {{ headers: import('node:http').IncomingHttpHeaders }} answer */
export function cookieOf({ headers }) {
  const [set = ''] = headers['set-cookie'] ?? [];
  return /** @type {string} */ (set.split(';')[0]);
}

/**
 * @param {URL} root Ends with a slash.
 * @param {string} cookie
 */
export function asPage(root, cookie) {
  const headers = { cookie, origin: root.origin, 'sec-fetch-site': 'same-origin' };
  const json = { 'content-type': 'application/json', ...headers };
  return {
    root,
    cookie,
    session: () => ask(new URL('api/session', root), { headers }),
    signOut: () => ask(new URL('api/session', root), { method: 'DELETE', headers }),
    /**
     * @param {string} endpoint
     * @param {unknown} input
     * @param {Record<string, string>} [more]
     */
    call: (endpoint, input, more = {}) =>
      ask(new URL(`api/cdkey/${endpoint}`, root), {
        method: 'POST',
        headers: { ...json, ...more },
        body: JSON.stringify(input),
      }),
  };
}
