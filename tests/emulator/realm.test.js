/**
 * What vitest's jsdom environment does: the global `Uint8Array` is another realm's than the host's.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { PAID_PAIR, TRANSFER } from './support.js';

const own = globalThis.Uint8Array;
globalThis.Uint8Array = vm.runInNewContext('Uint8Array');
const { CdkeyClient } = await import('espai-cdkey');
const { createEmulator } = await import('espai-cdkey/emulator');

test("another realm's bytes are bytes", async () => {
  assert.notEqual(globalThis.Uint8Array, own);
  const emulator = createEmulator({ cards: PAID_PAIR });
  const server = await emulator.listen();
  const fetches = [
    { fetch: emulator.fetch, baseUrl: 'https://api.espai.fun' },
    { fetch: emulator.backend(), baseUrl: 'https://page.example', apiKey: null },
    { fetch, baseUrl: server.url },
  ];
  for (const options of fetches) {
    const client = new CdkeyClient({ apiKey: emulator.apiKey, ...options });
    assert.equal((await client.list()).cards.length, 2);
    await client.transfer(TRANSFER);
    emulator.inject({ fault: 'slow-body', ms: 10 });
    assert.equal((await client.list()).total, 2);
    emulator.inject({ fault: 'garbage' });
    await assert.rejects(client.list({}, { maxRetries: 0 }), { name: 'DecodeError' });
    emulator.inject({ fault: 'truncate', endpoint: 'transfer' });
    await assert.rejects(client.transfer(TRANSFER), { outcome: 'unknown' });
  }
  assert.deepEqual(
    emulator.cards().map((card) => card.apiLimit),
    [440, 67],
  );
  await server.close();
});
