/**
 * No error, event, log line, `toString`, `JSON.stringify` or `inspect` of anything shows the key or a full phone number,
 * but in the data that was asked for.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { DETAIL_INPUT, KEY, TRANSFER_INPUT } from '../support/page.js';
import { rejection, sleep } from '../support/check.js';
import { closedPort, selfSignedService, service, socketService } from '../support/service.js';

const PHONE = '15916888888';
const PHONES = [PHONE, '17516888888'];
const ESCAPED = JSON.stringify(KEY).slice(1, -1);

/**
 * Every text that can be got out of something: all own properties, hidden ones and those of what stands behind it, too.
 * @param {unknown} value
 * @param {Set<unknown>} [seen]
 * @returns {string[]}
 */
function textsOf(value, seen = new Set()) {
  if (typeof value === 'string') return [value];
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return [];
  seen.add(value);
  return Reflect.ownKeys(value).flatMap((key) => [
    String(key),
    ...textsOf(Reflect.get(/** @type {object} */ (value), key), seen),
  ]);
}

/**
 * @param {unknown} value
 * @param {string[]} [more] Other secrets.
 */
function shows(value, more = []) {
  const ways = [
    ...textsOf(value),
    inspect(value, { depth: Infinity, showHidden: true }),
    inspect(value),
    format('%s %o %j', value, value, value),
    String(value),
    JSON.stringify(value) ?? '',
    `${/** @type {any} */ (value)?.stack}`,
  ];
  const secrets = [KEY, ESCAPED, ...PHONES, ...more];
  return ways.filter((way) => secrets.some((secret) => way.includes(secret)));
}

/** @param {unknown} value @param {string[]} [more] */
function hidden(value, more) {
  const [shown] = shows(value, more);
  assert.ok(shown === undefined, `shown: ${shown?.slice(0, 200)}`);
}

test('this test finds what it looks for', () => {
  assert.notDeepEqual(shows(new Error(`x ${KEY}`)), []);
  assert.notDeepEqual(shows(Object.assign(new Error('x'), { a: { b: [KEY] } })), []);
  assert.notDeepEqual(shows(new Error('x', { cause: new Error(ESCAPED) })), []);
  assert.notDeepEqual(shows(Object.defineProperty({}, 'x', { value: 'tel 15916888888' })), []);
  assert.deepEqual(shows(new Error('159****8888')), []);
});

/** @typedef {Partial<import('espai-cdkey').CdkeyClientOptions>} Options */

const ECHO = `no: ${KEY} / ${ESCAPED} / 15916888888 / 159-1688-8888 / 175 1688 8888 / +8617516888888 / tel:15916888888,`;

/** @type {[string, (t: import('../support/service.js').Test) => Promise<Options>][]} */
const CAUSES = [
  ['a refused connection', async () => ({ baseUrl: `http://127.0.0.1:${await closedPort()}` })],
  ['a name not found', async () => ({ baseUrl: 'https://espai-cdkey-test.invalid' })],
  ['a certificate', async (t) => ({ baseUrl: (await selfSignedService(t, {})).url })],
  ['a lost connection', async (t) => ({ baseUrl: (await socketService(t, (socket) => socket.end())).url })],
  ['no time', async (t) => ({ baseUrl: (await service(t, () => {})).url, timeoutMs: 40 })],
  [
    'an envelope that echoes',
    async (t) => ({ baseUrl: (await service(t, { body: { success: false, code: 400, message: ECHO } })).url }),
  ],
  [
    'a 401 that echoes',
    async (t) => ({ baseUrl: (await service(t, { status: 401, body: { success: false, message: ECHO } })).url }),
  ],
  ['a status that echoes', async (t) => ({ baseUrl: (await service(t, { status: 500, body: ECHO })).url })],
  [
    'a redirect that echoes',
    async (t) => ({
      baseUrl: (
        await service(t, { status: 302, headers: { location: `/?k=${encodeURIComponent(KEY)}&p=15916888888` } })
      ).url,
    }),
  ],
  ['garbage that echoes', async (t) => ({ baseUrl: (await service(t, { body: ECHO })).url })],
  [
    'a card outside the contract',
    async (t) => ({
      baseUrl: (
        await service(t, {
          body: {
            success: true,
            data: { id: KEY, code: ECHO, type: '15916888888', user_phone: 15916888888, api_limit: ECHO },
          },
        })
      ).url,
    }),
  ],
  ['names that echo', async (t) => ({ baseUrl: (await service(t, { body: { [KEY]: ECHO, success: 'no' } })).url })],
  ['too large', async (t) => ({ baseUrl: (await service(t, { body: ECHO })).url, maxResponseBytes: 10 })],
];

