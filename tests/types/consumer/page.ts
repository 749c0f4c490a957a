/** In a page, where a backend holds the key. */
import { CdkeyClient } from 'espai-cdkey';

const client = new CdkeyClient({ apiKey: null, baseUrl: '/api' });
document.title = String((await client.list({}, { signal: AbortSignal.timeout(1000) })).total);
