/**
 * A run of a sheet in a process of its own, to be killed: `node worker.js URL KEY SHEET RESULTS`.
 */
import { CdkeyClient } from 'espai-cdkey';
import { bulk } from './support.js';

const [baseUrl = '', apiKey = '', from = '', to = ''] = process.argv.slice(2);
const client = new CdkeyClient({ baseUrl, apiKey, timeoutMs: 400 });
const sheet = await bulk.readTransfers(from);
const results = await bulk.openResults(to, sheet);
console.log(JSON.stringify(results.resumed));
for await (const result of bulk.runTransfers({ client, sheet, results, concurrency: 6 })) {
  if (result.status === 'skipped') throw new Error('nothing was stopped');
}
await results.close();