for (const [what, options] of CAUSES) {
  test(`nothing is shown: ${what}`, async (t) => {
    /** @type {unknown[]} */
    const events = [];
    const client = new CdkeyClient({
      apiKey: KEY,
      maxRetries: 0,
      onEvent: (event) => events.push(event),
      ...(await options(t)),
    });
    // With dashes or spaces in it, a phone can be known for one only where the request holds it.
    hidden(await rejection(client.detail(DETAIL_INPUT)), ['159-1688-8888']);
    hidden(await rejection(client.list({ user_phone: '15916888888', code: KEY })), ['159-1688-8888']);
    // A move does not look at cards, so one outside the contract is a success to it.
    const move = await client.transfer(TRANSFER_INPUT).catch((/** @type {unknown} */ error) => error);
    hidden(move, ['159-1688-8888', '175 1688 8888']);
    hidden(events);
    hidden(client);
  });
}

/** @type {[string, (url: string, init: import('espai-cdkey').FetchInit) => unknown][]} */
const THROWN = [
  [
    'the request in an axios-like error',
    (url, init) =>
      Object.assign(new Error(`request failed: ${init.headers['authorization']}`), {
        config: { url, ...init },
        request: init,
        toJSON: () => init,
      }),
  ],
  ['the request as cause', (_, init) => new TypeError('fetch failed', { cause: init })],
  [
    'an error whose cause has words',
    (_, init) => new TypeError('fetch failed', { cause: new Error(`${init.body} ${init.headers['authorization']}`) }),
  ],
  ['errors side by side', (_, init) => new AggregateError([new Error(init.body), new Error(KEY)], ESCAPED)],
  [
    'words in name, code and syscall',
    (_, init) => Object.assign(new Error('x'), { name: KEY, code: init.body, syscall: `connect ${KEY}` }),
  ],
  [
    'a stack',
    (_, init) => Object.assign(new Error('x'), { stack: `Error: ${init.headers['authorization']} ${init.body}` }),
  ],
  ['the request itself', (_, init) => init],
  ['a text', (_, init) => `${init.headers['authorization']} ${init.body}`],
  ['the headers', (_, init) => init.headers],
  ['a Request', (url, { method, headers, body }) => new Request(url, { method, headers, body })],
  ['a function', (_, init) => Object.assign(() => init, { init, message: KEY })],
  ['words with the key twice', () => new Error(`${KEY}${KEY} ${KEY}`)],
  [
    'words with a phone beside letters',
    () => new Error('phone=15916888888&x user_phone:"17516888888" 手机15916888888号'),
  ],
  [
    'a chain of causes',
    () =>
      new Error('1', {
        cause: new Error('2', {
          cause: new Error('3', { cause: new Error('4', { cause: new Error('5', { cause: new Error(KEY) }) }) }),
        }),
      }),
  ],
];

for (const [what, thrown] of THROWN) {
  test(`nothing is shown of what an injected fetch throws: ${what}`, async () => {
    /** @type {unknown[]} */
    const events = [];
    for (const when of ['sync', 'async', 'body']) {
      /** @type {import('espai-cdkey').Fetch} */
      const fetch = (url, init) => {
        const error = thrown(url, init);
        if (when === 'sync') throw error;
        if (when === 'async') return Promise.reject(error);
        const body = new ReadableStream({ pull: (controller) => controller.error(error) });
        return Promise.resolve(new Response(body));
      };
      const client = new CdkeyClient({ apiKey: KEY, maxRetries: 1, fetch, onEvent: (event) => events.push(event) });
      const error = await rejection(client.transfer(TRANSFER_INPUT));
      assert.equal(error.code, 'network', when);
      assert.equal(error.outcome, 'unknown');
      hidden(error);
    }
    hidden(events);
  });
}

test('the cause of a network error is rebuilt: it says what happened, and is nobody’s object', async () => {
  const own = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read', request: { KEY } });
  const fetch = async () => {
    throw new TypeError('fetch failed', { cause: own });
  };
  const error = await rejection(new CdkeyClient({ apiKey: KEY, fetch, maxRetries: 0 }).list());
  const cause = /** @type {any} */ (error.cause);
  assert.ok(cause instanceof Error && cause.cause instanceof Error);
  assert.equal(cause.cause.message, 'read ECONNRESET');
  assert.equal(Reflect.get(cause.cause, 'code'), 'ECONNRESET');
  assert.ok(cause.cause !== own && !('request' in cause.cause));
});

