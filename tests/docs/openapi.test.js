/**
 * The OpenAPI file is a valid one, and true: what the emulator answers over a socket, what the platform's page shows and what
 * the client sends all fit its schemas, and what is wrong does not.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { peer } from '../support/peers.js';
import * as page from '../support/page.js';
import { ROOT } from './documents.js';
import { listening } from './running.js';

// The validator's own reader of YAML, and its own ajv: what it accepts is what is tested.
const { parse } = await peer('yaml');
// The one JSON Schema validator that knows draft 2020-12 whole, which OpenAPI 3.1 is made of.
const { default: Ajv2020 } = await peer('ajv/dist/2020.js');
const document = parse(readFileSync(join(ROOT, 'docs/openapi.yaml'), 'utf8'));

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
// The file is one schema for its references; what is around the schemas in it is OpenAPI's.
for (const keyword of Object.keys(document)) ajv.addKeyword(keyword);
ajv.addSchema({ $id: 'openapi', ...document });

/** @typedef {'list' | 'detail' | 'transfer' | 'destroy' | 'balance_logs'} Endpoint As the last part of its path. */

const ENDPOINTS = /** @type {const} */ (['list', 'detail', 'transfer', 'destroy', 'balance_logs']);

/**
 * @param {...string} place
 * @returns {(value: unknown) => string[]} What is wrong with a value.
 */
function schemaAt(...place) {
  const pointer = place.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const validate = ajv.getSchema(`openapi#/${pointer}`);
  assert.ok(validate, pointer);
  return (value) => (validate(value) ? [] : [ajv.errorsText(validate.errors)]);
}

/** @param {Endpoint} endpoint */
const operation = (endpoint) => document.paths[`/cdkey/${endpoint}`].post;
/** @param {Endpoint} endpoint */
const requestOf = (endpoint) =>
  schemaAt('paths', `/cdkey/${endpoint}`, 'post', 'requestBody', 'content', 'application/json', 'schema');
/** @param {Endpoint} endpoint */
const successOf = (endpoint) =>
  schemaAt('paths', `/cdkey/${endpoint}`, 'post', 'responses', '200', 'content', 'application/json', 'schema');
const failure = schemaAt('components', 'schemas', 'Failure');

/**
 * The schema for what came, by its status and type.
 * @param {Endpoint} endpoint
 * @param {number} status
 * @param {string} type
 */
function answerOf(endpoint, status, type) {
  if (status === 200 && type === 'application/json') return successOf(endpoint);
  assert.notEqual(status, 200, type);
  const range = type.startsWith('text/') ? 'text/*' : type;
  return schemaAt('components', 'responses', 'Other', 'content', range, 'schema');
}

test('the file is valid OpenAPI 3.1', async () => {
  // Checks against the official schemas of OpenAPI, and brings no CLI, server or bundle with it.
  const { Validator } = await peer('@seriousme/openapi-schema-validator');
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  assert.deepEqual([valid, errors ?? [], validator.version], [true, [], '3.1']);
  assert.deepEqual(
    Object.keys(document.paths),
    ENDPOINTS.map((endpoint) => `/cdkey/${endpoint}`),
  );
  // The validator is no formality: it finds what is missing.
  const { responses: _, ...without } = structuredClone(operation('list'));
  const broken = { ...structuredClone(document), info: {}, paths: { '/cdkey/list': { post: without } } };
  assert.equal((await new Validator().validate(broken)).valid, false);
});

describe("the platform's page", () => {
  const examples = /** @type {const} */ ([
    ['list', page.LIST_INPUT, page.LIST_ANSWER],
    ['detail', page.DETAIL_INPUT, page.DETAIL_ANSWER],
    ['transfer', page.TRANSFER_INPUT, page.TRANSFER_ANSWER],
    ['destroy', page.DESTROY_INPUT, page.DESTROY_ANSWER],
    ['balance_logs', page.LOGS_INPUT, page.LOGS_ANSWER],
  ]);
  for (const [endpoint, input, answer] of examples) {
    test(endpoint, () => {
      const { requestBody, responses } = operation(endpoint);
      assert.deepEqual(requestBody.content['application/json'].examples.page.value, input);
      assert.deepEqual(responses['200'].content['application/json'].examples.page.value, answer);
      assert.deepEqual(requestOf(endpoint)(input), []);
      assert.deepEqual(successOf(endpoint)(answer), []);
      assert.deepEqual(successOf(endpoint)(page.FAILURE), []);
    });
  }
  test('its failure', () => {
    assert.deepEqual(document.components.examples.Failure.value, page.FAILURE);
    assert.deepEqual(failure(page.FAILURE), []);
  });
});

