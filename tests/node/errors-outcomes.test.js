/**
 * The rows of the table of errors that are about an answer, each over a real socket: what is thrown, what it says of a
 * move, and how many requests the service really saw. `errors-network.test.js` has the rows without an answer.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESTROY_INPUT, FAILURE, KEY, TRANSFER_ANSWER, TRANSFER_INPUT } from '../support/page.js';
import { rejection } from '../support/check.js';
import { AGAIN, BOTH_AGAIN, NOT_AGAIN, REJECTED, UNKNOWN, allThree, to } from '../support/outcomes.js';
import { service } from '../support/service.js';

/** @typedef {import('../support/service.js').Answer} Answer */

/** @param {unknown} code @param {object} [more] */
const no = (code, more) => ({ success: false, message: '手机号15916888888不存在', code, ...more });
const SAID = '手机号159****8888不存在';
const API = /** @type {const} */ ({ name: 'ApiError', code: 'api_rejected', apiMessage: SAID });
const HTTP = /** @type {const} */ ({ name: 'HttpError', code: 'http_status' });
const UNAUTHENTICATED = /** @type {const} */ ({ name: 'AuthenticationError', code: 'unauthenticated' });
const FORBIDDEN = /** @type {const} */ ({ name: 'AuthenticationError', code: 'forbidden' });
const RATE = /** @type {const} */ ({ name: 'RateLimitError', code: 'rate_limited' });
const BAD = /** @type {const} */ ({ name: 'DecodeError', code: 'bad_response', ...UNKNOWN });

