/** `node one.js URL KEY LEDGER`: makes one transfer, to be killed in it. */
import { CdkeyClient } from 'espai-cdkey';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { transferOf } from './support.js';

const [baseUrl = '', apiKey = '', url = ''] = process.argv.slice(2);
const ledger = await openLedger(url);
await new Operations({ client: new CdkeyClient({ baseUrl, apiKey }), ledger }).transfer(transferOf(0, 8));
