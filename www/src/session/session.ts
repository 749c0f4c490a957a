import { CdkeyClient } from 'espai-cdkey';
import type { Emulator } from 'espai-cdkey/emulator';
import { CallLog } from './callLog.ts';
import type { Connection } from './connection.ts';

/** One client and what belongs to it. A new connection, or fresh demo data, is a new session. */
export interface Session {
  /** Tells sessions apart, so that no card of one is ever shown in another. */
  readonly id: number;
  readonly connection: Connection;
  readonly client: CdkeyClient;
  /** Only with demo data. */
  readonly emulator: Emulator | null;
  readonly calls: CallLog;
}

let next = 1;

/**
 * Opens a session.
 * @throws `ValidationError` where the address of the backend is refused
 */
export async function openSession(connection: Connection): Promise<Session> {
  const id = next++;
  const calls = new CallLog();
  if (connection.kind === 'backend') {
    const client = new CdkeyClient({ apiKey: null, baseUrl: connection.baseUrl, onEvent: calls.add });
    return { id, connection, client, emulator: null, calls };
  }
  // Loaded only here: a page on a backend never downloads the emulator.
  const { createEmulator } = await import('espai-cdkey/emulator');
  const emulator = createEmulator({ latencyMs: 60 });
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: emulator.fetch,
    // The key is the emulator's own, made a moment ago and worth nothing.
    dangerouslyAllowBrowser: true,
    onEvent: calls.add,
  });
  return { id, connection, client, emulator, calls };
}

/** What is wrong with a backend's address, as the client says it; null where it is in order. */
export function refusalOf(baseUrl: string): unknown {
  try {
    new CdkeyClient({ apiKey: null, baseUrl });
    return null;
  } catch (error) {
    return error;
  }
}
