/**
 * What `explain` tells a person: of every code, outcome and reason, in both languages, and of what is no error of ours.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { CdkeyClient, explain } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { KEY, TRANSFER_INPUT } from '../support/page.js';
import { peer } from '../support/peers.js';
import { rejection } from '../support/check.js';

const TYPES = readFileSync(
  createRequire(import.meta.url)
    .resolve('espai-cdkey/package.json')
    .replace(/package\.json$/, 'index.d.ts'),
  'utf8',
);

/**
 * The members of a union. That they are all that Rust knows is for `tests/native/reason.rs`.
 * @param {string} name
 */
function union(name) {
  const members = new RegExp(`type ${name} =([^;]+);`).exec(TYPES)?.[1] ?? '';
  return [...members.matchAll(/'([a-z_]+)'/g)].map(([, member]) => String(member));
}

/** The codes of the package's later parts, too. */
const CODES = union('ErrorCode');
const REASONS = union('RefusalReason');
const LANGUAGES = /** @type {const} */ (['zh', 'en']);
const HAN = /\p{Script=Han}/u;

/**
 * As `toJSON` gives it.
 * @param {object} more
 */
function report(more) {
  return {
    name: 'CdkeyError',
    message: 'm [c]',
    endpoint: null,
    outcome: 'not_sent',
    retryable: false,
    attempts: 1,
    ...more,
  };
}

/**
 * @param {unknown} error
 * @param {'zh' | 'en'} language
 */
