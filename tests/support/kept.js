/**
 * One connection that is kept and used again and again, as a browser keeps its own: what a browser does where it is cut is
 * the harm that these tests look for.
 */
import assert from 'node:assert/strict';
import { Agent, request as ask } from 'node:http';

/** Longer than any backend of ours takes to answer. */
const MOST_MS = 20_000;

/**
 * Asks one thing after the other. It rejects where the connection was cut, where no answer came, and where one came on a
 * connection that is not the first.
 * @typedef {((path: string, body: string, method?: string, more?: Headers) => Promise<{ status: number, body: string }>) & { close(): void }} Kept
 */

/** @typedef {Record<string, string>} Headers */

/**
 * @param {string} url
 * @param {Headers} [own] Of every request.
 * @returns {Kept}
 */
export function keptConnection(url, own) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let used = false;
  /** @type {(path: string, body: string, method?: string, more?: Headers) => Promise<{ status: number, body: string }>} */
  const send = (path, body, method = 'POST', more) =>
    new Promise((resolve, reject) => {
      const length = Buffer.byteLength(body);
      const headers = { 'content-type': 'application/json', 'content-length': length, ...own, ...more };
      const request = ask(`${url}${path}`, { agent, method, headers, timeout: MOST_MS }, (response) => {
        response.setEncoding('utf8');
        /** @type {string[]} */
        const parts = [];
        response.on('data', (part) => parts.push(part)).on('error', reject);
        response.on('end', () => {
          if (request.reusedSocket !== used) {
            reject(new Error(`${method} ${path} came on a new connection: the one before was cut`));
            return;
          }
          used = true;
          resolve({ status: response.statusCode ?? 0, body: parts.join('') });
        });
      });
      request.on('timeout', () =>
        request.destroy(new Error(`${method} ${path} was not answered within ${MOST_MS} ms`)),
      );
      request.on('error', reject).end(body);
    });
  return Object.assign(send, {
    close: () => {
      agent.destroy();
    },
  });
}

/**
 * Sends a POST whole, and leaves without waiting for its answer.
 * @param {string} address
 * @param {string} body
 * @param {number} ms When it leaves.
 * @param {Headers} [more]
 */
export async function sendAndLeave(address, body, ms, more) {
  const headers = { 'content-type': 'application/json', ...more };
  const request = ask(address, { method: 'POST', headers }, () => {
    assert.fail('An answer came before anybody left');
  });
  request.on('error', () => {});
  request.end(body);
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
  request.destroy();
}
