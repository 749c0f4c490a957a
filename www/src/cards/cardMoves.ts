import type { CdkeyClient } from 'espai-cdkey';
import { bulksOf } from '../bulk/bulkStore.ts';
import type { KeptMove, PastMove } from '../moves/move.ts';
import { pastMovesOf } from '../moves/pastMoves.ts';

/** One thing that this browser did with a card. */
export interface CardMove {
  readonly key: string;
  /** When, in ms since the epoch; of a line of a bulk, when the bulk was made. */
  readonly at: number;
  readonly kind: 'out' | 'in' | 'destroy';
  /** Null of a destroy. */
  readonly amount: number | null;
  /** The other card of a transfer. */
  readonly other: { readonly id: string; readonly code: string } | null;
  /** What the card held before and after; undefined where that was not read, null where the service named no number. */
  readonly before: number | null | undefined;
  readonly after: number | null | undefined;
  readonly status: 'sent' | 'unknown' | 'done' | 'failed' | 'settled';
  readonly bulk: { readonly id: string; readonly name: string; readonly line: number } | null;
}

/** A move that is not settled, as the card sees it. */
export function openMoveOf(cardId: string, { id, at, state, move }: KeptMove): CardMove {
  const rest = { key: id, at, status: state, after: undefined, bulk: null };
  if (move.kind === 'destroy') {
    return { ...rest, kind: 'destroy', amount: null, other: null, before: move.card.apiLimit };
  }
  const { source, target } = move.before;
  const [kind, own, other] =
    source.id === cardId ? (['out', source, target] as const) : (['in', target, source] as const);
  return { ...rest, kind, amount: move.order.limit, other, before: own.apiLimit };
}

/** What was done with the card and is over, and what bulks of this browser did or do with it; the newest first. */
export async function keptMovesOf(client: CdkeyClient, scope: string, cardId: string): Promise<readonly CardMove[]> {
  const [past, bulks] = await Promise.all([pastMovesOf(scope, cardId), bulksOf(scope)]);
  // What reads a bulk's lines is loaded only where there is one.
  const ofBulks = bulks.length === 0 ? [] : await bulkMovesOf(client, scope, cardId);
  return [...past.map((move) => pastMoveOf(cardId, move)), ...ofBulks].sort((one, other) => other.at - one.at);
}

function pastMoveOf(cardId: string, { id, at, kind, end, amount, cards }: PastMove): CardMove {
  const place = cards.findIndex((card) => card.id === cardId);
  const own = cards[place];
  const other = kind === 'transfer' ? cards[1 - place] : undefined;
  return {
    key: id,
    at,
    kind: kind === 'destroy' ? 'destroy' : place === 0 ? 'out' : 'in',
    amount,
    other: other === undefined ? null : { id: other.id, code: other.code },
    before: own?.before,
    after: own?.after,
    status: end,
    bulk: null,
  };
}

async function bulkMovesOf(client: CdkeyClient, scope: string, cardId: string): Promise<readonly CardMove[]> {
  const [{ BulkBook }, { statusOf }] = await Promise.all([import('../bulk/BulkBook.ts'), import('../bulk/BulkRun.ts')]);
  const book = BulkBook.of(client, scope);
  await book.load();
  return (book.runs() ?? []).flatMap((run) => {
    const { bulk, lines, rows, running } = run.state();
    return lines.flatMap(({ line, input }): CardMove[] => {
      const row = rows.get(line);
      if (row === undefined || (row.source_id !== cardId && row.target_id !== cardId)) return [];
      const status = statusOf(row, running);
      if (status === 'waiting') return [];
      const isSource = row.source_id === cardId;
      return [
        {
          key: `${bulk.id} ${line}`,
          at: bulk.createdAt,
          kind: isSource ? 'out' : 'in',
          amount: Number(input.limit),
          other: isSource ? { id: row.target_id, code: input.targetCode } : { id: row.source_id, code: input.code },
          before: isSource ? row.source_before : row.target_before,
          after: isSource ? row.source_after : row.target_after,
          status: status === 'sending' ? 'sent' : status,
          bulk: { id: bulk.id, name: bulk.name, line },
        },
      ];
    });
  });
}