function checked(error, language) {
  const told = explain(error, language);
  assert.deepEqual(Object.keys(told), ['title', 'what', 'todo']);
  for (const text of Object.values(told)) {
    assert.ok(text.length > 1 && text.length < 900 && text === text.trim(), text);
    assert.ok(!/undefined|NaN|\[object|\$\{/.test(text), text);
    assert.ok(language === 'zh' ? HAN.test(text) : !HAN.test(text.replace(/个人中心 → 开发者选项/g, '')), text);
  }
  return told;
}

test('every code has a text of its own, whatever its outcome and its call', () => {
  assert.ok(CODES.length >= 18 && REASONS.length > 40);
  for (const language of LANGUAGES) {
    const titles = new Set();
    for (const code of CODES) {
      titles.add(checked(report({ code }), language).title);
      for (const endpoint of ['list', 'detail', 'balanceLogs', 'transfer', 'destroy', null]) {
        for (const outcome of ['not_sent', 'rejected', 'unknown']) {
          checked(report({ code, endpoint, outcome }), language);
          const more = {
            apiMessage: '平台的话',
            apiCode: 500,
            httpStatus: 503,
            retryAfterMs: 1500,
            path: 'body',
            retryable: true,
          };
          const told = explain(report({ code, endpoint, outcome, ...more }), language);
          assert.ok(!/undefined|NaN|\[object/.test(Object.values(told).join()), JSON.stringify(told));
        }
      }
    }
    assert.equal(titles.size, CODES.length);
    const other = explain(report({ code: 'of_tomorrow' }), language);
    assert.ok(!titles.has(other.title) && other.what.includes('of_tomorrow'));
  }
});

test('every reason has a text of its own, with the field as a person knows it', () => {
  for (const language of LANGUAGES) {
    const texts = new Set();
    for (const reason of REASONS) {
      const told = checked(report({ code: 'invalid_argument', reason, path: 'target_phone' }), language);
      assert.ok(!told.what.startsWith(explain(report({ code: 'invalid_argument' }), language).what), reason);
      texts.add(told.what);
    }
    assert.equal(texts.size, REASONS.length - 1, 'not_text and address_not_text alone say the same');
    const tomorrows = checked(report({ code: 'invalid_argument', reason: 'of_tomorrow', path: 'limit' }), language);
    assert.equal(tomorrows.what, explain(report({ code: 'invalid_argument' }), language).what);
  }
});

test('a move says whether quota can have moved, and what is unknown is not to be repeated', () => {
  for (const code of CODES) {
    for (const endpoint of ['transfer', 'destroy']) {
      for (const outcome of ['not_sent', 'rejected', 'unknown']) {
        const zh = explain(report({ code, endpoint, outcome, retryable: outcome !== 'unknown' }));
        const en = explain(report({ code, endpoint, outcome }), 'en');
        const unknown = outcome === 'unknown';
        assert.equal(
          /结果未知/.test(zh.title) && /可能/.test(zh.what) && /^不要直接重发/.test(zh.todo),
          unknown,
          zh.title,
        );
        assert.equal(/outcome unknown/.test(en.title) && /^Do not simply repeat/.test(en.todo), unknown, en.title);
        assert.equal(/没有变动|没有被销毁/.test(zh.what) && /没有执行/.test(zh.title), !unknown, zh.what);
        assert.equal(/no quota has moved|no card is destroyed/.test(en.what), !unknown, en.what);
      }
    }
  }
});

/** A client of an emulator, and what a call of it comes to. */
function emulated() {
  const emulator = createEmulator();
  /** @type {any} Tests give what no type allows. */
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch, maxRetries: 0, timeoutMs: 500 });
  return { emulator, client };
}

test('why an argument is refused, in both languages', async () => {
  const { client } = emulated();
  const error = await rejection(client.transfer({ ...TRANSFER_INPUT, limit: '1,000' }));
  assert.deepEqual(explain(error), {
    title: '转让没有执行：输入有误',
    what: '额度（limit）必须是只用数字写的整数，例如 10；不能写成 1,000、010、1e3，也不能带空格。请求没有发出，额度没有变动。',
    todo: '请改正后重试；原样重发结果不变。',
  });
  assert.deepEqual(explain(error, 'en'), {
    title: 'Not transferred: wrong input',
    what: 'The amount (limit) must be a whole number in plain digits, such as 10; not 1,000, 010 or 1e3, and with no spaces. Nothing was sent, and no quota has moved.',
    todo: 'Correct it and try again; sending the same again gives the same.',
  });
  /** @type {[Promise<unknown>, string, string][]} */
  const told = [
    [
      client.transfer({ ...TRANSFER_INPUT, target_phone: '+86 159' }),
      '目标手机号（target_phone）',
      "target's phone (target_phone)",
    ],
    [
      client.transfer({ phone: 1, code: 'a', targetPhone: 2, limit: 1 }),
      '缺少目标兑换码（targetCode）。',
      "target's redeem code (targetCode).",
    ],
    [client.list({ limit: 0 }), '每页条数（limit）至少为 1。', 'page size (limit) must be at least 1.'],
    [client.list({ code: '' }), '兑换码（code）是空的。', 'redeem code (code) is empty.'],
    [client.list({ username: null }), '用户昵称（username）', "owner's nickname (username)"],
    [client.list({ user_phone: 'x' }), '用户手机号（user_phone）', "owner's phone (user_phone)"],
    [client.list({ api_limit: 0.5 }), '剩余额度（api_limit）', 'remaining quota (api_limit)'],
    [client.list({ nope: 1 }), '没有名为 nope 的字段或选项', 'no field or option nope;'],
    [client.list({ constructor: 1 }), '没有名为 constructor 的', 'no field or option constructor;'],
    [client.list(null), '查询条件（query）必须是普通对象。', 'The query must be a plain object.'],
    [
      client.list({}, { timeoutMs: 0 }),
      '超时毫秒数（timeoutMs）必须是 1 到 2147483647 的整数。',
      'from 1 to 2147483647.',
    ],
    [client.destroy(['a', 'a']), '第 2 个额度卡 ID（ids[1]）重复了', 'card id no. 2 (ids[1]) stands'],
    [
      client.destroy([{ id: '' }]),
      '第 1 个额度卡 ID（ids[0].id）不能为空',
      'card id no. 1 (ids[0].id) must not be empty',
    ],
    [client.destroy({}), '缺少额度卡 ID（ids.id）。', 'There is no card id (ids.id).'],
  ];
  for (const [call, zh, en] of told) {
    const refused = await rejection(call);
    assert.ok(explain(refused).what.includes(zh), explain(refused).what);
    assert.ok(explain(refused, 'en').what.includes(en), explain(refused, 'en').what);
  }
});

test('an option is explained to who sets it', async () => {
  /** @param {object} options */
  const refusal = (options) => rejection(async () => new CdkeyClient(/** @type {any} */ (options)));
  const key = explain(await refusal({ apiKey: `${KEY}\n` }));
  assert.equal(key.title, '设置有误');
  assert.match(key.what, /^密钥（apiKey）必须正好是 32 个/);
  assert.match(key.todo, /个人中心 → 开发者选项.*open_api_key.*不是设备的 api_key/);
  const header = explain(await refusal({ apiKey: KEY, headers: { Host: 'x' } }), 'en');
  assert.equal(header.what, 'The header Host is set by this package or by the runtime, and cannot be given.');
  const choice = explain(await refusal({ apiKey: KEY, userNameField: 'name' }));
  assert.match(choice.what, /'user_name' or 'username'/);
  // What has no code of its own says so in its words.
  const own = explain(await rejection(async () => createEmulator({ seed: -1 })));
  assert.match(own.what, /seed.*英文说明：seed must be a whole number from 0/);
});

test('a 401 names its readings', async () => {
  const { emulator, client } = emulated();
  emulator.inject({ fault: 'envelope', code: 401, message: '缺失参数：id' });
  const envelope = await rejection(client.list());
  assert.match(explain(envelope).what, /^平台答复 401，原话：“缺失参数：id”。.*密钥不被接受.*缺少参数/);
  emulator.inject({ fault: 'status', status: 401, code: 401, message: '密钥错误' });
  const http = await rejection(client.list());
  assert.ok(!explain(http).what.includes('缺少参数'), explain(http).what);
  for (const error of [envelope, http]) {
    assert.match(explain(error, 'en').todo, /sign in again.*个人中心 → 开发者选项.*device's api_key/);
  }
});

test('what came of a transfer whose answer was lost', async () => {
  const { emulator, client } = emulated();
  emulator.inject({ fault: 'envelope', code: 500, message: '系统错误:xxx', endpoint: 'transfer', when: 'after' });
  const error = await rejection(client.transfer(TRANSFER_INPUT));
  const { title, what, todo } = explain(error);
  assert.equal(title, '转让结果未知：平台出错');
  assert.match(what, /系统错误:xxx.*额度可能已经转走，也可能没有。$/);
  assert.match(todo, /^不要直接重发.*两张卡的剩余额度/);
});

test('an error that was sent as JSON is explained as the error itself', async () => {
  const { emulator, client } = emulated();
  emulator.inject({ fault: 'status', status: 429, retryAfter: 90 });
  for (const call of [client.list({ limit: 0 }), client.list()]) {
    const error = await rejection(call);
    const sent = JSON.parse(JSON.stringify({ ...error, name: error.name, message: error.message }));
    for (const language of LANGUAGES) assert.deepEqual(explain(sent, language), explain(error, language));
  }
  assert.match(explain(report({ code: 'rate_limited', outcome: 'rejected', retryAfterMs: 90_000 })).todo, /等 90 秒/);
});

test('what is not ours is said to be so, and nothing of it is shown', () => {
  const secret = 'sk-secret 15916888888';
  const throwing = {
    get code() {
      throw new Error(secret);
    },
  };
  const foreign = [
    new TypeError(secret),
    Object.assign(new Error(secret), { code: 'ECONNREFUSED' }),
    Object.assign(new Error(secret), { code: 'timeout' }),
    { code: secret, outcome: 'unknown', message: secret },
    { code: 'network', outcome: secret },
    { code: ['network'], outcome: 'unknown' },
    new DOMException(secret, 'AbortError'),
    throwing,
    new Proxy({}, { get: () => secret }),
    secret,
    401,
    null,
    undefined,
    () => secret,
  ];
  for (const language of LANGUAGES) {
    for (const error of foreign) {
      const told = checked(error, language);
      assert.deepEqual(told, explain(undefined, language));
      assert.ok(!JSON.stringify(told).includes('159'));
    }
  }
  assert.match(explain(new TypeError('x')).what, /不是 espai-cdkey 的错误/);
});

test('what it gives is its own, and odd fields do no harm', () => {
  const first = explain(undefined);
  /** @type {any} */ (first).title = 'changed';
  assert.notEqual(explain(undefined).title, 'changed');
  const odd = {
    code: 'bad_response',
    outcome: 'unknown',
    endpoint: 'constructor',
    path: 'x'.repeat(1e6),
    apiMessage: 5,
  };
  assert.ok(explain(odd).what.length < 500);
  // A language that is not spoken here, as a browser names it: an error is being handled, so it is told all the same.
  for (const language of /** @type {any[]} */ (['zh-CN', null, undefined, 5])) {
    assert.deepEqual(explain(odd, language), explain(odd, 'zh'));
  }
});

test('a page that does not import it does not download it', async () => {
  const { build } = await peer('vite');
  /** @param {string} text */
  const bundled = async (text) => {
    const entry = {
      name: 'entry',
      resolveId: (/** @type {string} */ id) => (id === 'page' ? id : null),
      load: (/** @type {string} */ id) => (id === 'page' ? text : null),
    };
    const rollupOptions = { input: 'page' };
    const { output } = await build({
      logLevel: 'warn',
      configFile: false,
      plugins: [entry],
      build: { write: false, rollupOptions },
    });
    return output.map((/** @type {{ code?: string }} */ { code }) => code ?? '').join('');
  };
  const use = "globalThis.client = new CdkeyClient({ apiKey: null, baseUrl: '/api' });";
  const without = await bundled(`import { CdkeyClient } from 'espai-cdkey'; ${use}`);
  const all = await bundled(`import { CdkeyClient, explain } from 'espai-cdkey'; ${use} globalThis.explain = explain;`);
  const texts = ['开发者选项', 'most likely a developer has to', '目标兑换码'];
  assert.deepEqual(
    texts.filter((text) => all.includes(text)),
    texts,
  );
  // The first is in the wasm, too, but packed.
  assert.deepEqual(
    texts.filter((text) => without.includes(text)),
    [],
  );
});
