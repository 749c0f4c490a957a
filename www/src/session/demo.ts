import { CdkeyClient, type CdkeyEvent } from 'espai-cdkey';
import { createEmulator, type Emulator } from 'espai-cdkey/emulator';

/** The service in this page, with its own example cards, and a client of it. */
export function openDemo(onEvent: (event: CdkeyEvent) => void): { emulator: Emulator; client: CdkeyClient } {
  const emulator = createEmulator({ latencyMs: 60 });
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: emulator.fetch,
    // The key is the emulator's own, made a moment ago and worth nothing.
    dangerouslyAllowBrowser: true,
    onEvent,
  });
  return { emulator, client };
}
