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

/** How a move ended: it happened, it certainly did not, or a person has looked and took it off the list. */
export type MoveEnd = 'done' | 'failed' | 'settled';

/** One card of a move that is over. No phone: it is kept for long. */
export interface PastCard {
  readonly id: string;
  readonly code: string;
  /** What it held; null where the service names no number. */
  readonly before: number | null;
  /** What it held afterwards, where that was read. */
  readonly after?: number | null;
}

/** A move that this browser made and that is over. */
export interface PastMove {
  readonly id: string;
  readonly scope: string;
  readonly kind: Move['kind'];
  /** When it was sent, in ms since the epoch. */
  readonly at: number;
  readonly end: MoveEnd;
  /** Of a transfer the source and the target, of a destroy the card. */
  readonly cards: readonly PastCard[];
  readonly cardIds: readonly string[];
  /** Calls that were to be moved; null of a destroy. */
  readonly amount: number | null;
}

/**
 * What is kept of a move that is over.
 * @param after Both cards of a transfer, where they were read afterwards.
 */
export function pastOf({ id, scope, move, at }: KeptMove, end: MoveEnd, after: Pair | null): PastMove {
  const then = (card: Card, now: Card | undefined): PastCard => ({
    id: card.id,
    code: card.code,
    before: card.apiLimit,
    ...(now === undefined ? {} : { after: now.apiLimit }),
  });
  const cards =
    move.kind === 'transfer'
      ? [then(move.before.source, after?.source), then(move.before.target, after?.target)]
      : [then(move.card, undefined)];
  const amount = move.kind === 'transfer' ? move.order.limit : null;
  return { id, scope, kind: move.kind, at, end, cards, cardIds: cards.map((card) => card.id), amount };
}

/** Ids of the cards that a move touches. */
export function cardsOf(move: Move): readonly string[] {
  return move.kind === 'transfer' ? [move.before.source.id, move.before.target.id] : [move.card.id];
}
