/**
 * What never reaches the service: each with its status, in the platform's envelope, told to `onEvent`, and with no card changed.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rejection, sleep } from '../support/check.js';
import { peer } from '../support/peers.js';
import { MOVE, TRANSFER, backend, quotas, serve, served } from './support.js';
import { toNodeListener } from 'espai-cdkey/server';

/** @typedef {{ method?: string, headers?: Record<string, string>, path?: string }} More */

const OTHER = 'https://other.example';
/** @type {[string, number, string, string, unknown, More?][]} What is asked, and the status and the code that it gets. */
const REFUSALS = [
  ['nobody signed in', 401, 'unauthenticated', 'transfer', TRANSFER, { headers: { authorization: '' } }],
  ['a session that is not known', 401, 'unauthenticated', 'list', {}, { headers: { authorization: 'Bearer x' } }],
  ['a page of another origin', 403, 'forbidden', 'transfer', TRANSFER, { headers: { origin: OTHER } }],
  ['a page of no origin', 403, 'forbidden', 'transfer', TRANSFER, { headers: { origin: 'null' } }],
  ['another site, by the browser', 403, 'forbidden', 'list', {}, { headers: { 'sec-fetch-site': 'cross-site' } }],
  ['a subdomain, by the browser', 403, 'forbidden', 'list', {}, { headers: { 'sec-fetch-site': 'same-site' } }],
  ['its own origin under another name', 403, 'forbidden', 'list', {}, { headers: { origin: 'http://localhost:1' } }],
  [
    'a form',
    415,
    'unsupported_type',
    'transfer',
    'phone=1',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
  [
    'a form with files',
    415,
    'unsupported_type',
    'transfer',
    'x',
    { headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  ],
  [
    'JSON that is said to be text',
    415,
    'unsupported_type',
    'transfer',
    TRANSFER,
    { headers: { 'content-type': 'text/plain' } },
  ],
  [
    'JSON in another encoding',
    415,
    'unsupported_type',
    'list',
    {},
    { headers: { 'content-type': 'application/json; charset=gbk' } },
  ],
  ['JSON that is packed', 415, 'unsupported_type', 'list', {}, { headers: { 'content-encoding': 'gzip' } }],
  ['a body that is too long', 413, 'too_large', 'list', { code: 'x'.repeat(70_000) }],
  [
    'a body that is too long, and does not say so',
    413,
    'too_large',
    'list',
    { code: 'x'.repeat(70_000) },
    { headers: { 'transfer-encoding': 'chunked' } },
  ],
  ['an endpoint that there is not', 404, 'not_found', 'nothing', {}],
  ['a path with a slash behind it', 404, 'not_found', 'list', {}, { path: '/cdkey/list/' }],
  ['a path in capitals', 404, 'not_found', 'list', {}, { path: '/cdkey/LIST' }],
  ['a path with two slashes', 404, 'not_found', 'list', {}, { path: '//cdkey/list' }],
  ['a path that goes around', 404, 'not_found', 'list', {}, { path: '/public/../cdkey/list' }],
  ['a path with an escape', 404, 'not_found', 'list', {}, { path: '/cdkey/lis%74' }],
  ['a path below another', 404, 'not_found', 'list', {}, { path: '/api/cdkey/list' }],
  ['another method', 405, 'method_not_allowed', 'list', undefined, { method: 'GET' }],
  ['PUT', 405, 'method_not_allowed', 'list', {}, { method: 'PUT' }],
  ['a browser that asks for a page of nobody', 405, 'method_not_allowed', 'list', undefined, { method: 'OPTIONS' }],
  ['no body', 400, 'invalid_argument', 'list', undefined],
  ['a body of blanks', 400, 'invalid_argument', 'list', ' \n'],
  ['what is no JSON', 400, 'invalid_argument', 'list', '{"type":1,}'],
  ['JSON and more', 400, 'invalid_argument', 'list', '{}{}'],
  ['a BOM', 400, 'invalid_argument', 'list', '\ufeff{}'],
  ['half of a surrogate pair', 400, 'invalid_argument', 'list', '{"code":"\\ud800"}'],
  ['null', 400, 'invalid_argument', 'list', 'null'],
  ['an array for an object', 400, 'invalid_argument', 'list', '[]'],
  ['more than 128 levels', 400, 'invalid_argument', 'list', '['.repeat(200) + ']'.repeat(200)],
  ['an unknown key', 400, 'invalid_argument', 'list', { kind: '5' }],
  [
    '__proto__',
    400,
    'invalid_argument',
    'transfer',
    `${JSON.stringify(TRANSFER).slice(0, -1)},"__proto__":{"limit":"1"}}`,
  ],
  ['constructor', 400, 'invalid_argument', 'list', '{"constructor":{"prototype":{"type":"5"}}}'],
  ['__proto__ in a destroy', 400, 'invalid_argument', 'destroy', '[{"id":"a","__proto__":{"id":"b"}}]'],
  [
    'a key that stands twice',
    400,
    'invalid_argument',
    'transfer',
    `${JSON.stringify(TRANSFER).slice(0, -1)},"limit":"1"}`,
  ],
  [
    'a key that stands twice with one value',
    400,
    'invalid_argument',
    'transfer',
    `${JSON.stringify(TRANSFER).slice(0, -1)},"limit":"10"}`,
  ],
  ['a key that stands twice, once in escapes', 400, 'invalid_argument', 'list', '{"type":"1","ty\\u0070e":"1"}'],
  ['a key that stands twice in an array', 400, 'invalid_argument', 'destroy', '[{"id":"a","id":"b"}]'],
  ['an empty filter', 400, 'invalid_argument', 'list', { id: '' }],
  ['a transfer of nothing', 400, 'invalid_argument', 'transfer', { ...TRANSFER, limit: 0 }],
  ['a transfer of half', 400, 'invalid_argument', 'transfer', { ...TRANSFER, limit: 1.5 }],
  [
    'a transfer to itself',
    400,
    'invalid_argument',
    'transfer',
    { ...TRANSFER, target_phone: TRANSFER.phone, target_code: TRANSFER.code },
  ],
  ['a destroy of nothing', 400, 'invalid_argument', 'destroy', []],
  [
    'what this person may not do',
    403,
    'forbidden',
    'transfer',
    TRANSFER,
    { headers: { authorization: 'Bearer reader' } },
  ],
  [
    'more than this person may move',
    403,
    'forbidden',
    'transfer',
    { ...TRANSFER, limit: 11 },
    { headers: { authorization: 'Bearer clerk' } },
  ],
  [
    'an idempotency-key with a space',
    400,
    'invalid_argument',
    'transfer',
    TRANSFER,
    { headers: { 'idempotency-key': 'a b' } },
  ],
  [
    'an idempotency-key without end',
    400,
    'invalid_argument',
    'transfer',
    TRANSFER,
    { headers: { 'idempotency-key': 'a'.repeat(256) } },
  ],
  ['a name that is another host’s', 404, 'not_found', 'list', {}, { headers: { host: 'a b' } }],
  ['a user in the host', 404, 'not_found', 'list', {}, { headers: { host: 'user@host' } }],
];

describe('is refused, and nothing is sent', () => {
  for (const [what, status, code, name, body, more] of REFUSALS) {
    test(what, async (t) => {
      let sent = 0;
      const fetch = async () => {
        sent += 1;
        throw new Error('No request must come here');
      };
      const { post, events, emulator } = await served(t, {}, { fetch });
      const before = quotas(emulator);
      const answer = await post(name, body, more);
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.json.success, false);
      assert.equal(answer.json.code, status);
      assert.match(answer.json.message, /\w/);
      assert.equal(sent, 0);
      assert.deepEqual(quotas(emulator), before);
      assert.equal(events.length, 1);
      assert.equal(events[0]?.code, code);
      assert.equal(events[0]?.outcome, 'not_sent');
    });
  }
});

test('what this person may do is done', async (t) => {
  const { post, emulator } = await served(t);
  const clerk = { headers: { authorization: 'Bearer clerk' } };
  assert.equal((await post('transfer', TRANSFER, clerk)).status, 200);
  assert.equal((await post('list', {}, { headers: { authorization: 'Bearer reader' } })).status, 200);
  assert.deepEqual(quotas(emulator), [490, 17]);
});

test('what is not opted into is not served, and the page is told which', async (t) => {
  const { page, events } = await served(t, { allow: undefined });
  assert.equal((await page().list()).total, 2);
  for (const call of [page().transfer(MOVE), page().destroy('a'), page().balanceLogs()]) {
    const error = await rejection(call);
    assert.deepEqual([error.code, error.httpStatus, error.outcome], ['forbidden', 403, 'rejected']);
  }
  assert.deepEqual(
    events.map(({ endpoint, code }) => [endpoint, code]),
    [
      ['list', undefined],
      ['transfer', 'forbidden'],
      ['destroy', 'forbidden'],
      ['balanceLogs', 'forbidden'],
    ],
  );
});

describe('authorize', () => {
  /** @type {[string, any, number][]} */
  const ways = [
    ['false', () => false, 401],
    ['a promise of false', async () => false, 401],
    [
      'a throw',
      () => {
        throw new Error('the database is gone');
      },
      401,
    ],
    [
      'a rejection',
      async () => {
        throw new Error('the database is gone');
      },
      401,
    ],
    ['undefined', () => undefined, 500],
    ['null', () => null, 500],
    ['true', () => true, 500],
    ['no actor', () => ({}), 500],
    ['an empty actor', () => ({ actor: '' }), 500],
    ['an actor that is no text', () => ({ actor: 5 }), 500],
    ['an endpoint that there is not', () => ({ actor: 'x', allow: ['all'] }), 500],
    ['a limit that is none', () => ({ actor: 'x', maxTransfer: '10' }), 500],
    ['a limit without end', () => ({ actor: 'x', maxTransfer: Infinity }), 500],
    ['a limit below 0', () => ({ actor: 'x', maxTransfer: -1 }), 500],
    ['a limit that is misspelled', () => ({ actor: 'x', maxTranfer: 10 }), 500],
    [
      'a getter that throws',
      () => ({
        get actor() {
          throw new Error('x');
        },
      }),
      500,
    ],
  ];
  for (const [what, own, status] of ways) {
    test(`${what}: ${status}`, async (t) => {
      const { post, emulator, events } = await served(t, { authorize: own });
      const answer = await post('transfer', TRANSFER);
      assert.equal(answer.status, status, answer.text);
      assert.ok(!answer.text.includes('database'));
      assert.deepEqual(quotas(emulator), [500, 7]);
      assert.deepEqual(
        events.map(({ actor, outcome }) => [actor, outcome]),
        [[null, 'not_sent']],
      );
    });
  }

  test('no answer within 10 s is a refusal, and what it says later counts for nothing', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    /** @type {(grant: any) => void} */
    let late = () => {};
    const { handle, emulator } = backend({
      authorize: () =>
        new Promise((resolve) => {
          late = resolve;
        }),
    });
    const headers = { 'content-type': 'application/json' };
    const answer = handle(
      new Request('http://x/cdkey/transfer', { method: 'POST', headers, body: JSON.stringify(TRANSFER) }),
    );
    let ended = false;
    void answer.finally(() => {
      ended = true;
    });
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    t.mock.timers.tick(9_999);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    assert.equal(ended, false);
    t.mock.timers.tick(1);
    assert.equal((await answer).status, 401);
    late({ actor: 'x' });
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    assert.deepEqual(quotas(emulator), [500, 7]);
  });

  test('is not asked before origin, type, size and body are good', async (t) => {
    let asked = 0;
    const { post } = await served(t, {
      authorize: () => {
        asked += 1;
        return false;
      },
    });
    await post('list', {}, { headers: { origin: OTHER } });
    await post('list', {}, { headers: { 'content-type': 'text/plain' } });
    await post('list', { code: 'x'.repeat(70_000) });
    await post('list', '{');
    await post('list', { code: '' });
    assert.equal(asked, 0);
  });
});

