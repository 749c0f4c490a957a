/**
 * One transfer on a connection that was used before, from a program, and what it hears. The argument says whose `fetch` it is:
 * the runtime's `own`, that of `espai-cdkey/node`, or that of a `file` beside this one.
 */
import process from 'node:process';
import { CdkeyClient, isPaid } from 'espai-cdkey';
import { createFetch } from 'espai-cdkey/node';

const [whose, file] = process.argv.slice(2);
const fetches = {
  own: () => ({}),
  node: () => ({ fetch: createFetch() }),
  file: async () => ({ fetch: (await import(file)).once }),
};
const { ESPAI_API_KEY: apiKey, ESPAI_BASE_URL: baseUrl } = process.env;
const client = new CdkeyClient({ apiKey, baseUrl, ...(await fetches[whose]()) });
const { cards } = await client.list();
const [source, target] = cards.filter((card) => isPaid(card) && card.apiLimit > 0);
const { userPhone: phone, code } = source;
await client.detail({ phone, code });
const outcome = await client
  .transfer({ phone, code, targetPhone: target.userPhone, targetCode: target.code, limit: 1 })
  .then(
    () => 'moved',
    (error) => error.outcome,
  );
console.log(JSON.stringify({ outcome }));
