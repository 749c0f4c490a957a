/** Where the cards come from. A backend's address may be kept; a key never is, because the page never has one. */
export type Connection = { readonly kind: 'emulator' } | { readonly kind: 'backend'; readonly baseUrl: string };

const KEY = 'espai-cdkey.connection';

/** The demo data that a first visit sees. */
export const DEMO: Connection = { kind: 'emulator' };

/** The connection of the last visit; demo data where there was none, or where what is kept is not one of ours. */
export function keptConnection(): Connection {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isBackend(kept) ? { kind: 'backend', baseUrl: kept.baseUrl } : DEMO;
  } catch {
    return DEMO;
  }
}

/** Keeps the connection for the next visit, where the browser lets us. */
export function keepConnection(connection: Connection): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(connection));
  } catch {
    // Storage is off: the choice holds for this visit.
  }
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