describe('origins', () => {
  const origins = ['https://panel.example'];
  const named = { origin: 'https://panel.example', 'sec-fetch-site': 'cross-site' };

  test('a page that is named may ask, and sees refusals too', async (t) => {
    const { post } = await served(t, { origins });
    for (const [headers, status] of /** @type {const} */ ([
      [named, 200],
      [{ ...named, authorization: '' }, 401],
    ])) {
      const answer = await post('list', {}, { headers });
      assert.equal(answer.status, status);
      assert.equal(answer.headers['access-control-allow-origin'], named.origin);
      assert.equal(answer.headers['access-control-allow-credentials'], undefined);
      assert.equal(answer.headers.vary, 'origin');
    }
    const other = await post('list', {}, { headers: { origin: OTHER } });
    assert.equal(other.status, 403);
    assert.equal(other.headers['access-control-allow-origin'], undefined);
  });

  test('a browser that asks first is told what it may send', async (t) => {
    const { post, events } = await served(t, { origins });
    const ask = {
      ...named,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-csrf, b@d',
    };
    const answer = await post('transfer', undefined, { method: 'OPTIONS', headers: { ...ask, authorization: '' } });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers['access-control-allow-methods'], 'POST');
    assert.equal(
      answer.headers['access-control-allow-headers'],
      'authorization, content-type, idempotency-key, x-csrf',
    );
    assert.equal(events.length, 1);
    const other = await post('transfer', undefined, { method: 'OPTIONS', headers: { ...ask, origin: OTHER } });
    assert.equal(other.status, 403);
  });

  test('its own page may ask, and so may a program', async (t) => {
    const { post, url } = await served(t);
    assert.equal((await post('list', {}, { headers: { origin: url, 'sec-fetch-site': 'same-origin' } })).status, 200);
    assert.equal((await post('list', {}, { headers: { 'sec-fetch-site': 'none' } })).status, 200);
    assert.equal((await post('list', {})).status, 200);
  });
});

