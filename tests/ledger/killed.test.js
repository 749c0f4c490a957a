import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { MOVE_FAULTS } from '../support/move-faults.js';
import { LEDGERS, agreement, all, cards } from './support.js';

/** `ESPAI_LEDGER_FULL=1`: the whole of it, some minutes; else a shorter form. */
const OPERATIONS = process.env['ESPAI_LEDGER_FULL'] === '1' ? 1000 : 150;
const LEAST_KILLS = OPERATIONS === 1000 ? 20 : 4;
const CARDS = 40;
const WORKER = fileURLToPath(new URL('worker.js', import.meta.url));

const phoneKey = 'a secret of the shop, of some length';
const { sqlite, postgres } = /** @type {Record<string, () => string>} */ (LEDGERS);

for (const [
  kind,
  address,
  kept,
] of /** @type {[string, () => string, import('espai-cdkey/ledger').LedgerOptions][]} */ ([
  ['sqlite', sqlite, {}],
  ['postgres', postgres, {}],
  ['sqlite, hashed phones', sqlite, { phones: 'hashed', phoneKey }],
])) {
  test(
    `${kind}: ${OPERATIONS} mixed operations, killed at random moments: the ledger agrees with the service`,
    { timeout: 1_200_000 },
    async (t) => {
      const url = address();
      const emulator = createEmulator({ cards: cards(CARDS, OPERATIONS), seed: 7, latencyMs: 2 });
      const server = await emulator.listen();
      let kills = 0;
      let told = '';
      for (let round = 0; told === ''; round += 1) {
        MOVE_FAULTS.forEach((fault, at) => {
          const endpoint = at % 3 === 2 ? 'destroy' : 'transfer';
          emulator.inject({ ...fault, endpoint, times: 1, skip: at * 2 + (round % 5) });
          emulator.inject({ ...fault, endpoint: 'detail', times: 1, skip: at * 9 + round });
        });
        const worker = spawn(
          process.execPath,
          [WORKER, server.url, emulator.apiKey, url, String(OPERATIONS), String(CARDS)],
          {
            stdio: ['ignore', 'pipe', 'inherit'],
            env: { ...process.env, ...(kept.phoneKey ? { ESPAI_LEDGER_PHONE_KEY: phoneKey } : {}) },
          },
        );
        let out = '';
        worker.stdout.on('data', (chunk) => (out += String(chunk)));
        const ended = once(worker, 'close');
        // A start takes a while; from within the first reads to the middle of it.
        const timer = setTimeout(
          () => worker.kill('SIGKILL'),
          round < LEAST_KILLS * 2 ? 200 + Math.random() * 900 : 600_000,
        );
        const [status, signal] = await ended;
        clearTimeout(timer);
        if (signal === 'SIGKILL') {
          kills += 1;
          continue;
        }
        assert.equal(status, 0);
        told = out;
      }
      await server.close();
      assert.ok(kills >= LEAST_KILLS, `killed ${kills} times only`);

      const sum = emulator.cards().reduce((held, card) => held + Number(card.apiLimit), 0);
      assert.equal(sum, CARDS * 1_000_000);
      const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
      const ledger = await openLedger(url, kept);
      const operations = new Operations({ client, ledger });
      await operations.recover();
      const found = await all(operations.list({}));
      assert.equal(found.length, OPERATIONS);
      const by = await agreement(emulator, found);
      assert.ok(by.done > OPERATIONS / 2, JSON.stringify(by));
      t.diagnostic(`kills ${kills}, ${JSON.stringify(by)}`);
      await ledger.close();
    },
  );
}
