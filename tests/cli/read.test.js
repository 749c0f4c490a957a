/**
 * What only reads: `detail`, `logs`, `doctor`.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { CARDS, MOVE, service } from './support.js';

const { run, inject, url } = await service();

test('detail shows one card', async () => {
  const { status, out, err } = await run(['detail', '15916888888', 'jTkSsmBZ']);
  assert.deepEqual([status, err], [0, '']);
  assert.match(out, /^ID +source\nCODE +jTkSsmBZ\nTYPE +Qinglong\nQUOTA +1,000\nUSER +琳琅\nPHONE +159\*{4}8888\n/);
  const json = await run(['detail', '15916888888', 'jTkSsmBZ', '--json']);
  assert.deepEqual(JSON.parse(json.out), CARDS[1]);
  const none = await run(['detail', '15916888888', 'nowhere', '--lang', 'zh']);
  assert.deepEqual([none.status, none.out], [1, '']);
  // In Chinese, with the original words beside.
  assert.match(none.err, /^espai-cdkey: 查询额度卡失败[^]*\n {2}→ [^]*detail: .*\[api_rejected\]\n$/);
});

test('logs shows usage records', async () => {
  assert.equal((await run(['transfer', ...MOVE, '--yes'])).status, 0);
  const { status, out, err } = await run(['logs', 'source']);
  assert.equal(status, 0);
  assert.match(
    out,
    /^TIME +AMOUNT +TYPE +USER +PHONE +CARD ID\n\d{4}-\d\d-\d\d \d\d:\d\d +10 +2 +琳琅 +159\*{4}8888 +source\n$/,
  );
  assert.match(err, /1 of 1 records/);
  const { logs, hasMore } = JSON.parse((await run(['logs', '--limit', '1', '--json'])).out);
  assert.deepEqual([logs.length, hasMore], [1, true]);
});

describe('doctor', () => {
  test('says that all is well', async () => {
    const { status, out, err } = await run(['doctor']);
    assert.deepEqual([status, err], [0, '']);
    assert.match(
      out,
      /^✓ runtime: Node [^\n]+\n✓ address: http:[^\n]+ answers\n✓ key: accepted\n✓ answer time: \d+ ms\n✓ clock: agrees/,
    );
    const { ok, checks } = JSON.parse((await run(['doctor', '--json'])).out);
    assert.equal(ok, true);
    assert.deepEqual(
      checks.map((/** @type {{ name: string }} */ check) => check.name),
      ['runtime', 'address', 'key', 'answerTime', 'clock'],
    );
  });

  test('says whose fault it is', async () => {
    for (const [env, status, words] of /** @type {const} */ ([
      [{ ESPAI_API_KEY: 'other-key-other-key-other-key-xx' }, 1, /✓ address[^]*✗ key: /],
      [{ ESPAI_API_KEY: '' }, 2, /✗ key: there is no API key/],
      [{ ESPAI_API_KEY: 'short' }, 2, /✗ key: [^]*32 printable/],
      [{ ESPAI_BASE_URL: 'http://127.0.0.1:1' }, 2, /✗ address: /],
      [{ ESPAI_BASE_URL: await unused() }, 4, /✗ address: [^]*ECONNREFUSED/],
    ])) {
      const ended = await run(['doctor'], env);
      assert.match(ended.out, words);
      assert.equal(ended.status, status, ended.out);
    }
  });

  test('notices a clock that is off', async (t) => {
    const server = createServer((_, response) => {
      response.setHeader('date', new Date(Date.now() - 600_000).toUTCString());
      response.end('{"success":true,"data":[],"total":0}');
    }).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const { out } = await run(['doctor', '--lang', 'zh'], { ESPAI_BASE_URL: `http://127.0.0.1:${port}` });
    assert.match(out, /✗ 时钟：比服务快 (59\d|60\d) 秒/);
  });
});

test('each end has its status', async () => {
  for (const [fault, args, status] of /** @type {[object | null, string[], number][]} */ ([
    [null, ['list'], 0],
    [{ fault: 'envelope', code: 400 }, ['list'], 1],
    [{ fault: 'status', status: 401 }, ['list'], 1],
    [{ fault: 'status', status: 429, retryAfter: 3600 }, ['list'], 1],
    [null, ['list', '--page', 'x'], 2],
    [null, ['list', '--code', ''], 2],
    [{ fault: 'html', times: 9 }, ['list'], 4],
    [{ fault: 'garbage' }, ['list'], 4],
    [{ fault: 'drop', times: 9 }, ['list'], 4],
    [{ fault: 'hang', times: 9 }, ['list', '--timeout', '0.2'], 4],
  ])) {
    if (fault !== null) await inject({ endpoint: 'list', ...fault });
    const ended = await run([...args, '--json']);
    assert.equal(ended.status, status, `${JSON.stringify(fault)} ${args.join(' ')}: ${ended.out}${ended.err}`);
    if (status !== 0) assert.ok(JSON.parse(ended.out).error.message);
    await fetch(`${url}/_control/reset`, { method: 'POST', body: '{}' });
  }
});

/** An address where nobody listens. */
async function unused() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
