/** The types of Node's faster transport, and what must not compile. */
import { CdkeyClient } from 'espai-cdkey';
import { createFetch } from 'espai-cdkey/node';
import { holds, type Same } from './assert.js';

const fetch = createFetch({ connections: 16, keepAliveMs: 4000 });
createFetch();
createFetch({ connections: undefined });
export const client = new CdkeyClient({ apiKey: 'k'.repeat(32), fetch });
holds<Same<ReturnType<typeof fetch.close>, Promise<void>>>();
await fetch.close();

// @ts-expect-error an option of another library
createFetch({ pipelining: 1 });
// @ts-expect-error a text as number
createFetch({ connections: '16' });
