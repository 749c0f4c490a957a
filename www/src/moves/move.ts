import type { Card, Verdict } from 'espai-cdkey';

/** The two cards of a transfer, as one moment had them. */
export interface Pair {
  readonly source: Card;
  readonly target: Card;
}

/** What a person asks for in a transfer, after it was checked for its form. */
export interface TransferOrder {
  readonly phone: string;
  readonly code: string;
  readonly targetPhone: string;
  readonly targetCode: string;
  /** Calls to move: a whole number, 1 or more. */
  readonly limit: number;
}

/** A change that must not happen twice, with what was seen before it. */
export type Move =
  | { readonly kind: 'transfer'; readonly order: TransferOrder; readonly before: Pair }
  | { readonly kind: 'destroy'; readonly card: Card };

/** What the cards said of a transfer without an answer. */
export interface Evidence {
  readonly verdict: Verdict;
  readonly after: Pair | null;
}

/** A move that was sent and whose end is not known. */
export interface KeptMove {
  readonly id: string;
  readonly scope: string;
  readonly move: Move;
  /** When it was sent, in ms since the epoch. */
  readonly at: number;
  /** `sent` while its answer is awaited (by this tab or another), `unknown` once none came. */
  readonly state: 'sent' | 'unknown';
  readonly evidence: Evidence | null;
}

/** Ids of the cards that a move touches. */
export function cardsOf(move: Move): readonly string[] {
  return move.kind === 'transfer' ? [move.before.source.id, move.before.target.id] : [move.card.id];
}
