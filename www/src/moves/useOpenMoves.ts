import { createContext, useContext } from 'react';
import type { Move } from './move.ts';

/** A move that was sent and whose end is not known: `sent` while its answer is awaited, `unknown` once none came. */
export interface OpenMove {
  readonly id: number;
  readonly move: Move;
  /** When it was sent, in ms since the epoch. */
  readonly at: number;
  readonly state: 'sent' | 'unknown';
}

/** The open moves of this session. They live in memory only: a phone and a code together open a card. */
export interface OpenMoves {
  readonly all: readonly OpenMove[];
  /** Called before a move is sent. */
  readonly begin: (move: Move) => number;
  /** Its outcome stays unknown. */
  readonly leaveUnknown: (id: number) => void;
  /** Its outcome is known, or a person has settled it. */
  readonly end: (id: number) => void;
}

export const OpenMovesContext = createContext<OpenMoves | null>(null);

/** The open moves. Only below `OpenMovesProvider`. */
export function useOpenMoves(): OpenMoves {
  const moves = useContext(OpenMovesContext);
  if (moves === null) throw new Error('useOpenMoves needs an OpenMovesProvider above it');
  return moves;
}
