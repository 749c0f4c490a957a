/**
 * What a client is made with: every option checked at once, and nothing sent.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { CardType, CdkeyClient, CdkeyError, ValidationError, cardTypeLabel, isPaid } from 'espai-cdkey';
import { KEY, LIST_ANSWER } from '../support/page.js';
import { assertReason, checkError } from '../support/check.js';
import { service } from '../support/service.js';

const LOCAL = 'http://127.0.0.1:2';

/**
 * @param {unknown} options
 * @returns {CdkeyError}
 */
function refusal(options) {
  try {
    new CdkeyClient(/** @type {any} */ (options));
  } catch (error) {
    assert.ok(error instanceof ValidationError && error instanceof CdkeyError, String(error));
    assertReason(error);
    return error;
  }
  assert.fail(`was taken: ${inspect(options)}`);
}

/** @type {[string, string, unknown][]} What it is, the path that names it, the options. */
const REFUSED = [
  ['no options', 'options', undefined],
  ['null', 'options', null],
  ['a text', 'options', KEY],
  ['an array', 'options', [KEY]],
  ['an object of a class', 'options', new (class Options {})()],
  ['no key', 'apiKey', {}],
  ['an undefined key', 'apiKey', { apiKey: undefined }],
  ['an empty key', 'apiKey', { apiKey: '' }],
  ['a key of 31 characters', 'apiKey', { apiKey: 'k'.repeat(31) }],
  ['a key of 33 characters', 'apiKey', { apiKey: 'k'.repeat(33) }],
  ['a key of 10 MB', 'apiKey', { apiKey: 'k'.repeat(10_000_000) }],
  ['a key with Bearer', 'apiKey', { apiKey: `Bearer ${'k'.repeat(32)}` }],
  ['a key with a line break', 'apiKey', { apiKey: `${'k'.repeat(31)}\n` }],
  ['a key with a space before it', 'apiKey', { apiKey: ` ${'k'.repeat(31)}` }],
  ['a key with a letter that is not ASCII', 'apiKey', { apiKey: `${'k'.repeat(31)}é` }],
  ['a key of 16 wide characters', 'apiKey', { apiKey: '额'.repeat(16) }],
  ['a number as key', 'apiKey', { apiKey: 1e31 }],
  ['a String object as key', 'apiKey', { apiKey: new String('k'.repeat(32)) }],
  ['a null key for the platform', 'apiKey', { apiKey: null }],
  ['a null key for the platform, said', 'apiKey', { apiKey: null, baseUrl: 'https://api.espai.fun' }],
  ['a null key for the other host', 'apiKey', { apiKey: null, baseUrl: 'https://api.espai2.fun/x' }],
  ['a null key for the platform in capitals', 'apiKey', { apiKey: null, baseUrl: 'https://API.ESPAI.FUN.' }],
  ['plain http', 'baseUrl', { apiKey: KEY, baseUrl: 'http://api.espai.fun' }],
  ['http to what only looks like loopback', 'baseUrl', { apiKey: KEY, baseUrl: 'http://127.0.0.1.example.com' }],
  ['http to localhost.example.com', 'baseUrl', { apiKey: KEY, baseUrl: 'http://localhost.example.com' }],
  ['ftp', 'baseUrl', { apiKey: KEY, baseUrl: 'ftp://127.0.0.1' }],
  ['javascript:', 'baseUrl', { apiKey: KEY, baseUrl: 'javascript:alert(1)' }],
  ['no address', 'baseUrl', { apiKey: KEY, baseUrl: 'not an address' }],
  ['an empty address', 'baseUrl', { apiKey: KEY, baseUrl: '' }],
  ['a relative address without a slash outside a page', 'baseUrl', { apiKey: null, baseUrl: 'api' }],
  ['an address without its protocol', 'baseUrl', { apiKey: KEY, baseUrl: '//api.espai.fun' }],
  ['a user', 'baseUrl', { apiKey: KEY, baseUrl: 'https://user@api.espai.fun' }],
  ['a password', 'baseUrl', { apiKey: KEY, baseUrl: 'https://user:secret@api.espai.fun' }],
  ['a query', 'baseUrl', { apiKey: KEY, baseUrl: 'https://api.espai.fun/?a=1' }],
  ['an empty query', 'baseUrl', { apiKey: KEY, baseUrl: 'https://api.espai.fun/?' }],
  ['a fragment', 'baseUrl', { apiKey: KEY, baseUrl: 'https://api.espai.fun/#a' }],
  ['a URL object', 'baseUrl', { apiKey: KEY, baseUrl: new URL('https://api.espai.fun') }],
  ['a null address', 'baseUrl', { apiKey: KEY, baseUrl: null }],
  ['a port that is none', 'baseUrl', { apiKey: KEY, baseUrl: 'https://api.espai.fun:99999' }],
  ['no time', 'timeoutMs', { apiKey: KEY, timeoutMs: 0 }],
  ['a time below 0', 'timeoutMs', { apiKey: KEY, timeoutMs: -1 }],
  ['half a millisecond', 'timeoutMs', { apiKey: KEY, timeoutMs: 0.5 }],
  ['NaN', 'timeoutMs', { apiKey: KEY, timeoutMs: NaN }],
  ['Infinity', 'timeoutMs', { apiKey: KEY, timeoutMs: Infinity }],
  ['more than a timer holds', 'timeoutMs', { apiKey: KEY, timeoutMs: 2 ** 31 }],
  ['a text as time', 'timeoutMs', { apiKey: KEY, timeoutMs: '1000' }],
  ['a null time', 'timeoutMs', { apiKey: KEY, timeoutMs: null }],
  ['a bigint', 'timeoutMs', { apiKey: KEY, timeoutMs: 1000n }],
  ['retries below 0', 'maxRetries', { apiKey: KEY, maxRetries: -1 }],
  ['half a retry', 'maxRetries', { apiKey: KEY, maxRetries: 1.5 }],
  ['endless retries', 'maxRetries', { apiKey: KEY, maxRetries: Infinity }],
  ['no bytes', 'maxResponseBytes', { apiKey: KEY, maxResponseBytes: 0 }],
  ['half a byte', 'maxResponseBytes', { apiKey: KEY, maxResponseBytes: 0.5 }],
  ['another spelling', 'userNameField', { apiKey: KEY, userNameField: 'userName' }],
  ['a null spelling', 'userNameField', { apiKey: KEY, userNameField: null }],
  ['a fetch that is none', 'fetch', { apiKey: KEY, fetch: {} }],
  ['a null fetch', 'fetch', { apiKey: KEY, fetch: null }],
  ['a listener that is none', 'onEvent', { apiKey: KEY, onEvent: 'log' }],
  ['headers that are a text', 'headers', { apiKey: KEY, headers: 'a: b' }],
  ['headers that are a Headers', 'headers', { apiKey: KEY, headers: new Headers() }],
  ['headers that are a list', 'headers', { apiKey: KEY, headers: [['a', 'b']] }],
  ['an authorization', 'headers.authorization', { apiKey: KEY, headers: { authorization: 'x' } }],
  ['an Authorization', 'headers.Authorization', { apiKey: KEY, headers: { Authorization: 'x' } }],
  ['a content-type', 'headers.Content-Type', { apiKey: KEY, headers: { 'Content-Type': 'text/plain' } }],
  ['a host', 'headers.host', { apiKey: KEY, headers: { host: 'x' } }],
  ['a header with a line break', 'headers.x', { apiKey: KEY, headers: { x: 'a\r\nauthorization: b' } }],
  ['a header that is no text', 'headers.x', { apiKey: KEY, headers: { x: 1 } }],
  ['a header that is null', 'headers.x', { apiKey: KEY, headers: { x: null } }],
  ['a header whose name is none', 'headers.a b', { apiKey: KEY, headers: { 'a b': 'c' } }],
  ['a header twice', 'headers.X', { apiKey: KEY, headers: { x: '1', X: '2' } }],
  ['a flag that is a text', 'allowInsecureHttp', { apiKey: KEY, allowInsecureHttp: 'yes' }],
  ['a flag that is 1', 'dangerouslyAllowBrowser', { apiKey: KEY, dangerouslyAllowBrowser: 1 }],
  ['an unknown option', 'apikey', { apikey: KEY }],
  ['an option of another library', 'baseURL', { apiKey: KEY, baseURL: LOCAL }],
  ['an own __proto__', '__proto__', JSON.parse(`{"__proto__": {}, "apiKey": ${JSON.stringify(KEY)}}`)],
];

