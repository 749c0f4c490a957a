import type { Endpoint } from 'espai-cdkey';

/** What the signed-in person may do. The backend decides, and refuses all the same; the page only offers no more than this. */
export interface Access {
  /** Who is signed in, in the backend's words; null where nobody signs in. */
  readonly actor: string | null;
  readonly allow: readonly Endpoint[];
  /** The most calls that one transfer may move; null where there is no limit. */
  readonly maxTransfer: number | null;
  /** Whether the backend serves demo cards. */
  readonly demo: boolean;
  /** Whether there is a way to sign out. */
  readonly signOut: boolean;
  /** What may be done with the backend's ledger of moves; null where it has none. */
  readonly operations: 'look' | 'settle' | null;
}

/** Every endpoint that there is. */
export const ENDPOINTS = [
  'list',
  'detail',
  'transfer',
  'destroy',
  'balanceLogs',
] as const satisfies readonly Endpoint[];

/** Demo data in the page, or a backend that has not said what it allows: everything is offered. */
export const FULL_ACCESS: Access = {
  actor: null,
  allow: ENDPOINTS,
  maxTransfer: null,
  demo: false,
  signOut: false,
  operations: null,
};

/** How a person signs in: by a link that the command printed, by a password, or on a page that the backend has for it. */
export type Login = 'link' | 'password' | { readonly page: string };
