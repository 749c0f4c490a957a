import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { type Connection, keepConnection, keptConnection } from './connection.ts';
import { openSession } from './session.ts';
import { type SessionStage, type SessionState, SessionStateContext } from './useSession.ts';

/** Opens the kept connection, and each later choice. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  // An object of its own for each try, so that the same connection can be opened anew.
  const [wanted, setWanted] = useState<{ readonly connection: Connection }>(() => ({ connection: keptConnection() }));
  const [reached, setReached] = useState<{ readonly wanted: object; readonly stage: SessionStage } | null>(null);

  useEffect(() => {
    let current = true;
    const reach = (stage: SessionStage) => {
      if (current) setReached({ wanted, stage });
    };
    openSession(wanted.connection).then(
      (session) => reach({ at: 'open', session }),
      (error: unknown) => reach({ at: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [wanted]);

  const connect = useCallback((connection: Connection) => {
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
    }),
    [wanted, reached, connect, restart],
  );
  return <SessionStateContext value={state}>{children}</SessionStateContext>;
}
