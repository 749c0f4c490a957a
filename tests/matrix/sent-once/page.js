/** One transfer on a connection that was used before, and what the page hears of it. */
import { CdkeyClient, isPaid } from '/node_modules/espai-cdkey/index.js';

const client = new CdkeyClient({ apiKey: null, baseUrl: '/api' });
const { cards } = await client.list();
const [source, target] = cards.filter((card) => isPaid(card) && card.apiLimit > 0);
const { userPhone: phone, code } = source;
for (let calls = 0; calls < 3; calls += 1) await client.detail({ phone, code });
const leaves = location.search === '?leave';
if (leaves) setTimeout(() => location.assign('/left.html'), 300);
const report = await client
  .transfer({ phone, code, targetPhone: target.userPhone, targetCode: target.code, limit: 1 })
  .then(
    () => ({ outcome: 'moved' }),
    ({ outcome, message }) => ({ outcome, message }),
  );
// The next page tells what comes of that.
if (!leaves) globalThis.report = report;
