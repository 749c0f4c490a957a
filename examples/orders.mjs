/**
 * An order system that never pays twice: `node orders.mjs ORDERS.json operations.db`, as often as you like, also from two terminals, also after a
 * power cut. Each order's number is the key of its transfer. It needs Node 22.13, ESPAI_API_KEY, and in ESPAI_BASE_URL another service than the
 * platform's, if any.
 *
 * ORDERS.json: `[{ "order": "4711", "phone": …, "code": …, "limit": 100 }, …]`: whose card gets how much. All of it comes from one card of the
 * shop's: ESPAI_SHOP_PHONE, ESPAI_SHOP_CODE.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { CdkeyClient, CdkeyError, explain } from 'espai-cdkey';
import { Operations, openLedger } from 'espai-cdkey/ledger';

const [file = 'orders.json', path = 'operations.db'] = process.argv.slice(2);
const orders = JSON.parse(readFileSync(file, 'utf8'));
const { ESPAI_SHOP_PHONE: phone = '', ESPAI_SHOP_CODE: code = '' } = process.env;

const ledger = await openLedger(`sqlite:${path}`);
const operations = new Operations({ client: CdkeyClient.fromEnv(), ledger });
// What an earlier run has left in the middle, by what the cards say now.
await operations.recover();

const counts = { paid: 0, refused: 0, unknown: 0, later: 0 };
for (const { order, limit, ...customer } of orders) {
  try {
    // Of an order that was paid already this sends nothing, and says so again.
    const target = { targetPhone: customer.phone, targetCode: customer.code };
    await operations.transfer({ key: `order-${order}`, phone, code, ...target, limit });
    counts.paid += 1;
  } catch (error) {
    // The service has said no; nobody knows; or nothing has left, and the next run tries it again.
    if (!(error instanceof CdkeyError)) throw error;
    counts[error.outcome === 'rejected' ? 'refused' : error.outcome === 'unknown' ? 'unknown' : 'later'] += 1;
    console.error(`order ${order}: ${explain(error, 'en').title}`);
  }
}
for await (const { key, evidence } of operations.list({ status: 'unknown' })) {
  console.error(`${key} is unknown (${evidence?.verdict}): look at both cards, then espai-cdkey ops resolve ${key}`);
}
console.log(JSON.stringify(counts));
await ledger.close();
