import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEmulator } from 'espai-cdkey/emulator';
import { PAID_PAIR, TRANSFER, poster, quotas } from './support.js';

test('a trap is told, stays told, and reaches no other emulator', async () => {
  let traps = false;
  const { Instance } = WebAssembly;
  /** Real instances, whose `answer` can be made to trap. */
  WebAssembly.Instance = /** @type {any} */ (
    function (/** @type {WebAssembly.Module} */ module, /** @type {WebAssembly.Imports} */ imports) {
      const exports = Object.entries(new Instance(module, imports).exports).map(([name, value]) => [
        name,
        name !== 'emulatorcore_answer'
          ? value
          : (/** @type {unknown[]} */ ...args) => {
              if (traps) throw new WebAssembly.RuntimeError('unreachable');
              return /** @type {Function} */ (value)(...args);
            },
      ]);
      return { exports: Object.fromEntries(exports) };
    }
  );
  const [broken, other] = [createEmulator({ cards: PAID_PAIR }), createEmulator({ cards: PAID_PAIR })];
  WebAssembly.Instance = Instance;
  const post = poster(broken, broken.fetch, 'http://x');
  assert.equal((await post('transfer', TRANSFER)).status, 200);

  traps = true;
  const internal = { name: 'InternalError', code: 'internal', message: /cards .* make a new one/ };
  await assert.rejects(post('transfer', TRANSFER), internal);
  traps = false;
  // Not as if nothing had been: what its cards are now, nobody knows.
  await assert.rejects(post('list', {}), internal);
  assert.throws(() => broken.cards(), internal);
  assert.throws(() => broken.inject({ fault: 'drop' }), internal);

  assert.equal((await poster(other, other.fetch, 'http://x')('transfer', TRANSFER)).status, 200);
  assert.deepEqual(quotas(other), [490, 17]);
});
