/**
 * Checks that say what came instead.
 */
import assert from 'node:assert/strict';
import { CdkeyError } from 'espai-cdkey';

/** The fields of an error of ours. */
const FIELDS = /** @type {const} */ ([
  'name',
  'code',
  'endpoint',
  'outcome',
  'retryable',
  'attempts',
  'path',
  'httpStatus',
  'apiCode',
  'apiMessage',
  'retryAfterMs',
]);

/** @typedef {{ [Field in typeof FIELDS[number]]?: unknown }} Expected */

/**
 * The error that a promise is rejected with, which must be ours.
 * @param {PromiseLike<unknown> | (() => unknown)} work
 * @returns {Promise<CdkeyError>}
 */
export async function rejection(work) {
  let value;
  try {
    value = await (typeof work === 'function' ? work() : work);
  } catch (error) {
    assert.ok(error instanceof CdkeyError, `threw something that is not ours: ${String(error)}`);
    assert.ok(error instanceof Error);
    assert.ok(error.message.endsWith(`[${error.code}]`), `the message does not end with its code: ${error.message}`);
    return error;
  }
  assert.fail(`did not fail, but gave ${JSON.stringify(value)}`);
}

/**
 * Checks every field of an error: those that are not named must not be there (`endpoint`, `attempts` and `retryable` may
 * be left out).
 * @param {CdkeyError} error
 * @param {Expected} expected
 */
export function checkError(error, expected) {
  /** @type {Record<string, unknown>} */
  const actual = {};
  /** @type {Record<string, unknown>} */
  const wanted = {};
  for (const field of FIELDS) {
    if (!(field in expected) && ['endpoint', 'attempts', 'retryable'].includes(field)) continue;
    actual[field] = error[field];
    wanted[field] = expected[field];
  }
  assert.deepEqual(actual, wanted, error.message);
}

/**
 * Checks that a call is refused before anything is sent.
 * @param {PromiseLike<unknown> | (() => unknown)} work
 * @param {string} path
 * @param {import('espai-cdkey').Endpoint} endpoint
 */
export async function refused(work, path, endpoint) {
  const error = await rejection(work);
  const fixed = {
    name: 'ValidationError',
    code: 'invalid_argument',
    outcome: 'not_sent',
    retryable: false,
    attempts: 0,
  };
  checkError(error, { ...fixed, path, endpoint });
  assert.ok(error.message.includes(path), error.message);
  assertReason(error);
  return error;
}

/**
 * Checks that a refusal says why; `not_accepted` would be one that says so in its words alone.
 * @param {CdkeyError} error
 */
export function assertReason(error) {
  assert.match(String(error.reason), /^[a-z]+(_[a-z]+)*$/, error.message);
  assert.notEqual(error.reason, 'not_accepted', error.message);
}

/** @param {number} ms */
export function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/**
 * That an error has these fields at least.
 * @param {unknown} error
 * @param {Expected} expected
 */
export function checkPartly(error, expected) {
  assert.ok(error instanceof CdkeyError, `no error of ours: ${String(error)}`);
  const fields = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (error));
  const actual = Object.fromEntries(Object.keys(expected).map((field) => [field, fields[field]]));
  assert.deepEqual(actual, expected, error.message);
}