test("a page's own address where there is no page yet: the first call says so, and the one in the page works", async (t) => {
  /** @type {string[]} */
  const urls = [];
  const fetch = async (/** @type {string} */ url) => {
    urls.push(url);
    return Response.json({ success: true });
  };
  // As a page's module that is rendered on a server first: it must load.
  const client = new CdkeyClient({ apiKey: null, baseUrl: '/api', fetch });
  const error = await client.destroy('a').catch((reason) => reason);
  checkError(error, { name: 'ValidationError', code: 'invalid_config', outcome: 'not_sent', path: 'baseUrl' });
  assert.match(error.message, /only works in a page/);
  await assert.rejects(client.listAll().next(), { code: 'invalid_config' });
  assert.deepEqual(urls, []);
  t.after(() => {
    // @ts-expect-error -- Node has none of its own.
    delete globalThis.location;
  });
  // @ts-expect-error -- Only what is looked at.
  globalThis.location = { href: 'https://shop.example/cards?x=1' };
  await client.destroy('a');
  assert.deepEqual(urls, ['https://shop.example/api/cdkey/destroy']);
});

test('what is wrong besides is refused at once there, too', () => {
  for (const [path, more] of /** @type {[string, object][]} */ ([
    ['timeoutMs', { timeoutMs: 0 }],
    ['apiKey', { apiKey: 'short' }],
    ['headers.host', { headers: { host: 'x' } }],
    ['nonsense', { nonsense: 1 }],
  ])) {
    const error = refusal({ apiKey: null, baseUrl: '/api', ...more });
    checkError(error, { name: 'ValidationError', code: 'invalid_config', outcome: 'not_sent', path });
  }
});

