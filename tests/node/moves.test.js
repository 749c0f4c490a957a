/**
 * What verifies transfers and makes many is loaded when it is asked for: nothing else waits for it, and where it cannot be loaded nothing
 * is sent.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PACKAGE = dirname(fileURLToPath(import.meta.resolve('espai-cdkey/package.json')));
const FORMATS = /** @type {const} */ (['module', 'commonjs']);

/**
 * Runs a script where the package is installed, of which `without` is missing. It can put that back.
 * @param {import('node:test').TestContext} t
 * @param {typeof FORMATS[number]} format
 * @param {string} script It logs JSON.
 * @param {boolean} [provided] Whether it is imported from elsewhere at the start, as `moves`.
 */
async function run(t, format, script, provided = false) {
  const folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-moves-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const own = join(folder, 'node_modules/espai-cdkey');
  mkdirSync(own, { recursive: true });
  const file = format === 'module' ? 'moves.js' : 'moves.cjs';
  cpSync(PACKAGE, own, { recursive: true, filter: (path) => !/[/\\](docs|examples|moves\.c?js)$/.test(path) });
  // Of the package's type, as it lies in its folder.
  cpSync(join(PACKAGE, file), join(own, `elsewhere-${file}`));
  const names = 'CdkeyClient, provideMoves';
  const elsewhere = JSON.stringify(join(own, `elsewhere-${file}`));
  const imports =
    format === 'module'
      ? `import { ${names} } from 'espai-cdkey'; import { createEmulator } from 'espai-cdkey/emulator'; import { copyFileSync } from 'node:fs';
         ${provided ? `import * as moves from ${elsewhere};` : ''}`
      : `const { ${names} } = require('espai-cdkey'); const { createEmulator } = require('espai-cdkey/emulator');
         const { copyFileSync } = require('node:fs'); ${provided ? `const moves = require(${elsewhere});` : ''}`;
  const whole = `${imports}
    const putBack = () => copyFileSync(${elsewhere}, ${JSON.stringify(join(own, file))});
    const card = (n) => ({ id: 'id-' + n, code: 'code-' + n, type: '5', apiLimit: 100, userPhone: '17600000001' });
    const emulator = createEmulator({ cards: [card(1), card(2)] });
    const asked = [], events = [];
    const fetch = (url, init) => (asked.push(url.split('/').at(-1)), emulator.fetch(url, init));
    const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch, onEvent: (event) => events.push(event) });
    const move = { phone: '17600000001', code: 'code-1', targetPhone: '17600000001', targetCode: 'code-2', limit: 10 };
    const told = ({ name, code, endpoint, outcome, attempts, message }) => ({ name, code, endpoint, outcome, attempts, message });
    const failure = (work) => work.then((value) => ({ value }), told);
    (async () => { console.log(JSON.stringify(await (${script})())); })();`;
  const args = [`--input-type=${format}`, '--eval', whole];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return JSON.parse(stdout);
}

for (const format of FORMATS) {
  test(`${format}: one that cannot be loaded: nothing is sent, it says so, and the next call tries again`, async (t) => {
    const report = await run(
      t,
      format,
      `async () => {
        const before = { source: card(1), target: card(2) };
        const plain = await client.transfer(move);
        asked.length = 0;
        events.length = 0;
        const results = client.transferMany([move]);
        const errors = [
          await failure(client.transfer(move, { verify: true })),
          await failure(client.settle(move, before)),
          await failure(results.next()),
          await failure(client.destroyMany(['id-1']).next()),
        ];
        const after = await results.next();
        const sent = [...asked];
        putBack();
        const again = await failure(client.transfer(move, { verify: true }));
        return { plain, errors, after, sent, events, again, held: emulator.cards().map(({ apiLimit }) => apiLimit) };
      }`,
    );
    assert.equal(typeof report.plain.message, 'string');
    assert.deepEqual(
      report.errors.map((/** @type {any} */ { message: _, ...rest }) => rest),
      ['transfer', 'detail', 'transfer', 'destroy'].map((endpoint) => ({
        name: 'InternalError',
        code: 'internal',
        endpoint,
        outcome: 'not_sent',
        attempts: 0,
      })),
    );
    for (const { message } of report.errors) assert.match(message, /nothing was sent.*could not be loaded; try again/);
    assert.deepEqual(report.after, { done: true });
    assert.deepEqual(report.sent, []);
    assert.deepEqual(
      report.events.slice(0, 2).map((/** @type {any} */ { type, endpoint, outcome }) => [type, endpoint, outcome]),
      [
        ['error', 'transfer', 'not_sent'],
        ['error', 'detail', 'not_sent'],
      ],
    );
    assert.equal(report.again.value?.confirmedBy, 'response', report.again.message);
    assert.deepEqual(report.held, [80, 120]);
  });

  test(`${format}: what was given beforehand is taken, where nothing can be loaded`, async (t) => {
    const report = await run(
      t,
      format,
      `async () => {
        provideMoves(moves);
        const verified = await client.transfer(move, { verify: true });
        const many = [];
        for await (const { status } of client.transferMany([move, move], { verify: true })) many.push(status);
        return { by: verified.confirmedBy, many, held: emulator.cards().map(({ apiLimit }) => apiLimit) };
      }`,
      true,
    );
    assert.deepEqual(report, { by: 'response', many: ['done', 'done'], held: [70, 130] });
  });
}

test('what is changed after a call changes nothing, while it is loaded', async (t) => {
  const report = await run(
    t,
    'module',
    `async () => {
      putBack();
      const input = { ...move };
      const before = { source: card(1), target: card(2) };
      const verified = client.transfer(input, { verify: true });
      const settled = client.settle(input, before);
      const options = { concurrency: 1 };
      const results = client.transferMany([move], options);
      const first = results.next();
      Object.assign(input, { code: 'other', limit: 1 });
      before.source.code = 'other';
      before.target = null;
      options.concurrency = 'x';
      const { before: read } = await verified;
      return { read: read.source.code, settled: (await settled).before.source.code, first: (await first).value.status };
    }`,
  );
  assert.deepEqual(report, { read: 'code-1', settled: 'code-1', first: 'done' });
});
