import { keep, kept } from '../ui/kept.ts';

/**
 * Where the cards come from. `panel`: the backend that served this page and knows who is signed in. Without one, the emulator in the
 * page, or a backend whose address is kept; a key never is, because the page never has one.
 */
export type Connection = OwnConnection | { readonly kind: 'panel' };

/** A connection that a person chooses. */
export type OwnConnection = { readonly kind: 'emulator' } | { readonly kind: 'backend'; readonly baseUrl: string };

const KEY = 'espai-cdkey.connection';

/** Whether the page was built to be served by a backend of its own. Constant, so that the other half is left out of the build. */
export const IS_PANEL = import.meta.env.MODE === 'panel';

/** The demo data that a first visit sees. */
const DEMO: Connection = { kind: 'emulator' };

/** The connection of the last visit; demo data where there was none, or where what is kept is not one of ours. */
export function keptConnection(): Connection {
  if (IS_PANEL) return { kind: 'panel' };
  try {
    const value: unknown = JSON.parse(kept(KEY) ?? 'null');
    return isBackend(value) ? { kind: 'backend', baseUrl: value.baseUrl } : DEMO;
  } catch {
    return DEMO;
  }
}

/** Keeps the connection for the next visit, where the browser lets us. */
export function keepConnection(connection: OwnConnection): void {
  keep(KEY, JSON.stringify(connection));
}

function isBackend(value: unknown): value is { kind: 'backend'; baseUrl: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'backend' &&
    'baseUrl' in value &&
    typeof value.baseUrl === 'string'
  );
}