describe('behind a body parser', () => {
  for (const name of /** @type {const} */ (['express', 'express-4'])) {
    /** @type {[string, (express: any) => unknown, number][]} */
    const parsers = [
      [
        'no parser',
        () => (/** @type {any} */ _request, /** @type {any} */ _response, /** @type {any} */ next) => next(),
        200,
      ],
      ['express.json()', (express) => express.json(), 200],
      ['one for other types', (express) => express.json({ type: 'text/plain' }), 200],
      ['express.text()', (express) => express.text({ type: '*/*' }), 200],
      ['express.raw()', (express) => express.raw({ type: '*/*' }), 200],
      [
        'one that keeps nothing',
        () => (/** @type {any} */ request, /** @type {any} */ _response, /** @type {any} */ next) =>
          request.resume().on('end', next),
        400,
      ],
    ];
    for (const [what, parser, status] of parsers) {
      test(`${name}: ${what}`, async (t) => {
        const { handle, emulator } = backend();
        const { default: express } = await peer(name);
        const app = express();
        app.use(parser(express));
        app.use('/api', toNodeListener(handle));
        const url = await serve(t, app);
        const headers = { 'content-type': 'application/json', authorization: 'Bearer boss' };
        const ask = async (/** @type {string} */ path, /** @type {unknown} */ body) => {
          const answer = await fetch(`${url}/api/cdkey/${path}`, {
            method: 'POST',
            headers,
            body: /** @type {any} */ (body),
          });
          return { status: answer.status, json: await answer.json() };
        };
        const one = await ask('list', '{"type":"2"}');
        assert.equal(one.status, status);
        if (status === 200) assert.equal(one.json.totalNumber, 1, 'the filter is not lost');
        assert.equal((await ask('transfer', JSON.stringify(TRANSFER))).status, status);
        assert.deepEqual(quotas(emulator), status === 200 ? [490, 17] : [500, 7]);
        assert.equal((await ask('list', '')).status, 400, 'an empty body stays one');
      });
    }
  }
});

