/**
 * The order system of `examples/orders.mjs`, killed again and again: every order is paid once.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createEmulator } from 'espai-cdkey/emulator';
import { cards, codeOf, folder, moved, phoneOf } from './support.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/orders.mjs', import.meta.url));
const ORDERS = 40;

test(
  'an order system of fifty lines is killed at random moments, and pays every order once',
  { timeout: 120_000 },
  async (t) => {
    // Slow enough that a fast machine is not done before the third kill.
    const emulator = createEmulator({ cards: cards(ORDERS + 1), seed: 7, latencyMs: 20 });
    const server = await emulator.listen();
    const place = folder();
    const file = join(place, 'orders.json');
    const orders = Array.from({ length: ORDERS }, (_, at) => ({
      order: `A${at}`,
      phone: phoneOf(at + 1),
      code: codeOf(at + 1),
      limit: at + 1,
    }));
    writeFileSync(file, JSON.stringify(orders));
    const env = {
      ...process.env,
      ...{
        ESPAI_API_KEY: emulator.apiKey,
        ESPAI_BASE_URL: server.url,
        ESPAI_SHOP_PHONE: phoneOf(0),
        ESPAI_SHOP_CODE: codeOf(0),
      },
    };
    let kills = 0;
    let out = '';
    while (out === '') {
      emulator.inject({ fault: 'drop', when: 'after', endpoint: 'transfer', skip: 3 });
      const run = spawn(process.execPath, [EXAMPLE, file, join(place, 'operations.db')], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      run.stdout.on('data', (chunk) => (out += String(chunk)));
      const ended = once(run, 'close');
      const timer = setTimeout(() => run.kill('SIGKILL'), kills < 5 ? 400 + Math.random() * 400 : 60_000);
      const [status, signal] = await ended;
      clearTimeout(timer);
      if (signal === 'SIGKILL') kills += 1;
      else assert.equal(status, 0);
    }
    await server.close();
    const counts = await moved(emulator);
    const said = JSON.parse(out);
    t.diagnostic(`killed ${kills} times: ${out.trim()}`);
    assert.ok(kills >= 3);
    assert.ok([...counts.values()].every((times) => times === 1));
    assert.equal(said.paid + said.refused + said.unknown + said.later, ORDERS);
    assert.ok(counts.size >= said.paid && counts.size <= said.paid + said.unknown);
    assert.ok(said.paid > ORDERS / 2);
  },
);