test('a limit is told in full, though it looks like a phone number', () => {
  assert.match(refusal({ apiKey: KEY, timeoutMs: 0 }).message, /from 1 to 2\^31 - 1/);
});

for (const [what, path, options] of REFUSED) {
  test(`refused: ${what}`, () => {
    const error = refusal(options);
    const fixed = { name: 'ValidationError', code: 'invalid_config', endpoint: null, outcome: 'not_sent' };
    checkError(error, { ...fixed, retryable: false, attempts: 0, path });
    assert.ok(!inspect(error).includes('k'.repeat(31)), 'the key is shown');
    assert.ok(error.message.length < 500, 'the message is endless');
  });
}

test('refused: a getter that throws, and a proxy that does', () => {
  const getter = {
    apiKey: KEY,
    get baseUrl() {
      throw new Error(`secret ${KEY}`);
    },
  };
  assert.equal(refusal(getter).path, 'baseUrl');
  const trap = () => {
    throw new Error(`secret ${KEY}`);
  };
  assert.equal(refusal(new Proxy({}, { ownKeys: trap })).path, 'options');
  assert.equal(refusal(new Proxy({}, { getPrototypeOf: trap })).path, 'options');
  assert.ok(!inspect(refusal(getter), { showHidden: true }).includes(KEY));
});

test('an unknown option that is a secret is not shown', () => {
  const error = refusal({ apiKey: KEY, ['s'.repeat(32)]: 1 });
  assert.ok(!inspect(error).includes('s'.repeat(32)));
  assert.ok(!inspect(refusal({ apiKey: KEY, 'phone 15916888888': 1 })).includes('15916888888'));
  assert.ok((refusal({ apiKey: KEY, ['x'.repeat(100_000)]: 1 }).path ?? '').length < 100);
});

/** @type {[string, import('espai-cdkey').CdkeyClientOptions][]} */
const TAKEN = [
  ['a key alone', { apiKey: KEY }],
  [
    'undefined options',
    { apiKey: KEY, baseUrl: undefined, timeoutMs: undefined, headers: undefined, fetch: undefined },
  ],
  ['http to 127.0.0.1', { apiKey: KEY, baseUrl: 'http://127.0.0.1:8080' }],
  ['http to all of 127', { apiKey: KEY, baseUrl: 'http://127.1.2.3' }],
  ['http to ::1', { apiKey: KEY, baseUrl: 'http://[::1]:8080/' }],
  ['http to localhost', { apiKey: KEY, baseUrl: 'http://localhost' }],
  ['http anywhere, asked for', { apiKey: KEY, baseUrl: 'http://10.1.2.3', allowInsecureHttp: true }],
  ['a null key for another host', { apiKey: null, baseUrl: 'https://example.com/api/' }],
  ['a null key for a host that ends alike', { apiKey: null, baseUrl: 'https://notespai.fun' }],
  ['the least numbers', { apiKey: KEY, timeoutMs: 1, maxRetries: 0, maxResponseBytes: 1 }],
  [
    'the greatest numbers',
    { apiKey: KEY, timeoutMs: 2 ** 31 - 1, maxRetries: 2 ** 31 - 1, maxResponseBytes: 2 ** 31 - 1 },
  ],
  ['both spellings', { apiKey: KEY, userNameField: 'username' }],
  ['an object without a prototype', Object.assign(Object.create(null), { apiKey: KEY })],
];

