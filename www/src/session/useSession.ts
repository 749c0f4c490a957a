import { createContext, useContext } from 'react';
import type { Connection } from './connection.ts';
import type { Session } from './session.ts';

/** How far the page is with its connection. */
export type SessionStage =
  | { readonly at: 'opening' }
  | { readonly at: 'open'; readonly session: Session }
  | { readonly at: 'failed'; readonly error: unknown };

/** The stage, and the ways to another one. */
export interface SessionState {
  readonly connection: Connection;
  readonly stage: SessionStage;
  /** Takes another connection and keeps it for the next visit. */
  readonly connect: (connection: Connection) => void;
  /** Opens the same connection anew; demo data starts fresh. */
  readonly restart: () => void;
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
