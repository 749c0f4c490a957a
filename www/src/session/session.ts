import { CdkeyClient, type CdkeyEvent } from 'espai-cdkey';
import type { Emulator } from 'espai-cdkey/emulator';
import { type Access, FULL_ACCESS } from './access.ts';
import { CallLog } from './callLog.ts';
import { Chosen } from './chosen.ts';
import type { Connection } from './connection.ts';
import { apiPath } from './panel.ts';

/** One client and what belongs to it. A new connection, another person, or fresh demo data, is a new session. */
export interface Session {
  /** Tells sessions apart, so that no card of one is ever shown in another. */
  readonly id: number;
  readonly connection: Connection;
  readonly client: CdkeyClient;
  /** Only with demo data in the page. */
  readonly emulator: Emulator | null;
  readonly calls: CallLog;
  readonly access: Access;
  readonly chosen: Chosen;
}

let next = 1;

/**
 * Opens a session.
 * @param access What the backend said of the person; the rest of the connections allow everything.
 * @param onUnauthenticated Called whenever the backend says that nobody is signed in.
 * @throws `ValidationError` where the address of the backend is refused
 */
export async function openSession(
  connection: Connection,
  access: Access = FULL_ACCESS,
  onUnauthenticated: () => void = () => undefined,
): Promise<Session> {
  const calls = new CallLog();
  const onEvent = (event: CdkeyEvent) => {
    calls.add(event);
    if (event.type === 'error' && event.code === 'unauthenticated') onUnauthenticated();
  };
  const rest = { id: next++, connection, calls, access, chosen: new Chosen() };
  // Written out, and not as IS_PANEL: only so the bundler sees that a panel has no use for the emulator, and leaves it out.
  if (import.meta.env.MODE === 'panel' || connection.kind !== 'emulator') {
    const baseUrl = connection.kind === 'backend' ? connection.baseUrl : apiPath();
    return { ...rest, client: new CdkeyClient({ apiKey: null, baseUrl, onEvent }), emulator: null };
  }
  // Loaded only here: a page on a backend never downloads the emulator.
  const { openDemo } = await import('./demo.ts');
  return { ...rest, ...(await openDemo(onEvent)) };
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
