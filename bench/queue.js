/**
 * The queue of `createFetch`: many calls at once over few connections. One of a long queue takes what one of a short queue takes.
 */
import { peer } from './peer.js';
import { KEY } from './ways.js';

export const SHORT = 100;
export const LONG = 2_000;

/** @param {number} count */
export const queueName = (count) => `${count.toLocaleString('en')} at once`;

/**
 * Each makes as many calls in all.
 * @param {string} baseUrl
 * @returns {Promise<Record<string, () => Promise<void>>>}
 */
export async function queues(baseUrl) {
  const { createFetch } = await peer('espai-cdkey/node');
  const { CdkeyClient } = await peer('espai-cdkey');
  const fetch = createFetch({ connections: 4 });
  // Nothing is given up while it waits: the longest queue is what is timed.
  const client = new CdkeyClient({ apiKey: KEY, baseUrl, fetch, timeoutMs: 600_000 });
  const detail = async () => {
    const { id } = await client.detail({ phone: '15900000000', code: 'aaaaaaaa' });
    if (typeof id !== 'string') throw new Error('No card came.');
  };
  return Object.fromEntries(
    [SHORT, LONG].map((count) => {
      const all = async () => {
        for (let times = LONG / count; times > 0; times -= 1) await Promise.all(Array.from({ length: count }, detail));
      };
      return [queueName(count), all];
    }),
  );
}