/** @type {Record<Endpoint, unknown[]>} */
const WRONG_REQUESTS = {
  list: [
    [],
    'all',
    { userName: 'x' },
    { page: 1 },
    { page: '0' },
    { limit: '1e3' },
    { code: '' },
    { id: null },
    { type: 1 },
    { api_limit: '010' },
    { user_phone: '+86' },
    // Both spellings of one field.
    { user_name: 'a', username: 'a' },
  ],
  detail: [{}, { phone: '1' }, { code: 'a' }, { phone: 15916888888, code: 'a' }, { ...page.DETAIL_INPUT, id: 'x' }],
  transfer: [
    ...Object.keys(page.TRANSFER_INPUT).map((left) => ({ ...page.TRANSFER_INPUT, [left]: undefined })),
    { ...page.TRANSFER_INPUT, limit: 10 },
    { ...page.TRANSFER_INPUT, limit: '0' },
    { ...page.TRANSFER_INPUT, limit: '-1' },
    { ...page.TRANSFER_INPUT, targetPhone: '1' },
  ],
  destroy: [
    { id: 'a' },
    [],
    ['a'],
    [{}],
    [{ id: '' }],
    [{ id: 1 }],
    [{ id: 'a' }, { id: 'a' }],
    [{ id: 'a', code: 'b' }],
  ],
  balance_logs: [
    {},
    [],
    [{}, {}],
    ['a'],
    [{ id: '' }],
    [{ id: null }],
    [{ page: 1 }],
    [{ page: '0' }],
    [{ limit: '1e3' }],
    [{ cdkey_id: 'a' }],
  ],
};

for (const endpoint of ENDPOINTS) {
  test(`wrong requests of ${endpoint} do not fit`, () => {
    const fits = requestOf(endpoint);
    for (const wrong of WRONG_REQUESTS[endpoint]) {
      // As JSON has it: a field that is undefined is not there.
      assert.notDeepEqual(fits(JSON.parse(JSON.stringify(wrong))), [], JSON.stringify(wrong));
    }
  });
}

test('wrong answers do not fit', () => {
  const { LIST_ANSWER, DETAIL_ANSWER, TRANSFER_ANSWER } = page;
  /** @type {[Endpoint, unknown][]} */
  const wrong = [
    ['list', { ...LIST_ANSWER, success: 'true' }],
    ['list', { ...LIST_ANSWER, totalNumber: undefined }],
    ['list', { ...LIST_ANSWER, data: DETAIL_ANSWER.data }],
    ['list', { ...LIST_ANSWER, data: [{ ...page.WIRE_CARD, id: undefined }] }],
    ['list', { ...LIST_ANSWER, data: [{ ...page.WIRE_CARD, api_limit: 1.5 }] }],
    ['detail', { ...DETAIL_ANSWER, data: [page.WIRE_CARD] }],
    ['detail', TRANSFER_ANSWER],
    ['transfer', {}],
    ['transfer', { success: false }],
    ['destroy', { ...page.FAILURE, code: '系统错误' }],
    ['balance_logs', { ...page.LOGS_ANSWER, totalNumber: undefined }],
    ['balance_logs', { ...page.LOGS_ANSWER, data: page.WIRE_LOG }],
    ['balance_logs', { ...page.LOGS_ANSWER, data: [{ ...page.WIRE_LOG, id: undefined }] }],
    ['balance_logs', { ...page.LOGS_ANSWER, data: [{ ...page.WIRE_LOG, api_limit: 1.5 }] }],
  ];
  for (const [endpoint, answer] of wrong) {
    assert.notDeepEqual(successOf(endpoint)(JSON.parse(JSON.stringify(answer))), [], JSON.stringify(answer));
  }
});

