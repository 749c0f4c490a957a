/**
 * The fetches of other libraries, as they come from npm.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CARD,
  DETAIL_ANSWER,
  DETAIL_INPUT,
  KEY,
  LIST_ANSWER,
  TRANSFER_ANSWER,
  TRANSFER_INPUT,
} from '../support/page.js';
import { checkError, rejection } from '../support/check.js';
import { by } from '../support/outcomes.js';
import { peer } from '../support/peers.js';
import { closedPort, flood, service } from '../support/service.js';

const undici = await peer('undici');
const { default: nodeFetch } = await peer('node-fetch');

const TEXT = JSON.stringify(TRANSFER_ANSWER);
const NO_ANSWER = /** @type {const} */ ({
  name: 'DecodeError',
  code: 'bad_response',
  outcome: 'unknown',
  retryable: false,
});

for (const [name, fetch] of /** @type {[string, any][]} */ ([
  ['undici', undici.fetch],
  ['node-fetch', nodeFetch],
])) {
  test(`${name} from npm: a success, a refusal, a retry, a redirect`, async (t) => {
    const busy = { status: 429, headers: { 'retry-after': '0' } };
    const elsewhere = await service(t, { body: TRANSFER_ANSWER });
    const { url, seen } = await service(
      t,
      { body: LIST_ANSWER },
      { body: { success: false, code: 400, message: '不行' } },
      busy,
      { body: DETAIL_ANSWER },
      { status: 204 },
      { status: 302, headers: { location: `${elsewhere.url}/x` } },
    );
    const client = by(fetch, { baseUrl: url, maxRetries: 1 });
    assert.deepEqual((await client.list()).cards, [CARD]);
    checkError(await rejection(client.transfer(TRANSFER_INPUT)), {
      name: 'ApiError',
      code: 'api_rejected',
      outcome: 'rejected',
      httpStatus: 200,
      apiCode: 400,
      apiMessage: '不行',
    });
    assert.deepEqual(await client.detail(DETAIL_INPUT), CARD);
    checkError(await rejection(client.transfer(TRANSFER_INPUT)), { ...NO_ANSWER, httpStatus: 204, path: 'body' });
    checkError(await rejection(client.transfer(TRANSFER_INPUT)), {
      name: 'HttpError',
      code: 'http_status',
      outcome: 'unknown',
      httpStatus: 302,
    });
    assert.equal(seen.length, 6);
    assert.equal(seen[0]?.headers['authorization'], KEY);
    assert.deepEqual(elsewhere.seen, []);
  });

  test(`${name} from npm: refused, lost, cut, out of time, aborted`, async (t) => {
    const refused = by(fetch, { baseUrl: `http://127.0.0.1:${await closedPort()}` });
    checkError(await rejection(refused.transfer(TRANSFER_INPUT)), {
      name: 'NetworkError',
      code: 'network',
      outcome: 'not_sent',
      retryable: true,
    });
    const lost = await service(t, (request) => request.socket.resetAndDestroy());
    checkError(await rejection(by(fetch, { baseUrl: lost.url }).transfer(TRANSFER_INPUT)), {
      name: 'NetworkError',
      code: 'network',
      outcome: 'unknown',
    });
    const cut = await service(t, (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write(TEXT, () => response.destroy());
    });
    checkError(await rejection(by(fetch, { baseUrl: cut.url }).transfer(TRANSFER_INPUT)), {
      name: 'NetworkError',
      code: 'network',
      outcome: 'unknown',
    });
    const hang = await service(t, (_, response) => void response.writeHead(200).write('{'));
    checkError(await rejection(by(fetch, { baseUrl: hang.url, timeoutMs: 80 }).transfer(TRANSFER_INPUT)), {
      name: 'TimeoutError',
      code: 'timeout',
      outcome: 'unknown',
    });
    const signal = AbortSignal.timeout(50);
    checkError(await rejection(by(fetch, { baseUrl: hang.url }).transfer(TRANSFER_INPUT, { signal })), {
      name: 'AbortError',
      code: 'aborted',
      outcome: 'unknown',
    });
  });

  test(`${name} from npm: an endless answer is left as soon as it is too long`, { timeout: 20_000 }, async (t) => {
    let sent = 0;
    const { url } = await service(t, (_, response) => {
      flood(response, (bytes) => (sent += bytes));
    });
    const client = by(fetch, { baseUrl: url, maxResponseBytes: 100_000, timeoutMs: 3000 });
    const error = await rejection(client.transfer(TRANSFER_INPUT));
    checkError(error, {
      name: 'DecodeError',
      code: 'response_too_large',
      outcome: 'unknown',
      httpStatus: 200,
      path: 'body',
    });
    assert.ok(sent < 20_000_000, `${sent} bytes were taken`);
  });
}
