import type { Card } from 'espai-cdkey';

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

/** Ids of the cards that a move touches. */
export function cardsOf(move: Move): readonly string[] {
  return move.kind === 'transfer' ? [move.before.source.id, move.before.target.id] : [move.card.id];
}
