import type { Endpoint } from 'espai-cdkey';
import { createContext, useContext } from 'react';
import type { Login } from './access.ts';
import type { Connection, OwnConnection } from './connection.ts';
import type { Session } from './session.ts';

/** How far the page is with its connection. */
export type SessionStage =
  | { readonly at: 'opening' }
  /** Nobody is signed in yet. */
  | { readonly at: 'signIn'; readonly login: Login }
  /** `ended`: somebody was, and is not any more. What is on the screen stays while they sign in again. */
  | { readonly at: 'open'; readonly session: Session; readonly ended: Login | null }
  | { readonly at: 'failed'; readonly error: unknown };

/** The stage, and the ways to another one. */
export interface SessionState {
  readonly connection: Connection;
  readonly stage: SessionStage;
  /** Takes another connection and keeps it for the next visit. */
  readonly connect: (connection: OwnConnection) => void;
  /** Opens the same connection anew; demo data starts fresh. */
  readonly restart: () => void;
  /** Asks the backend who is signed in now: after a password, a link in another tab, or a sign-out. */
  readonly recheck: () => Promise<void>;
}

export const SessionStateContext = createContext<SessionState | null>(null);
export const SessionContext = createContext<Session | null>(null);

/** The connection in any stage. Only below `SessionProvider`. */
export function useSessionState(): SessionState {
  const state = useContext(SessionStateContext);
  if (state === null) throw new Error('useSessionState needs a SessionProvider above it');
  return state;
}

/** The open session. Only where one is open. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession needs an open session above it');
  return session;
}

/** Whether the signed-in person may do all of this. What they may not is not offered. */
export function useMay(...endpoints: readonly Endpoint[]): boolean {
  const { access } = useSession();
  return endpoints.every((endpoint) => access.allow.includes(endpoint));
}
