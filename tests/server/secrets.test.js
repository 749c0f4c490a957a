/**
 * A key and phones that are looked for in everything that leaves: answers and their headers, events, what is thrown, and what a handler
 * shows of itself.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { CdkeyClient } from 'espai-cdkey';
import { createHandler } from 'espai-cdkey/server';
import { KEY } from '../support/page.js';
import { service } from '../support/service.js';
import { ALL, TRANSFER } from './support.js';

const ESCAPED = JSON.stringify(KEY).slice(1, -1);
const TOKEN = 'a-token-of-a-gateway';
const PHONES = [TRANSFER.phone, TRANSFER.target_phone];
const CARD = {
  id: KEY,
  code: `x${KEY}`,
  type: KEY,
  api_limit: 5,
  user_id: KEY,
  user_name: `${KEY} ${TOKEN}`,
  user_phone: TRANSFER.phone,
};
const LOG = {
  id: KEY,
  cdkey_id: KEY,
  type: KEY,
  user_id: KEY,
  user_name: KEY,
  user_email: KEY,
  user_phone: KEY,
  api_limit: 1,
};

/** @type {[string, unknown][]} What is asked. */
const CALLS = [
  ['list', {}],
  ['detail', { phone: TRANSFER.phone, code: TRANSFER.code }],
  ['transfer', TRANSFER],
  ['destroy', [{ id: 'a' }]],
  ['balance_logs', [{}]],
];

const words = `${KEY} ${TOKEN} ${PHONES.join(' ')}`;
/** @type {[string, import('../support/service.js').Answer][]} What a service says that repeats what it was told. */
const ANSWERS = [
  ['a list', { body: { success: true, data: [CARD], totalNumber: 1 } }],
  ['a card', { body: { success: true, data: CARD } }],
  ['records', { body: { success: true, data: [LOG], totalNumber: 1 } }],
  ['a refusal', { body: { success: false, message: words, code: 400 } }],
  ['a refusal of the key', { status: 401, body: { success: false, message: words, code: 401 } }],
  ['a failure', { status: 500, body: { success: false, message: words, code: 500 } }],
  ['a page', { status: 403, headers: { 'content-type': 'text/html' }, body: `<p>${words}</p>` }],
  ['what nobody can read', { body: words }],
  ['a redirect', { status: 302, headers: { location: `/${encodeURIComponent(KEY)}` } }],
  ['too often', { status: 429, headers: { 'retry-after': '3' }, body: { success: false, message: words, code: 429 } }],
];

/**
 * @param {string} text
 * @param {boolean} data Whether it is what was asked for, phones included.
 */
function hidden(text, data) {
  for (const secret of [KEY, ESCAPED, JSON.stringify(ESCAPED).slice(1, -1), TOKEN, ...(data ? [] : PHONES)]) {
    assert.ok(!text.includes(secret), `it shows ${secret}: ${text.slice(0, 500)}`);
  }
}

for (const [what, answer] of ANSWERS) {
  test(`the service answers with ${what}`, async (t) => {
    const { url, seen } = await service(t, answer);
    /** @type {unknown[]} */
    const events = [];
    const handle = createHandler({
      client: new CdkeyClient({ apiKey: KEY, baseUrl: url, headers: { 'x-gateway': TOKEN }, maxRetries: 0 }),
      authorize: () => ({ actor: `${PHONES[0]} ${KEY}` }),
      allow: ALL,
      onEvent: (event) => {
        events.push(event);
      },
    });
    for (const [name, body] of CALLS) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': name };
      const response = await handle(
        new Request(`http://x/cdkey/${name}`, { method: 'POST', headers, body: JSON.stringify(body) }),
      );
      const text = await response.text();
      hidden(text, response.ok);
      hidden(JSON.stringify([...response.headers]), false);
    }
    assert.equal(seen.length, CALLS.length);
    assert.equal(seen[0]?.headers['authorization'], KEY, 'the service has it');
    assert.equal(events.length, CALLS.length);
    hidden(JSON.stringify(events), false);
    hidden(inspect(events), false);
    hidden(inspect(handle, { showHidden: true, depth: 9 }), false);
    hidden(String(handle), false);
  });
}

test('what a page sends wrongly is not repeated with its phones, nor what a host gives with the key', async (t) => {
  const { url } = await service(t, { status: 500 });
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: url });
  const handle = createHandler({
    client,
    authorize: () => /** @type {any} */ ({ actor: KEY, [KEY]: KEY }),
    allow: ALL,
  });
  for (const body of [{ [PHONES[0] ?? '']: 1 }, { phone: PHONES[0], code: '' }, { [KEY]: 1 }, TRANSFER]) {
    const headers = { 'content-type': 'application/json' };
    const response = await handle(
      new Request('http://x/cdkey/transfer', { method: 'POST', headers, body: JSON.stringify(body) }),
    );
    assert.ok([400, 500].includes(response.status));
    hidden(await response.text(), false);
  }
  for (const options of [
    { client: KEY },
    { client, authorize: KEY },
    { client, authorize: () => false, [KEY]: 1 },
    { client, authorize: () => false, basePath: KEY },
  ]) {
    assert.throws(
      () => createHandler(/** @type {any} */ (options)),
      (error) => {
        hidden(inspect(error, { showHidden: true, depth: 9 }), false);
        return true;
      },
    );
  }
});
