/**
 * One transfer of a program. The argument says whose `fetch` it uses: the runtime's `own`, that of `espai-cdkey/node`, or that
 * of a file beside this one.
 */
import process from 'node:process';
import * as copy from 'espai-cdkey';
import { createFetch } from 'espai-cdkey/node';
import { move } from './move.js';

const whose = process.argv[2] ?? '';
const { ESPAI_API_KEY: apiKey = '', ESPAI_BASE_URL: baseUrl = '' } = process.env;

/** @returns {Promise<Partial<import('espai-cdkey').CdkeyClientOptions>>} */
async function fetchOf() {
  if (whose === 'own') return {};
  return { fetch: whose === 'node' ? createFetch() : (await import(whose)).once };
}

console.log(JSON.stringify(await move(copy, new copy.CdkeyClient({ apiKey, baseUrl, ...(await fetchOf()) }))));
