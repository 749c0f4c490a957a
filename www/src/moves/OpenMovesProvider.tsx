import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useSession } from '../session/useSession.ts';
import { scopeOf } from '../storage/scope.ts';
import { useLeaveGuard } from '../ui/useLeaveGuard.ts';
import { forgetDemos, MoveStore } from './moveStore.ts';
import { type OpenMoves, OpenMovesContext } from './useOpenMoves.ts';

/** Keeps the open moves, and asks before the page is left while an answer is awaited. */
export function OpenMovesProvider({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const scope = scopeOf(session);
  const [store] = useState(() => new MoveStore(scope));
  const all = useSyncExternalStore(store.subscribe, store.all);

  useEffect(() => {
    void store.load();
    forgetDemos().catch(() => undefined);
  }, [store]);
  // What is unknown is kept; what awaits its answer would become so.
  useLeaveGuard(all.some(({ state }) => state === 'sent') || (session.emulator !== null && all.length > 0));

  const moves = useMemo<OpenMoves>(
    () => ({
      all,
      begin: (move) => store.begin(move),
      leaveUnknown: (id, evidence) => store.leaveUnknown(id, evidence),
      end: (id, how, after = null) => store.end(id, how, after),
    }),
    [all, store],
  );
  return <OpenMovesContext value={moves}>{children}</OpenMovesContext>;
}
