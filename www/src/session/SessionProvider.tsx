import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Connection, IS_PANEL, keepConnection, keptConnection, type OwnConnection } from './connection.ts';
import { apiPath, askSession } from './panel.ts';
import { openSession, type Session } from './session.ts';
import { type SessionStage, type SessionState, SessionStateContext } from './useSession.ts';

/** Opens the kept connection, and each later choice; in a panel, whenever somebody is signed in. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  // An object of its own for each try, so that the same connection can be opened anew.
  const [wanted, setWanted] = useState<{ readonly connection: Connection }>(() => ({ connection: keptConnection() }));
  const [reached, setReached] = useState<{ readonly wanted: object; readonly stage: SessionStage } | null>(null);
  const open = useRef<Session | null>(null);
  const current = useRef(wanted);

  const recheck = useCallback(async () => {
    const tried = current.current;
    const reach = (stage: SessionStage) => {
      if (current.current !== tried) return;
      open.current = stage.at === 'open' ? stage.session : null;
      setReached({ wanted: tried, stage });
    };
    const session = open.current;
    try {
      if (!IS_PANEL) return reach({ at: 'open', session: await openSession(tried.connection), ended: null });
      const who = await askSession(apiPath());
      if (who.at === 'out') {
        return reach(session === null ? { at: 'signIn', login: who.login } : { at: 'open', session, ended: who.login });
      }
      // The same person again goes on where they were; another one starts afresh.
      const kept = session?.access.actor === who.access.actor ? { ...session, access: who.access } : null;
      const onUnauthenticated = () => void recheck();
      reach({
        at: 'open',
        session: kept ?? (await openSession(tried.connection, who.access, onUnauthenticated)),
        ended: null,
      });
    } catch (error) {
      // In mid-work the screen stays; the call that failed says so itself.
      if (session === null) reach({ at: 'failed', error });
    }
    return undefined;
  }, []);

  useEffect(() => {
    current.current = wanted;
    open.current = null;
    void recheck();
  }, [wanted, recheck]);

  const connect = useCallback((connection: OwnConnection) => {
    keepConnection(connection);
    setWanted({ connection });
  }, []);
  const restart = useCallback(() => setWanted((last) => ({ connection: last.connection })), []);

  const state = useMemo<SessionState>(
    () => ({
      connection: wanted.connection,
      // What an earlier choice reached is not shown for a later one.
      stage: reached?.wanted === wanted ? reached.stage : { at: 'opening' },
      connect,
      restart,
      recheck,
    }),
    [wanted, reached, connect, restart, recheck],
  );

  // A link that was opened in another tab signs this one in, too.
  const waiting = state.stage.at === 'signIn' || (state.stage.at === 'open' && state.stage.ended !== null);
  useEffect(() => {
    if (!waiting) return undefined;
    const look = () => void recheck();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [waiting, recheck]);

  return <SessionStateContext value={state}>{children}</SessionStateContext>;
}
