/**
 * nginx before two workers, told to send again whatever it can (`proxy_next_upstream error timeout non_idempotent`): each move is made
 * once all the same.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { sleep } from '../support/check.js';
import { closedPort } from '../support/service.js';
import { MOVE, PAID_PAIR, TRANSFER, quotas } from './support.js';

const NGINX = '/usr/sbin/nginx';
const WORKER = fileURLToPath(new URL('worker.js', import.meta.url));
/** How long nginx waits before it asks the other worker. */
const PATIENCE = '1s';

/** @typedef {import('espai-cdkey/emulator').Emulator} Emulator */
/** @typedef {import('node:test').TestContext} Test */

let folder = '';

before(() => {
  assert.ok(existsSync(NGINX), `${NGINX} is missing: scripts/setup test installs it`);
  folder = mkdtempSync(join(tmpdir(), 'espai-cdkey-nginx-'));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * @param {Test} t
 * @param {string[]} fates What becomes of each worker.
 */
async function site(t, fates) {
  const emulator = createEmulator({ cards: PAID_PAIR });
  const platform = await emulator.listen();
  t.after(() => platform.close());
  const place = mkdtempSync(join(folder, 'site-'));
  const moves = join(place, 'moves');
  mkdirSync(moves);
  const ports = await Promise.all(
    fates.map(async (fate) => {
      const child = spawn(process.execPath, [WORKER, platform.url, emulator.apiKey, moves, fate], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      t.after(() => child.kill('SIGKILL'));
      const [port] = await once(child.stdout, 'data');
      return String(port).trim();
    }),
  );
  const port = await closedPort();
  const log = join(place, 'access.log');
  const at = (/** @type {string} */ name) => join(place, name);
  writeFileSync(
    at('nginx.conf'),
    `daemon off; master_process off; pid ${at('pid')}; error_log ${at('error.log')};
events { worker_connections 64; }
http {
  log_format tries '$request_uri $upstream_addr $status';
  access_log ${log} tries;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${at(name)};`).join(' ')}
  upstream workers { ${ports.map((each) => `server 127.0.0.1:${each} max_fails=0;`).join(' ')} keepalive 4; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://workers;
      proxy_http_version 1.1;
      proxy_set_header connection "";
      proxy_set_header host $http_host;
      proxy_read_timeout ${PATIENCE};
      proxy_next_upstream error timeout http_502 http_504 non_idempotent;
    }
  }
}
`,
  );
  const nginx = spawn(NGINX, ['-p', place, '-c', at('nginx.conf'), '-e', at('error.log')], { stdio: 'inherit' });
  t.after(async () => {
    nginx.kill('SIGTERM');
    if (nginx.exitCode === null) await once(nginx, 'close');
  });
  const url = `http://127.0.0.1:${port}`;
  const page = new CdkeyClient({ apiKey: null, baseUrl: url, maxRetries: 0 });
  for (let time = 0; ; time += 1) {
    const up = await page.list().then(
      () => true,
      () => false,
    );
    if (up) break;
    if (time === 100) assert.fail(`nginx did not come up: ${readFileSync(at('error.log'), 'utf8')}`);
    await sleep(50);
  }
  // What is loaded at the first request takes its time, and is not what is looked at.
  for (let time = 0; time < 4; time += 1) await page.list();
  /** How many workers nginx has asked for the last transfer. */
  const tries = async () => {
    // The line is written after the answer.
    await sleep(100);
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    const last = lines.filter((line) => line.startsWith('/cdkey/transfer')).at(-1) ?? '';
    return last.match(/127\.0\.0\.1:\d+/g)?.length ?? 0;
  };
  return { emulator, page, url, tries };
}

/** @param {PromiseLike<unknown>} call */
function outcomeOf(call) {
  return call.then(
    () => 'done',
    (error) => error.outcome,
  );
}

describe('nginx sends a move to the second worker, too', () => {
  test('where the first takes too long: the second waits for it', async (t) => {
    const { emulator, page, tries } = await site(t, ['lives', 'lives']);
    for (let round = 1; round <= 3; round += 1) {
      emulator.inject({ fault: 'latency', ms: 1_100, when: 'before', endpoint: 'transfer' });
      assert.equal(await outcomeOf(page.transfer(MOVE)), 'done');
      assert.equal(await tries(), 2, 'this test tests nothing where nginx asks one worker only');
      assert.deepEqual(quotas(emulator), [500 - 10 * round, 7 + 10 * round]);
    }
  });

  test('where the first dies in the middle: nobody knows what happened, and the second sends nothing', async (t) => {
    const { emulator, page, tries } = await site(t, ['dies', 'dies']);
    emulator.inject({ fault: 'latency', ms: 250, when: 'after', endpoint: 'transfer' });
    assert.equal(await outcomeOf(page.transfer(MOVE)), 'unknown');
    assert.equal(await tries(), 2);
    assert.deepEqual(quotas(emulator), [490, 17]);
  });

  test('where the first tells of an unknown outcome by 502', async (t) => {
    const { emulator, page, tries } = await site(t, ['lives', 'lives']);
    emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer' });
    assert.equal(await outcomeOf(page.transfer(MOVE)), 'unknown');
    assert.equal(await tries(), 2);
    assert.deepEqual(quotas(emulator), [490, 17]);
  });

  test('without a key it is made twice: nothing but the key can tell', async (t) => {
    const { emulator, url, tries } = await site(t, ['lives', 'lives']);
    emulator.inject({ fault: 'latency', ms: 1_100, when: 'before', endpoint: 'transfer', times: 2 });
    const headers = { 'content-type': 'application/json' };
    const send = (/** @type {Record<string, string>} */ more) =>
      fetch(`${url}/cdkey/transfer`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify(TRANSFER),
      });
    await send({});
    assert.equal(await tries(), 2);
    await sleep(1_500);
    assert.deepEqual(quotas(emulator), [480, 27]);
    const key = randomUUID();
    emulator.inject({ fault: 'latency', ms: 1_100, when: 'before', endpoint: 'transfer', times: 2 });
    await send({ 'idempotency-key': key });
    await sleep(1_500);
    assert.deepEqual(quotas(emulator), [470, 37]);
  });
});
