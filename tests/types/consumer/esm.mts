/** ESM by its ending. */
import * as all from 'espai-cdkey';
import { CdkeyClient, type Card } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { createFetch } from 'espai-cdkey/node';

const emulator = createEmulator();
const client: all.CdkeyClient = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
export const cards: readonly Card[] = (await client.list()).cards;
export const fetch = createFetch();