/** The two cards of the page's transfer, as paid ones. */
const PAID = createEmulator()
  .cards()
  .map((card) => (card.code === 'wNaa1GDw' ? { ...card, type: '1' } : card));
/** The second of them for which the service names no number. */
const UNLIMITED = PAID.map((card) => (card.code === '3AoPbLSQ' ? { ...card, apiLimit: null } : card));
/** No phone that is a number, nothing that need not be there. */
const BARE = [{ id: 'a', code: 'b', type: '9', apiLimit: -1, userPhone: '007' }].concat([
  // @ts-expect-error what is left out is what is tried
  { id: 'c', code: 'd', type: '0', apiLimit: 0 },
]);

/**
 * Requests, and whether they succeed.
 * @type {[Endpoint, unknown, 'done' | number, import('espai-cdkey/emulator').EmulatorOptions?][]}
 */
const REQUESTS = [
  ['list', {}, 'done'],
  ['list', page.LIST_INPUT, 'done'],
  ['list', { page: '99' }, 'done'],
  ['list', {}, 'done', { cards: [] }],
  ['list', {}, 'done', { cards: BARE }],
  ['list', { page: '0' }, 400],
  ['list', { limit: 'x' }, 400],
  ['list', { user_name: 'a', username: 'b' }, 400],
  ['list', 'no object', 400],
  ['detail', page.DETAIL_INPUT, 'done'],
  ['detail', { phone: '007', code: 'b' }, 'done', { cards: BARE }],
  ['detail', { phone: '1', code: 'nobody' }, 404],
  ['detail', {}, 400],
  ['transfer', page.TRANSFER_INPUT, 'done', { cards: PAID }],
  ['transfer', page.TRANSFER_INPUT, 400],
  ['transfer', { ...page.TRANSFER_INPUT, limit: '0' }, 400, { cards: PAID }],
  ['transfer', { ...page.TRANSFER_INPUT, limit: '501' }, 400, { cards: PAID }],
  ['transfer', { ...page.TRANSFER_INPUT, target_code: 'nobody' }, 404, { cards: PAID }],
  ['transfer', {}, 400],
  ['destroy', page.DESTROY_INPUT, 'done'],
  ['destroy', [{ id: '772868ead56c48d68fd1924aa5ec3aac' }], 400],
  ['destroy', [{ id: 'nobody' }], 404],
  ['destroy', [], 400],
  ['list', {}, 'done', { cards: UNLIMITED }],
  ['detail', { phone: '17516888888', code: '3AoPbLSQ' }, 'done', { cards: UNLIMITED }],
  ['balance_logs', [{}], 'done'],
  ['balance_logs', page.LOGS_INPUT, 'done'],
  ['balance_logs', [{ page: '99' }], 'done'],
  ['balance_logs', [{ page: '0' }], 400],
  ['balance_logs', [], 400],
  ['balance_logs', {}, 400],
];

for (const [endpoint, body, comes, options] of REQUESTS) {
  const cards = options?.cards ? `, having ${options.cards.length} cards,` : '';
  test(`the emulator${cards} answers ${endpoint} ${JSON.stringify(body)} with ${comes}`, async (t) => {
    const { emulator, url } = await listening(t, options);
    const { answer, wrong } = await ask(endpoint, body, url, emulator.apiKey);
    assert.deepEqual(wrong, []);
    assert.equal(comes === 'done' ? answer.success : answer.code, comes === 'done' ? true : comes);
  });
}

test('records of a transfer fit, as the emulator gives them', async (t) => {
  const { emulator, url } = await listening(t, { cards: PAID });
  assert.deepEqual((await ask('transfer', page.TRANSFER_INPUT, url, emulator.apiKey)).answer.success, true);
  const { answer, wrong } = await ask('balance_logs', [{}], url, emulator.apiKey);
  assert.deepEqual([answer.totalNumber, wrong], [2, []]);
});

