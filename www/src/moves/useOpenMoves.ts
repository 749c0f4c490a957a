import { createContext, useContext } from 'react';
import type { Evidence, KeptMove, Move, MoveEnd, Pair } from './move.ts';

/** The moves of this backend and this person that are not settled, of all tabs and earlier visits. */
export interface OpenMoves {
  readonly all: readonly KeptMove[];
  /** Called before a move is sent; where it rejects, nothing may be. */
  readonly begin: (move: Move) => Promise<string>;
  /** Its outcome stays unknown. */
  readonly leaveUnknown: (id: string, evidence: Evidence | null) => Promise<void>;
  /** Its outcome is known, or a person has settled it; `after`: both cards of a transfer, where they were read afterwards. */
  readonly end: (id: string, how: MoveEnd, after?: Pair | null) => Promise<void>;
}

export const OpenMovesContext = createContext<OpenMoves | null>(null);

/** The open moves. Only below `OpenMovesProvider`. */
export function useOpenMoves(): OpenMoves {
  const moves = useContext(OpenMovesContext);
  if (moves === null) throw new Error('useOpenMoves needs an OpenMovesProvider above it');
  return moves;
}
