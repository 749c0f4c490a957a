/** `node same-key.js URL KEY LEDGER`: makes one transfer, as fifteen others do. */
import { CdkeyClient } from 'espai-cdkey';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { transferOf } from './support.js';

const [baseUrl = '', apiKey = '', url = ''] = process.argv.slice(2);
const ledger = await openLedger(url);
const operations = new Operations({ client: new CdkeyClient({ baseUrl, apiKey }), ledger });
const { status, attempts } = await operations.transfer(transferOf(3, 8));
console.log(JSON.stringify({ status, attempts }));
await ledger.close();
