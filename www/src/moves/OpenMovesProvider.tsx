import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type OpenMove, type OpenMoves, OpenMovesContext } from './useOpenMoves.ts';

/** Keeps the open moves, and asks before the page is left while there is one. */
export function OpenMovesProvider({ children }: { readonly children: ReactNode }) {
  const [all, setAll] = useState<readonly OpenMove[]>([]);
  const next = useRef(1);

  useEffect(() => {
    if (all.length === 0) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [all.length]);

  const moves = useMemo<OpenMoves>(
    () => ({
      all,
      begin(move) {
        const id = next.current++;
        setAll((open) => [...open, { id, move, at: Date.now(), state: 'sent' }]);
        return id;
      },
      leaveUnknown: (id) =>
        setAll((open) => open.map((one) => (one.id === id ? { ...one, state: 'unknown' as const } : one))),
      end: (id) => setAll((open) => open.filter((one) => one.id !== id)),
    }),
    [all],
  );
  return <OpenMovesContext value={moves}>{children}</OpenMovesContext>;
}