test('a request whose body somebody has read is refused', async () => {
  const { handle } = backend();
  const headers = { 'content-type': 'application/json', authorization: 'Bearer boss' };
  const request = new Request('http://x/cdkey/list', { method: 'POST', headers, body: '{}' });
  await request.text();
  assert.equal((await handle(request)).status, 400);
});

test('what a listener throws, or never ends with, changes nothing', async (t) => {
  for (const onEvent of [
    () => {
      throw new Error('x');
    },
    async () => {
      throw new Error('x');
    },
    () => new Promise(() => {}),
  ]) {
    const { post } = await served(t, { onEvent });
    assert.equal((await post('list', {})).status, 200);
  }
  await sleep(10);
});

test('it speaks Chinese to who reads it', async (t) => {
  const { post } = await served(t);
  const { json } = await post('list', {}, { headers: { authorization: '', 'accept-language': 'zh-CN,en;q=0.5' } });
  assert.match(json.message, /请重新登录/);
  assert.match((await post('list', {}, { headers: { authorization: '' } })).json.message, /sign in/);
});

test('the handler takes the session of Node’s own request', async (t) => {
  const { handle } = backend({
    authorize: (_request, { incoming }) =>
      incoming?.session?.user === undefined ? false : { actor: incoming.session.user },
  });
  const url = await serve(t, (request, response) => {
    Object.assign(request, { session: { user: 'ann' } });
    void toNodeListener(handle)(request, response);
  });
  const answer = await fetch(`${url}/cdkey/list`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(answer.status, 200);
});
