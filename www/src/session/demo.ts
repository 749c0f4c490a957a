import { CdkeyClient, type CdkeyEvent } from 'espai-cdkey';
import { createDemoEmulator, type Emulator } from 'espai-cdkey/emulator';

/** So that a person sees what is shown while something is awaited. */
const LATENCY_MS = 60;

/** The service in this page, with the cards of `espai-cdkey admin --demo`, and a client of it. */
export async function openDemo(
  onEvent: (event: CdkeyEvent) => void,
): Promise<{ readonly emulator: Emulator; readonly client: CdkeyClient }> {
  const emulator = await createDemoEmulator();
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: async (url, init) => {
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      return emulator.fetch(url, init);
    },
    // The key is the emulator's own, made a moment ago and worth nothing.
    dangerouslyAllowBrowser: true,
    onEvent,
  });
  return { emulator, client };
}
