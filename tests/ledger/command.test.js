import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createEmulator } from 'espai-cdkey/emulator';
import { cards, codeOf, folder, moved, phoneOf, transferOf } from './support.js';

const COMMAND = join(dirname(fileURLToPath(import.meta.resolve('espai-cdkey'))), 'bin/espai-cdkey.js');

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function command(args, env = {}) {
  const run = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', COMMAND, ...args], {
    env: { ...process.env, LANG: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '', status: 0 };
  run.stdout.on('data', (chunk) => (said.out += String(chunk)));
  run.stderr.on('data', (chunk) => (said.err += String(chunk)));
  [said.status] = await once(run, 'close');
  return said;
}

test(
  'two people run one file over one ledger, and nothing moves twice; then the ledger is looked after',
  { timeout: 60_000 },
  async () => {
    const emulator = createEmulator({ cards: cards(8), seed: 7, latencyMs: 5 });
    const server = await emulator.listen();
    const place = folder();
    const ledger = `sqlite:${join(place, 'operations.db')}`;
    const env = { ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: server.url };
    const file = join(place, 'transfers.csv');
    const lines = Array.from({ length: 20 }, (_, at) => {
      const { phone, code, targetPhone, targetCode, limit } = transferOf(at, 8);
      return [phone, code, targetPhone, targetCode, limit].join(',');
    });
    writeFileSync(file, ['phone,code,target_phone,target_code,limit', ...lines].join('\n'));
    emulator.inject({ fault: 'drop', when: 'before', endpoint: 'transfer', skip: 4 });

    const asked = await command(['transfer', '--from', file, '--ledger', ledger], env);
    assert.equal(asked.status, 2, asked.err);
    const both = await Promise.all(
      [1, 2].map(() => command(['transfer', '--from', file, '--ledger', ledger, '--yes', '--json'], env)),
    );
    for (const { status, out, err } of both) {
      assert.equal(status, 3, err);
      const results = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.equal(results.length, 20);
      assert.deepEqual(new Set(results.map((each) => each.status)), new Set(['done', 'unknown']));
      assert.match(err, /done 19, failed 0, unknown 1/);
    }
    const counts = await moved(emulator);
    assert.equal(counts.size, 19);
    assert.ok([...counts.values()].every((times) => times === 1));

    const [unknown] = JSON.parse(
      `[${(await command(['ops', 'list', '--status', 'unknown', '--ledger', ledger, '--json'])).out.trim().split('\n').join(',')}]`,
    );
    assert.match(unknown.key, /^transfers\.csv:\d+$/);
    const table = await command(['ops', 'list', '--ledger', ledger]);
    assert.match(table.out, /^KEY +STATUS +KIND +CARDS +QUOTA/);
    assert.equal(table.out.trim().split('\n').length, 21);
    const show = await command(['ops', 'show', unknown.key, '--ledger', ledger]);
    assert.match(show.out, /status: transfer unknown[\s\S]*evidence: not_observed[\s\S]*error: transfer: no answer/);
    assert.doesNotMatch(show.out, /\b138\d{8}\b/);
    assert.equal((await command(['ops', 'resolve', unknown.key, '--as', 'failed', '--ledger', ledger])).status, 2);
    const resolved = await command([
      'ops',
      'resolve',
      unknown.key,
      '--as',
      'failed',
      '--by',
      'Li',
      '--note',
      'looked',
      '--yes',
      '--ledger',
      ledger,
    ]);
    assert.equal(resolved.status, 0, resolved.err);
    assert.deepEqual(JSON.parse((await command(['ops', 'stats', '--ledger', ledger, '--json'])).out), {
      ...{ prepared: 0, sent: 0, done: 19, failed: 1, unknown: 0 },
    });
    const recovered = await command(['ops', 'recover', '--ledger', ledger, '--json'], env);
    assert.deepEqual(
      [recovered.status, JSON.parse(recovered.out)],
      [0, { done: 0, unknown: 0, released: 0, living: 0 }],
    );
    assert.equal((await command(['ops', 'export', '--ledger', ledger])).out.trim().split('\n').length, 20);
    await server.close();
  },
);

test('what is missing is said', async () => {
  const ledger = `sqlite:${join(folder(), 'operations.db')}`;
  for (const [args, words] of /** @type {[string[], RegExp][]} */ ([
    [['ops', 'list'], /--ledger URL is missing/],
    [['ops', 'walk', '--ledger', ledger], /the action must be one of/],
    [['ops', 'show', '--ledger', ledger], /needs the KEY/],
    [['ops', 'show', 'nobody', '--ledger', ledger], /there is no operation "nobody"/],
    [['ops', 'enqueue', '--ledger', ledger], /--from FILE is missing/],
    [
      ['transfer', phoneOf(0), codeOf(0), phoneOf(1), codeOf(1), '1', '--ledger', ledger],
      /--ledger goes with --from FILE/,
    ],
  ])) {
    const { status, err } = await command(args, { ESPAI_API_KEY: 'k'.repeat(32) });
    assert.equal(status, 2, err);
    assert.match(err, words);
  }
});