for (const [what, options] of TAKEN) {
  test(`taken: ${what}`, () => {
    assert.ok(new CdkeyClient(options) instanceof CdkeyClient);
  });
}

test('headers, prefix and key go out with every request, and nothing else of ours', async (t) => {
  const { url, seen } = await service(t, { body: LIST_ANSWER });
  const headers = { 'X-Trace': 'abc', 'user-agent': 'mine', left: undefined };
  const client = new CdkeyClient({ apiKey: KEY, baseUrl: `${url}/pre/fix/`, headers });
  await client.list();
  const [request] = seen;
  assert.ok(request);
  assert.equal(request.method, 'POST');
  assert.equal(request.url, '/pre/fix/cdkey/list');
  assert.equal(request.headers['authorization'], KEY);
  assert.equal(request.headers['content-type'], 'application/json');
  assert.equal(request.headers['x-trace'], 'abc');
  assert.equal(request.headers['user-agent'], 'mine');
  assert.ok(!('left' in request.headers));
});

test('a null key sends no authorization', async (t) => {
  const { url, seen } = await service(t, { body: LIST_ANSWER });
  await new CdkeyClient({ apiKey: null, baseUrl: url }).list();
  assert.ok(!('authorization' in (seen[0]?.headers ?? { authorization: '' })));
});

test('options are read once: what is changed later changes nothing', async (t) => {
  const { url, seen } = await service(t, { body: LIST_ANSWER });
  const options = { apiKey: KEY, baseUrl: url, headers: { a: '1' } };
  const client = new CdkeyClient(options);
  options.apiKey = 'x'.repeat(32);
  options.headers.a = '2';
  await client.list();
  assert.equal(seen[0]?.headers['authorization'], KEY);
  assert.equal(seen[0]?.headers['a'], '1');
});

test('the global fetch is looked up at each call', async () => {
  const client = new CdkeyClient({ apiKey: KEY });
  const own = globalThis.fetch;
  /** @type {unknown[]} */
  const urls = [];
  globalThis.fetch = async (url) => {
    urls.push(url);
    return Response.json(LIST_ANSWER);
  };
  try {
    await client.list();
  } finally {
    globalThis.fetch = own;
  }
  assert.deepEqual(urls, ['https://api.espai.fun/cdkey/list']);
});

test('without any fetch a call says so', async () => {
  const client = new CdkeyClient({ apiKey: KEY });
  const own = globalThis.fetch;
  // @ts-expect-error a runtime without one
  globalThis.fetch = undefined;
  try {
    await assert.rejects(client.list(), {
      name: 'ValidationError',
      code: 'invalid_config',
      path: 'fetch',
      outcome: 'not_sent',
    });
  } finally {
    globalThis.fetch = own;
  }
});

test('a key in a page is refused unless asked for', () => {
  /** @type {any} */
  const world = globalThis;
  world.window = world;
  world.document = {};
  try {
    assert.equal(refusal({ apiKey: KEY }).path, 'apiKey');
    assert.match(refusal({ apiKey: KEY }).message, /dangerouslyAllowBrowser/);
    assert.ok(new CdkeyClient({ apiKey: KEY, dangerouslyAllowBrowser: true }));
    assert.ok(new CdkeyClient({ apiKey: null, baseUrl: 'https://example.com' }));
  } finally {
    delete world.window;
    delete world.document;
  }
});

test('card types: codes, names, what is paid', () => {
  assert.deepEqual(
    { ...CardType },
    { Trial: '0', Qinglong: '1', Jiuweihu: '2', Xuanwu: '3', Zhulong: '4', Taotie: '5' },
  );
  const labels = ['0', '1', '2', '3', '4', '5', '17'];
  assert.deepEqual(
    labels.map((type) => cardTypeLabel(type)),
    ['免费体验卡', '青龙', '九尾狐', '玄武', '烛龙', '饕餮', '17'],
  );
  const english = labels.map((type) => cardTypeLabel(type, 'en'));
  assert.deepEqual(english, ['Free trial', 'Qinglong', 'Jiuweihu', 'Xuanwu', 'Zhulong', 'Taotie', '17']);
  assert.deepEqual(
    labels.map((type) => isPaid(type)),
    [false, true, true, true, true, true, false],
  );
  assert.equal(isPaid({ type: '3' }), true);
  assert.throws(() => isPaid(/** @type {any} */ (3)), { name: 'ValidationError', path: 'type', reason: 'not_text' });
  const language = { name: 'ValidationError', path: 'language', reason: 'not_one_of' };
  assert.throws(() => cardTypeLabel('1', /** @type {any} */ ('de')), language);
});
