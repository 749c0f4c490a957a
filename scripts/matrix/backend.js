/**
 * The service for one cell: the packed package's emulator on a socket, as the platform, and as a backend of the user's own,
 * which holds the key.
 */
import { createRequire } from 'node:module';

/**
 * @typedef {object} Backend
 * @property {string} url The platform's.
 * @property {string} apiKey For who holds one.
 * @property {typeof globalThis.fetch} fetch The backend of a page, under `/api`: adds the key, and answers what it has read.
 * @property {import('espai-cdkey/emulator').Emulator['inject']} inject
 * @property {() => number} changes How often cards have changed, whoever asked for it.
 * @property {(report: unknown) => void} check
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} from Where the package is installed.
 * @returns {Promise<Backend>}
 */
export async function startBackend(from) {
  /** @type {typeof import('espai-cdkey/emulator')} */
  const { createEmulator } = createRequire(`${from}/`)('espai-cdkey/emulator');
  let changes = 0;
  const emulator = createEmulator({
    onChange: () => {
      changes += 1;
    },
  });
  const before = emulator.cards();
  const { url, close } = await emulator.listen();
  return {
    url,
    apiKey: emulator.apiKey,
    fetch: emulator.backend({ basePath: '/api' }),
    inject: (fault) => {
      emulator.inject(fault);
    },
    changes: () => changes,
    check: (report) => {
      check(report, before, emulator.cards());
    },
    close,
  };
}

/** @typedef {import('espai-cdkey').Card} Card */

/**
 * What an app says of its four calls and its refused one, beside what the service holds: quota has moved once, one card is
 * gone, and no more.
 * @param {any} report
 * @param {Card[]} before
 * @param {Card[]} after
 */
function check(report, before, after) {
  const says = () => `the app reported ${JSON.stringify(report)}`;
  const expected = { name: 'ApiError', code: 'api_rejected', isCdkeyError: true };
  const { total, detailId, moved, destroyed, error } = report ?? {};
  if (total !== before.length) throw new Error(`There were ${before.length} cards; ${says()}`);
  if (!before.some(({ id }) => id === detailId)) throw new Error(`No card had that id; ${says()}`);
  if (typeof moved !== 'string' || typeof destroyed !== 'string') throw new Error(`No message came; ${says()}`);
  for (const [key, value] of Object.entries(expected)) {
    if (error?.[key] !== value) throw new Error(`The error's ${key} is not ${String(value)}; ${says()}`);
  }
  const changes = before.map(({ id, apiLimit }) => {
    const now = after.find((card) => card.id === id);
    return now === undefined ? 'gone' : (now.apiLimit ?? NaN) - (apiLimit ?? NaN);
  });
  const changed = changes.filter((change) => change !== 0).sort();
  if (JSON.stringify(changed) !== JSON.stringify([-1, 1, 'gone'])) {
    throw new Error(`One call should have moved and one card be gone, but the cards changed by ${changes.join(', ')}`);
  }
}
