/**
 * Usage records, from a Response to what the user gets, beside the same bytes parsed and not checked.
 */
import assert from 'node:assert/strict';
import { peer } from './peer.js';
import { KEY, US } from './ways.js';

export const LOG_COUNTS = [100, 9999];

/** @param {number} count */
export const logsRow = (count) => `logs-${count}`;

/** @param {number} count */
function wireLogs(count) {
  return Array.from({ length: count }, (_, at) => ({
    id: at.toString(16).padStart(32, '0'),
    cdkey_id: (at % 50).toString(16).padStart(32, 'c'),
    type: at % 3,
    api_limit: (at * 37) % 5000,
    user_id: (at % 20).toString(16).padStart(32, 'a'),
    user_phone: at % 20 === 19 ? null : 15_900_000_000 + (at % 20),
    user_name: at % 10 === 9 ? null : `用户${at % 20}`,
    user_email: null,
    create_time: 1_743_506_056_109 + at * 61_813,
  }));
}

/**
 * @param {number} count
 * @returns {Promise<Record<string, () => Promise<any[]>>>}
 */
export async function logs(count) {
  const { CdkeyClient } = await peer('espai-cdkey');
  const wire = wireLogs(count);
  const bytes = new TextEncoder().encode(JSON.stringify({ success: true, totalNumber: count, data: wire }));
  const answer = () => new Response(bytes, { headers: { 'content-type': 'application/json' } });
  const client = new CdkeyClient({ apiKey: KEY, fetch: async () => answer() });
  const ways = {
    [US]: async () => (await client.balanceLogs()).logs,
    'JSON.parse': async () => JSON.parse(new TextDecoder().decode(await answer().arrayBuffer())).data,
  };
  const text = (/** @type {number | string | null} */ value) => (value === null ? null : String(value));
  const expected = wire.map((log) => ({
    id: log.id,
    cardId: log.cdkey_id,
    apiLimit: log.api_limit,
    type: text(log.type),
    userId: log.user_id,
    userPhone: text(log.user_phone),
    userName: log.user_name,
    userEmail: log.user_email,
    createTime: log.create_time,
  }));
  assert.deepStrictEqual(await ways[US](), expected, `${US} gave other records`);
  assert.deepStrictEqual(await ways['JSON.parse'](), wire);
  return ways;
}
