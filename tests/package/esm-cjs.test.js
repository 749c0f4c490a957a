/**
 * A ten-line script in a folder where the package is installed, by `import` and by `require`; and both in one process.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as esm from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { DESTROY_INPUT, DETAIL_INPUT, KEY, TRANSFER_INPUT } from '../support/page.js';

/** @type {typeof esm} */
const cjs = createRequire(import.meta.url)('espai-cdkey');
/** @type {{ createEmulator: typeof createEmulator }} */
const cjsEmulator = createRequire(import.meta.url)('espai-cdkey/emulator');
const CLASSES = /** @type {const} */ ([
  'CdkeyError',
  'ValidationError',
  'AuthenticationError',
  'RateLimitError',
  'ApiError',
  'HttpError',
  'NetworkError',
  'TimeoutError',
  'AbortError',
  'DecodeError',
  'InternalError',
  'LedgerError',
]);

/**
 * Runs a script where this test stands.
 * @param {'module' | 'commonjs'} type
 * @param {string} script
 * @param {Record<string, string>} [env]
 */
async function run(type, script, env = {}) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [`--input-type=${type}`, '-e', script], {
    cwd: new URL('.', import.meta.url),
    env: { ...process.env, ...env },
    timeout: 20_000,
  });
  assert.equal(stderr, '');
  return stdout;
}

const FOUR_CALLS = `
  const client = new CdkeyClient({ apiKey: process.env.KEY, baseUrl: process.env.URL });
  const { cards, total } = await client.list({ type: 1 });
  const card = await client.detail(${JSON.stringify(DETAIL_INPUT)});
  const moved = await client.transfer(${JSON.stringify(TRANSFER_INPUT)}).catch((error) => [error.name, error.outcome]);
  const gone = await client.destroy(${JSON.stringify(DESTROY_INPUT)});
  console.log(JSON.stringify({ cards: cards.length, total, code: card.code, moved, gone }));
`;

for (const [type, script] of /** @type {const} */ ([
  ['module', `import { CdkeyClient } from 'espai-cdkey';${FOUR_CALLS}`],
  ['commonjs', `const { CdkeyClient } = require('espai-cdkey'); (async () => {${FOUR_CALLS}})();`],
])) {
  test(`the four calls from a ${type} script, which then ends by itself`, async (t) => {
    const emulator = createEmulator();
    const server = await emulator.listen();
    t.after(() => server.close());
    const began = performance.now();
    const output = await run(type, script, { KEY: emulator.apiKey, URL: server.url });
    assert.deepEqual(JSON.parse(output), {
      cards: 3,
      total: 3,
      code: 'wNaa1GDw',
      moved: ['ApiError', 'rejected'],
      gone: { message: '删除成功' },
    });
    // Neither a timer of ours nor a connection holds it for the 30 s that a call may take.
    assert.ok(performance.now() - began < 10_000);
    assert.equal(emulator.cards().length, 7);
  });
}

test('both entries give the same names', () => {
  const names = Object.keys(esm).sort();
  assert.deepEqual(
    Object.keys(cjs)
      .filter((name) => name !== '__esModule' && name !== 'default')
      .sort(),
    names,
  );
  assert.deepEqual(
    names,
    ['CardType', 'CdkeyClient', ...CLASSES, 'cardTypeLabel', 'explain', 'isPaid', 'provideMoves'].sort(),
  );
});

test('the emulator of either kind serves the client of either kind', async () => {
  for (const make of [createEmulator, cjsEmulator.createEmulator]) {
    for (const { CdkeyClient } of [esm, cjs]) {
      const emulator = make();
      const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: /** @type {any} */ (emulator.fetch) });
      assert.equal((await client.detail(DETAIL_INPUT)).apiLimit, 500);
    }
  }
});

test("what the emulator refuses is an instance of the client's classes, in both copies", () => {
  for (const make of [createEmulator, cjsEmulator.createEmulator]) {
    assert.throws(
      () => make(/** @type {any} */ ({ nope: 1 })),
      (error) =>
        [esm, cjs].every(
          ({ CdkeyError, ValidationError }) => error instanceof CdkeyError && error instanceof ValidationError,
        ),
    );
  }
});

test('instanceof holds across both copies in one process', async () => {
  assert.notEqual(esm.CdkeyClient, cjs.CdkeyClient);
  for (const { CdkeyClient } of [esm, cjs]) {
    const client = new CdkeyClient({ apiKey: KEY, fetch: async () => Response.json({ success: false, code: 400 }) });
    const error = await client.transfer(TRANSFER_INPUT).catch((/** @type {unknown} */ thrown) => thrown);
    for (const copy of [esm, cjs]) {
      assert.ok(error instanceof copy.CdkeyError && error instanceof copy.ApiError && error instanceof Error);
      for (const name of CLASSES.filter((one) => one !== 'CdkeyError' && one !== 'ApiError')) {
        assert.ok(!(error instanceof copy[name]), `an ApiError is no ${name}`);
      }
    }
  }
});

test('instanceof is not given away', () => {
  for (const { CdkeyError, ApiError } of [esm, cjs]) {
    for (const value of [undefined, null, 5, 'x', {}, new Error('x'), { name: 'ApiError', code: 'api_rejected' }]) {
      assert.ok(
        !(/** @type {any} */ (value) instanceof CdkeyError) && !(/** @type {any} */ (value) instanceof ApiError),
      );
    }
    class Mine extends /** @type {any} */ (ApiError) {}
    assert.ok(!(new /** @type {any} */ (ApiError)({ message: 'x', code: 'api_rejected' }) instanceof Mine));
  }
});

test("names are the classes' own, also on the prototype and in a stack", () => {
  for (const copy of [esm, cjs]) {
    for (const name of CLASSES) {
      const Class = /** @type {any} */ (copy[name]);
      assert.equal(Class.name, name);
      assert.equal(Class.prototype.name, name);
      assert.match(String(new Class({ message: 'words', code: 'internal' }).stack), new RegExp(`^${name}: words`));
    }
  }
});

test('importing does nothing: no timer, no wasm, no output', async () => {
  const script = `
    const { Module, Instance } = WebAssembly;
    let made = 0;
    WebAssembly.Module = class extends Module { constructor(bytes) { super(bytes); made += 1; } };
    WebAssembly.Instance = class extends Instance { constructor(...args) { super(...args); made += 1; } };
    await import('espai-cdkey'); await import('espai-cdkey/emulator');
    console.log(made, process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length);`;
  assert.equal(await run('module', script), '0 0\n');
});

test('a client in a worker thread, whose cards come back whole', async () => {
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(
    `import { parentPort } from 'node:worker_threads';
     import { CdkeyClient } from 'espai-cdkey';
     import { createEmulator } from 'espai-cdkey/emulator';
     const emulator = createEmulator();
     const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
     parentPort.postMessage(await client.list());`.replace(/'(espai-cdkey[^']*)'/g, (_, name) =>
      JSON.stringify(import.meta.resolve(name)),
    ),
    { eval: true, execArgv: ['--input-type=module'] },
  );
  const page = await new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  });
  await worker.terminate();
  assert.equal(page.cards.length, 8);
  assert.equal(page.cards[0].code, 'wNaa1GDw');
});
