/** The types of the backend, and what must not compile. */
import { createServer } from 'node:http';
import { CdkeyClient } from 'espai-cdkey';
import { Operations, openLedger } from 'espai-cdkey/ledger';
import { createHandler, toNodeListener, type Grant, type Handler, type IdempotencyStore } from 'espai-cdkey/server';
import { holds, type Same } from './assert.js';

const client = CdkeyClient.fromEnv();
const idempotency: IdempotencyStore = { get: () => null, set: async (_name, _value, { ifAbsent }) => !ifAbsent };
export const handle: Handler = createHandler({
  client,
  authorize: async (request, asked) => {
    if (request.headers.get('cookie') === null) return false;
    const grant: Grant = { actor: 'ann', allow: ['list', 'transfer'], maxTransfer: undefined };
    // Narrowed by the endpoint.
    if (asked.endpoint === 'transfer') {
      holds<Same<typeof asked.input.limit, number>>();
      return asked.input.limit > 5 ? false : grant;
    }
    return asked.endpoint === 'destroy' ? { actor: asked.input.join() } : grant;
  },
  allow: ['list', 'balanceLogs'],
  idempotency,
  onEvent: ({ actor, endpoint, durationMs }) => [actor, endpoint, durationMs],
});
holds<Same<ReturnType<typeof handle>, Promise<Response>>>();
createServer((incoming, outgoing) => void toNodeListener(handle)(incoming, outgoing));
// Where a framework calls it with something of its own.
void handle(new Request('https://panel.example'), { params: {} });

/** Every move is written down first. */
export async function overLedger(): Promise<Handler> {
  const operations = new Operations({ client, ledger: await openLedger('memory:') });
  const { next } = await operations.browse({ status: ['unknown'], person: 'ann', limit: 10 });
  holds<Same<typeof next, number | null>>();
  if ((await operations.reconcile('order-1')).look === 'touched')
    await operations.browse({ before: next ?? undefined });
  return createHandler({ client, operations, authorize: () => false });
}
// @ts-expect-error no operations of a ledger
createHandler({ client, authorize: () => false, operations: {} });

// @ts-expect-error without authorize
createHandler({ client });
// @ts-expect-error neither false nor an actor
createHandler({ client, authorize: () => true });
// @ts-expect-error no endpoint
createHandler({ client, authorize: () => false, allow: ['everything'] });
