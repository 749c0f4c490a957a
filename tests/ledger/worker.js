/**
 * A process that makes many operations over a ledger, with hashed phones where it has a key for them, to be killed: `node worker.js URL KEY LEDGER COUNT CARDS`. Every fifth is a destroy.
 */
import { CdkeyClient } from 'espai-cdkey';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { emptyOf, transferOf } from './support.js';

const [baseUrl = '', apiKey = '', url = '', count = '', cards = ''] = process.argv.slice(2);
const client = new CdkeyClient({ baseUrl, apiKey, timeoutMs: 400 });
const phoneKey = process.env['ESPAI_LEDGER_PHONE_KEY'];
const ledger = await openLedger(url, phoneKey ? { phones: 'hashed', phoneKey } : {});
const operations = new Operations({ client, ledger, waitMs: 20_000 });
const told = { done: 0, failed: 0, unknown: 0, not_sent: 0 };
await operations.recover();
let next = 0;
const work = async () => {
  while (next < Number(count)) {
    const at = next++;
    const moving =
      at % 5 === 4
        ? operations.destroy({ key: `op-${at}`, id: emptyOf(at) })
        : operations.transfer(transferOf(at, Number(cards)));
    await moving.then(
      () => (told.done += 1),
      (error) => {
        if (error.name === 'InternalError' || error.outcome === undefined) throw error;
        if (error.outcome === 'unknown') told.unknown += 1;
        else if (error.outcome === 'rejected') told.failed += 1;
        else told.not_sent += 1;
      },
    );
  }
};
await Promise.all(Array.from({ length: 8 }, work));
await operations.recover();
await ledger.close();
console.log(JSON.stringify(told));