/** @type {[string, Answer, object, { retryable: boolean, again?: boolean }][]} What, the answer, the error, who tries again. */
const ANSWERS = [
  // success: false, by the envelope's code
  [
    "the page's failure",
    { body: FAILURE },
    { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 500, apiMessage: '系统错误:xxx' },
    AGAIN,
  ],
  ['200, code 400', { body: no(400) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 400 }, NOT_AGAIN],
  ['200, code 404', { body: no(404) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 404 }, NOT_AGAIN],
  [
    '200, code 401',
    { body: no(401) },
    { ...UNAUTHENTICATED, ...REJECTED, httpStatus: 200, apiCode: 401, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '200, code 403',
    { body: no(403) },
    { ...FORBIDDEN, ...REJECTED, httpStatus: 200, apiCode: 403, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '200, code 429',
    { body: no(429) },
    { ...RATE, ...REJECTED, httpStatus: 200, apiCode: 429, apiMessage: SAID },
    BOTH_AGAIN,
  ],
  ['200, code 503', { body: no(503) }, { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 503 }, AGAIN],
  ['200, code 499', { body: no(499) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 499 }, NOT_AGAIN],
  ['200, code 10001', { body: no(10001) }, { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 10001 }, AGAIN],
  ['200, code -1', { body: no(-1) }, { ...API, ...REJECTED, httpStatus: 200, apiCode: -1 }, NOT_AGAIN],
  ['200, code "500"', { body: no('500') }, { ...API, ...UNKNOWN, httpStatus: 200, apiCode: 500 }, AGAIN],
  ['200, code "400"', { body: no('400') }, { ...API, ...REJECTED, httpStatus: 200, apiCode: 400 }, NOT_AGAIN],
  ['200, no code', { body: no(undefined) }, { ...API, ...REJECTED, httpStatus: 200 }, NOT_AGAIN],
  ['200, code null', { body: no(null) }, { ...API, ...REJECTED, httpStatus: 200 }, NOT_AGAIN],
  ['200, a code that is no number', { body: no('E_BUSY') }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, an empty code', { body: no('') }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, code 400.5', { body: no(400.5) }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, code true', { body: no(true) }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  ['200, code {}', { body: no({ code: 400 }) }, { ...API, ...UNKNOWN, httpStatus: 200 }, NOT_AGAIN],
  [
    '200, no message',
    { body: no(400, { message: undefined }) },
    { ...API, ...REJECTED, httpStatus: 200, apiCode: 400, apiMessage: undefined },
    NOT_AGAIN,
  ],
  [
    '200, a message that is none',
    { body: no(400, { message: { a: 1 } }) },
    { ...API, ...REJECTED, httpStatus: 200, apiCode: 400, apiMessage: undefined },
    NOT_AGAIN,
  ],
  [
    '200, a failure with data outside the contract',
    { body: no(400, { data: 'x', totalNumber: 'y' }) },
    { ...API, ...REJECTED, httpStatus: 200, apiCode: 400 },
    NOT_AGAIN,
  ],
  // success: false with a status of its own
  ['400, code 400', { status: 400, body: no(400) }, { ...API, ...REJECTED, httpStatus: 400, apiCode: 400 }, NOT_AGAIN],
  ['500, code 500', { status: 500, body: no(500) }, { ...API, ...UNKNOWN, httpStatus: 500, apiCode: 500 }, AGAIN],
  ['500, code 400', { status: 500, body: no(400) }, { ...API, ...UNKNOWN, httpStatus: 500, apiCode: 400 }, AGAIN],
  ['400, code 500', { status: 400, body: no(500) }, { ...API, ...UNKNOWN, httpStatus: 400, apiCode: 500 }, AGAIN],
  ['408, code 400', { status: 408, body: no(400) }, { ...API, ...UNKNOWN, httpStatus: 408, apiCode: 400 }, AGAIN],
  [
    '500, code 401',
    { status: 500, body: no(401) },
    { ...UNAUTHENTICATED, ...UNKNOWN, httpStatus: 500, apiCode: 401, apiMessage: SAID },
    AGAIN,
  ],
  [
    '500, code 429',
    { status: 500, body: no(429) },
    { ...RATE, ...UNKNOWN, httpStatus: 500, apiCode: 429, apiMessage: SAID },
    AGAIN,
  ],
  [
    '403, code 429',
    { status: 403, body: no(429) },
    { ...RATE, ...REJECTED, httpStatus: 403, apiCode: 429, apiMessage: SAID },
    BOTH_AGAIN,
  ],
  ['401, code 400', { status: 401, body: no(400) }, { ...API, ...REJECTED, httpStatus: 401, apiCode: 400 }, NOT_AGAIN],
  [
    '401, no code',
    { status: 401, body: no(undefined) },
    { ...UNAUTHENTICATED, ...REJECTED, httpStatus: 401, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '403, no code',
    { status: 403, body: no(undefined) },
    { ...FORBIDDEN, ...REJECTED, httpStatus: 403, apiMessage: SAID },
    NOT_AGAIN,
  ],
  [
    '429, no code',
    { status: 429, headers: { 'retry-after': '7' }, body: no(undefined) },
    { ...RATE, ...REJECTED, httpStatus: 429, apiMessage: SAID, retryAfterMs: 7000 },
    BOTH_AGAIN,
  ],
  [
    '401, a code that is no number',
    { status: 401, body: no('E') },
    { ...UNAUTHENTICATED, ...UNKNOWN, httpStatus: 401, apiMessage: SAID },
    NOT_AGAIN,
  ],
  ['404, no code', { status: 404, body: no(undefined) }, { ...API, ...REJECTED, httpStatus: 404 }, NOT_AGAIN],
  // success: true, but another status than 2xx
  ['500, success', { status: 500, body: TRANSFER_ANSWER }, { ...HTTP, ...UNKNOWN, httpStatus: 500 }, AGAIN],
  ['400, success', { status: 400, body: TRANSFER_ANSWER }, { ...HTTP, ...UNKNOWN, httpStatus: 400 }, NOT_AGAIN],
  [
    '401, success',
    { status: 401, body: TRANSFER_ANSWER },
    { ...UNAUTHENTICATED, ...UNKNOWN, httpStatus: 401 },
    NOT_AGAIN,
  ],
  ['429, success', { status: 429, body: TRANSFER_ANSWER }, { ...RATE, ...UNKNOWN, httpStatus: 429 }, AGAIN],
  [
    '302, success',
    { status: 302, headers: { location: '/moved' }, body: TRANSFER_ANSWER },
    { ...HTTP, ...UNKNOWN, httpStatus: 302 },
    NOT_AGAIN,
  ],
  // other than 2xx with no envelope
  ['400, text', { status: 400, body: 'Bad Request' }, { ...HTTP, ...REJECTED, httpStatus: 400 }, NOT_AGAIN],
  ['401, nothing', { status: 401 }, { ...UNAUTHENTICATED, ...REJECTED, httpStatus: 401 }, NOT_AGAIN],
  ['403, HTML', { status: 403, body: '<html>no</html>' }, { ...FORBIDDEN, ...REJECTED, httpStatus: 403 }, NOT_AGAIN],
  ['404, HTML', { status: 404, body: '<html>no</html>' }, { ...HTTP, ...REJECTED, httpStatus: 404 }, NOT_AGAIN],
  ['405', { status: 405 }, { ...HTTP, ...REJECTED, httpStatus: 405 }, NOT_AGAIN],
  ['408', { status: 408 }, { ...HTTP, ...UNKNOWN, httpStatus: 408 }, AGAIN],
  ['413', { status: 413 }, { ...HTTP, ...REJECTED, httpStatus: 413 }, NOT_AGAIN],
  [
    '429',
    { status: 429, headers: { 'retry-after': '30' } },
    { ...RATE, ...REJECTED, httpStatus: 429, retryAfterMs: 30_000 },
    BOTH_AGAIN,
  ],
  ['500', { status: 500 }, { ...HTTP, ...UNKNOWN, httpStatus: 500 }, AGAIN],
  [
    '502, a proxy',
    { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><h1>502</h1></html>' },
    { ...HTTP, ...UNKNOWN, httpStatus: 502 },
    AGAIN,
  ],
  [
    '503, with a time',
    { status: 503, headers: { 'retry-after': '120' } },
    { ...HTTP, ...UNKNOWN, httpStatus: 503, retryAfterMs: 120_000 },
    AGAIN,
  ],
  [
    '400, JSON that is no envelope',
    { status: 400, body: { error: 'no' } },
    { ...HTTP, ...REJECTED, httpStatus: 400 },
    NOT_AGAIN,
  ],
  [
    '400, an envelope with success twice',
    { status: 400, body: '{"success":true,"success":false}' },
    { ...HTTP, ...REJECTED, httpStatus: 400 },
    NOT_AGAIN,
  ],
  ['304', { status: 304 }, { ...HTTP, ...UNKNOWN, httpStatus: 304 }, NOT_AGAIN],
  ['301', { status: 301, headers: { location: '/cdkey/moved' } }, { ...HTTP, ...UNKNOWN, httpStatus: 301 }, NOT_AGAIN],
  ['307', { status: 307, headers: { location: '/cdkey/moved' } }, { ...HTTP, ...UNKNOWN, httpStatus: 307 }, NOT_AGAIN],
  // 2xx with no readable envelope
  ['200, nothing', {}, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['204', { status: 204 }, { ...BAD, httpStatus: 204, path: 'body' }, NOT_AGAIN],
  ['200, a BOM alone', { body: '\ufeff' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  [
    '200, HTML',
    { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>log in</title>' },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  [
    '200, garbage',
    { body: Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x22]) },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  ['200, null', { body: 'null' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['200, a list', { body: '[{"success":true}]' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['200, {}', { body: {} }, { ...BAD, httpStatus: 200, path: 'success' }, NOT_AGAIN],
  ['200, success "true"', { body: { success: 'true' } }, { ...BAD, httpStatus: 200, path: 'success' }, NOT_AGAIN],
  ['200, success 1', { body: { success: 1 } }, { ...BAD, httpStatus: 200, path: 'success' }, NOT_AGAIN],
  [
    '200, success twice',
    { body: '{"success":false,"success":true}' },
    { ...BAD, httpStatus: 200, path: 'success' },
    NOT_AGAIN,
  ],
  [
    '200, code twice',
    { body: '{"success":false,"code":400,"code":500}' },
    { ...BAD, httpStatus: 200, path: 'code' },
    NOT_AGAIN,
  ],
  ['200, half an envelope', { body: '{"success":true' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  ['200, an envelope and more', { body: '{"success":true}{' }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  [
    '200, no UTF-8 in the message',
    { body: Buffer.concat([Buffer.from('{"success":true,"message":"'), Buffer.from([0xff]), Buffer.from('"}')]) },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  [
    '200, half a surrogate pair',
    { body: '{"success":true,"message":"\\ud83d"}' },
    { ...BAD, httpStatus: 200, path: 'body' },
    NOT_AGAIN,
  ],
  ['200, a million levels', { body: '['.repeat(1_000_000) }, { ...BAD, httpStatus: 200, path: 'body' }, NOT_AGAIN],
  [
    '200, an envelope in an envelope',
    { body: { data: { success: true } } },
    { ...BAD, httpStatus: 200, path: 'success' },
    NOT_AGAIN,
  ],
];

for (const [what, answer, expected, retries] of ANSWERS) {
  test(what, async (t) => {
    const { url, seen } = await service(t, answer);
    const errors = await allThree(to(url), expected, retries);
    assert.equal(seen.length, 3);
    for (const error of errors) {
      assert.ok(!error.message.includes('15916888888') && !error.message.includes(KEY), error.message);
      assert.equal(error.cause, undefined);
    }
  });
}

/** @type {[string, Answer, string | null][]} */
const SUCCESSES = [
  ["the page's", { body: TRANSFER_ANSWER }, '请求成功'],
  ['201', { status: 201, body: TRANSFER_ANSWER }, '请求成功'],
  ['whatever code says', { body: { success: true, message: 'ok', code: 500 } }, 'ok'],
  ['whatever data says', { body: { success: true, message: 'ok', data: [{ id: 5 }], totalNumber: -1 } }, 'ok'],
  ['no message', { body: { success: true } }, null],
  ['a null message', { body: { success: true, message: null } }, null],
  ['a message that is no text', { body: { success: true, message: 5 } }, null],
  ['an empty message', { body: { success: true, message: '' } }, ''],
];

for (const [what, answer, message] of SUCCESSES) {
  test(`a success of a move: ${what}`, async (t) => {
    const { url, seen } = await service(t, answer);
    assert.deepEqual(await to(url)().transfer(TRANSFER_INPUT), { message });
    assert.deepEqual(await to(url)().destroy(DESTROY_INPUT), { message });
    assert.equal(seen.length, 2);
  });
}

test('a redirect is not followed, so the key goes nowhere else', async (t) => {
  const other = await service(t, { body: TRANSFER_ANSWER });
  for (const status of [301, 302, 303, 307, 308]) {
    const { url, seen } = await service(t, { status, headers: { location: `${other.url}/cdkey/transfer` } });
    await allThree(to(url), { ...HTTP, ...UNKNOWN, httpStatus: status }, NOT_AGAIN);
    assert.equal(seen.length, 3);
  }
  assert.deepEqual(other.seen, []);
});
test('endless words of the service are cut', async (t) => {
  const { url } = await service(t, { body: no(400, { message: '错'.repeat(1_000_000) }) });
  const error = await rejection(to(url)().transfer(TRANSFER_INPUT));
  assert.ok((error.apiMessage ?? '').length < 2000 && error.message.length < 3000);
});

// A move goes out again only where it is certain that the first did not happen.
const ONCE = [
  { what: '500', answer: { status: 500 } },
  { what: '408', answer: { status: 408 } },
  { what: 'code 500', answer: { body: FAILURE } },
  { what: 'nothing at all', answer: {} },
  {
    what: 'a lost connection',
    answer: (/** @type {import('node:http').IncomingMessage} */ request) => request.socket.resetAndDestroy(),
  },
  { what: 'no answer in time', answer: () => {} },
  { what: '429 with success', answer: { status: 429, body: TRANSFER_ANSWER } },
  { what: '500 with code 429', answer: { status: 500, body: no(429) } },
  { what: 'code 400', answer: { body: no(400) } },
];

for (const { what, answer } of ONCE) {
  test(`a move is sent once, whatever maxRetries says: ${what}`, async (t) => {
    const { url, seen } = await service(t, answer);
    const client = to(url)({ maxRetries: 5, timeoutMs: 100 });
    assert.equal((await rejection(client.transfer(TRANSFER_INPUT))).attempts, 1);
    assert.equal((await rejection(client.destroy(DESTROY_INPUT))).attempts, 1);
    assert.equal(seen.length, 2);
  });
}
