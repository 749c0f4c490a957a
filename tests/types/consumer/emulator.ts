/** The emulator's types. */
import { CdkeyClient, type Card } from 'espai-cdkey';
import { createDemoEmulator, createEmulator, type Emulator } from 'espai-cdkey/emulator';
import { holds, type Same } from './assert.js';

const emulator: Emulator = createEmulator({
  apiKey: 'k'.repeat(32),
  seed: 1,
  latencyMs: 0,
  now: () => 0,
  apiLimitFilter: 'exact',
  cards: [
    { id: 'a', code: 'b', type: '1', api_limit: 5, user_phone: 15916888888, create_time: 0, update_time: null },
    { id: 'c', code: 'd', type: '1', apiLimit: 5, userPhone: '15916888888' },
  ],
});
export const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
holds<Same<ReturnType<Emulator['cards']>[number], Card>>();
createEmulator({ cards: emulator.cards() });
holds<Same<ReturnType<typeof createDemoEmulator>, Promise<Emulator>>>();

emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after', times: 2, skip: 1 });
emulator.inject({ fault: 'status', status: 503, retryAfter: 1 });
emulator.inject({ fault: 'envelope', code: 500, message: '系统错误:xxx' });
emulator.inject({ fault: 'redirect', location: '/x' });
const server = await emulator.listen({ port: 0, host: '127.0.0.1', cors: ['https://panel.example'], control: true });
await emulator.listen({ cors: true });
export const page = new CdkeyClient({
  apiKey: null,
  baseUrl: 'https://panel.example/api',
  fetch: emulator.backend({ basePath: '/api' }),
});
emulator.backend();
emulator.inject({ fault: 'hang', endpoint: 'balanceLogs' });
// @ts-expect-error no origins
await emulator.listen({ cors: 'https://panel.example' });
// @ts-expect-error an option that is none
emulator.backend({ path: '/api' });
holds<Same<typeof server.url, string>>();
await server.close();

// @ts-expect-error a fault that is none
emulator.inject({ fault: 'explode' });
// @ts-expect-error no fault
emulator.inject({});
// @ts-expect-error another time
emulator.inject({ fault: 'hang', when: 'later' });
// @ts-expect-error an endpoint that is none
emulator.inject({ fault: 'hang', endpoint: 'mint' });
// @ts-expect-error another reading
createEmulator({ apiLimitFilter: 'atMost' });
// @ts-expect-error a card without quota
createEmulator({ cards: [{ id: 'a', code: 'b', type: '1' }] });
// @ts-expect-error the key is not to be changed
emulator.apiKey = 'x';