/** @type {[string, (client: any) => Promise<unknown>][]} */
const REFUSED = [
  ['the key as a filter', (client) => client.list({ [KEY]: 1 })],
  // Not written as it is: V8 would name the function after it, in stacks.
  ['a phone as a filter', (client) => client.list({ [PHONE]: 1 })],
  ['the key as an option', (client) => client.list({}, { [KEY]: 1 })],
  ['a phone in a list', (client) => client.list({ code: ['15916888888'] })],
  ['a phone that is too long', (client) => client.detail({ phone: '159168888889999999999', code: KEY })],
  ['a phone with a letter', (client) => client.transfer({ ...TRANSFER_INPUT, phone: 'x15916888888' })],
  ['the key as limit', (client) => client.transfer({ ...TRANSFER_INPUT, limit: KEY })],
  ['the key as id, twice', (client) => client.destroy([KEY, KEY])],
];

for (const [what, call] of REFUSED) {
  test(`nothing is shown of what is refused: ${what}`, async () => {
    hidden(await rejection(call(new CdkeyClient({ apiKey: KEY }))), ['159168888889999999999']);
  });
}

/** @type {[string, unknown][]} */
const REFUSED_OPTIONS = [
  ['a key that is too long', { apiKey: `${KEY}x` }],
  ['a password', { apiKey: KEY, baseUrl: `https://x:${encodeURIComponent(KEY)}@api.espai.fun` }],
  ['a query', { apiKey: KEY, baseUrl: `https://api.espai.fun/?key=${encodeURIComponent(KEY)}` }],
  ['the key as an option', { apiKey: KEY, [KEY]: true }],
  ['the key in the name of a header', { apiKey: KEY, headers: { [`x-${KEY}`]: 'x' } }],
  ['the key as a header', { apiKey: KEY, headers: { authorization: KEY } }],
  ['the key as a spelling', { apiKey: KEY, userNameField: KEY }],
];

for (const [what, options] of REFUSED_OPTIONS) {
  test(`nothing is shown of a refused option: ${what}`, () => {
    assert.throws(
      () => new CdkeyClient(/** @type {any} */ (options)),
      (error) => {
        hidden(error, [encodeURIComponent(KEY)]);
        return true;
      },
    );
  });
}

test('a phone however short is masked where it was asked with', async (t) => {
  const { url } = await service(t, { body: { success: false, code: 404, message: '号码7654不存在, 7654' } });
  const error = await rejection(new CdkeyClient({ apiKey: KEY, baseUrl: url }).detail({ phone: '7654', code: 'x' }));
  assert.ok(!error.message.includes('7654') && !error.apiMessage?.includes('7654'), error.message);
  assert.match(error.apiMessage ?? '', /号码.*不存在/);
});

test('clients, their calls and emulators show nothing', async () => {
  const client = new CdkeyClient({
    apiKey: KEY,
    headers: { 'x-secret': 'hush-hush' },
    fetch: async () => new Promise(() => {}),
    timeoutMs: 20,
  });
  hidden(client, ['hush-hush']);
  const call = rejection(client.transfer(TRANSFER_INPUT, { timeoutMs: 30 }));
  hidden(call, ['hush-hush']);
  hidden(client, ['hush-hush']);
  hidden(client.listAll({ user_phone: '15916888888' }), ['hush-hush']);
  hidden({ ...client });
  hidden(await call);
  const emulator = createEmulator({ apiKey: KEY });
  for (const way of [inspect(emulator, { showHidden: true }), JSON.stringify(emulator), String(emulator)]) {
    assert.ok(!way.includes(KEY) && !way.includes('15916888888'), way);
  }
});

test('nothing is written by itself', async (t) => {
  /** @type {unknown[]} */
  const written = [];
  for (const name of /** @type {const} */ (['log', 'info', 'warn', 'error', 'debug', 'trace'])) {
    t.mock.method(console, name, (/** @type {unknown[]} */ ...args) => written.push(args));
  }
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: `http://127.0.0.1:${await closedPort()}`, maxRetries: 0 });
  await rejection(client.detail(DETAIL_INPUT));
  await sleep(5);
  assert.deepEqual(written, []);
});