for (const endpoint of ENDPOINTS) {
  test(`the emulator's refusals of ${endpoint} before any rule, and its failures`, async (t) => {
    const { emulator, url } = await listening(t);
    const { answer, wrong } = await ask(endpoint, {}, url, 'k'.repeat(32));
    assert.deepEqual([answer.code, wrong], [401, []]);
    const authorization = emulator.apiKey;
    /** @type {[number, Record<string, string>, string][]} */
    const refused = [
      [401, {}, '{}'],
      [401, { authorization: `Bearer ${authorization}` }, '{}'],
      [400, { authorization }, '{"id":'],
      [400, { authorization }, 'null'],
    ];
    for (const [code, headers, body] of refused) {
      const came = await send(endpoint, url, headers, body);
      assert.deepEqual([came.answer.code, came.wrong], [code, []], body);
    }
    /** @type {import('espai-cdkey/emulator').Fault[]} */
    const faults = [
      { fault: 'envelope' },
      { fault: 'envelope', code: null, message: '不行' },
      { fault: 'status', status: 503, code: 500 },
      { fault: 'status', status: 429, code: 429, retryAfter: 1 },
      { fault: 'html' },
      { fault: 'status', status: 404 },
      { fault: 'redirect' },
    ];
    for (const fault of faults) {
      emulator.inject(fault);
      assert.deepEqual((await ask(endpoint, {}, url, emulator.apiKey)).wrong, [], JSON.stringify(fault));
    }
    // And one that is no answer of this API.
    emulator.inject({ fault: 'envelope', code: null, message: null });
    assert.notDeepEqual((await ask(endpoint, {}, url, emulator.apiKey)).wrong, []);
  });
}

/**
 * Asks over a socket, as any program would.
 * @param {Endpoint} endpoint
 * @param {unknown} body
 * @param {string} url
 * @param {string} apiKey
 */
async function ask(endpoint, body, url, apiKey) {
  return send(endpoint, url, { [document.components.securitySchemes.openApiKey.name]: apiKey }, JSON.stringify(body));
}

/**
 * @param {Endpoint} endpoint
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {string} body
 */
async function send(endpoint, url, headers, body) {
  const response = await fetch(`${url}/cdkey/${endpoint}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    redirect: 'manual',
  });
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const text = await response.text();
  /** @type {{ success?: boolean, code?: number, totalNumber?: number }} */
  const answer = type === 'application/json' ? JSON.parse(text) : {};
  return { answer, wrong: answerOf(endpoint, response.status, type)(type === 'application/json' ? answer : text) };
}

test('what the client sends fits', async () => {
  const emulator = createEmulator({ cards: PAID });
  /** @type {[url: string, init: import('espai-cdkey').FetchInit][]} */
  const sent = [];
  /** @type {import('espai-cdkey').Fetch} */
  const fetch = (...request) => {
    sent.push(request);
    return emulator.fetch(...request);
  };
  const options = { apiKey: emulator.apiKey, fetch };
  for (const userNameField of /** @type {const} */ (['user_name', 'username'])) {
    const client = new CdkeyClient({ ...options, userNameField });
    await client.list({ type: 1, userName: '琳琅', userPhone: 15916888888, apiLimit: -5, page: 1, limit: 2 });
  }
  const client = new CdkeyClient(options);
  for await (const card of client.listAll({}, { pageSize: 3 })) assert.ok(card.id);
  await client.detail({ phone: 15916888888, code: 'wNaa1GDw' });
  await client.transfer({ ...page.DETAIL_INPUT, targetPhone: 17516888888, targetCode: '3AoPbLSQ', limit: 10 });
  await client.destroy('196bd2a26e4d459f9dc7d12053a05c15');
  await client.balanceLogs();
  await client.balanceLogs({ id: '772868ead56c48d68fd1924aa5ec3aac', page: 1, limit: 2 });
  const endpoints = new Set();
  for (const [url, { body, headers }] of sent) {
    const endpoint = /** @type {Endpoint} */ (url.split('/').at(-1));
    endpoints.add(endpoint);
    assert.equal(url, `${document.servers[0].url}/cdkey/${endpoint}`);
    assert.equal(headers[document.components.securitySchemes.openApiKey.name], emulator.apiKey);
    assert.deepEqual(requestOf(endpoint)(JSON.parse(body)), [], body);
  }
  assert.deepEqual([...endpoints], [...ENDPOINTS]);
});
