import { useQueryClient } from '@tanstack/react-query';
import type { Card } from 'espai-cdkey';
import { confirmDestroy, type PlannedDestroy, planDestroy } from 'espai-cdkey/bulk';
import { useEffect, useRef, useState } from 'react';
import { type OpenMoves, useOpenMoves } from '../moves/useOpenMoves.ts';
import { outcomeOf } from '../outcome/failure.ts';
import { useSession } from '../session/useSession.ts';
import { readCards } from './readCards.ts';

/** What a destroy would do: every card that was chosen, and which of them the rules allow. */
export interface Plan {
  readonly cards: readonly PlannedDestroy[];
  readonly digest: string;
  /** Ids that are not there (any more). */
  readonly gone: readonly string[];
}

/** What became of one card. */
export interface DestroyResult {
  readonly card: Card;
  readonly status: 'waiting' | 'done' | 'failed' | 'unknown' | 'skipped';
  readonly error?: unknown;
}

/** How far it is. Only a plan that was shown can be destroyed, and only as long as its cards are as they were. */
export type DestroyStage =
  | { readonly at: 'reading' }
  | { readonly at: 'unread'; readonly error: unknown }
  | { readonly at: 'plan'; readonly plan: Plan; readonly changed: boolean }
  | { readonly at: 'checking'; readonly plan: Plan }
  | { readonly at: 'running' | 'over'; readonly results: readonly DestroyResult[] };

/** Reads the cards, makes the plan, and carries it out after they were read once more. */
export function useDestroy(ids: readonly string[]) {
  const { client } = useSession();
  const openMoves = useOpenMoves();
  const queries = useQueryClient();
  const [stage, setStage] = useState<DestroyStage>({ at: 'reading' });
  const [stop] = useState(() => new AbortController());
  const leaving = useRef<AbortController | null>(null);
  const started = useRef(false);

  async function read(): Promise<void> {
    const controller = new AbortController();
    leaving.current?.abort();
    leaving.current = controller;
    setStage({ at: 'reading' });
    try {
      const cards = await readCards(client, ids, controller.signal);
      setStage({ at: 'plan', plan: planOf(ids, cards), changed: false });
    } catch (error) {
      if (!controller.signal.aborted) setStage({ at: 'unread', error });
    }
  }

  useEffect(() => {
    void read();
    return () => leaving.current?.abort();
    // The ids name the screen: others are another one.
  }, []);

  async function destroy(plan: Plan): Promise<void> {
    // A second click in the same tick must find it.
    if (started.current) return;
    started.current = true;
    setStage({ at: 'checking', plan });
    const shown = plan.cards.map(({ card }) => card);
    try {
      const controller = new AbortController();
      const now = await readCards(
        client,
        shown.map(({ id }) => id),
        controller.signal,
      );
      const there = now.flatMap((card) => (card === null ? [] : [card]));
      if (confirmDestroy(there, plan.digest) !== 'same') {
        started.current = false;
        setStage({ at: 'plan', plan: planOf(ids, await readCards(client, ids, controller.signal)), changed: true });
        return;
      }
    } catch (error) {
      started.current = false;
      setStage({ at: 'unread', error });
      return;
    }
    await carryOut(plan.cards.filter(({ allowed }) => allowed).map(({ card }) => card));
    void queries.invalidateQueries();
  }

  async function carryOut(cards: readonly Card[]): Promise<void> {
    const results: DestroyResult[] = cards.map((card) => ({ card, status: 'waiting' }));
    setStage({ at: 'running', results: [...results] });
    const noting = Object.create(client, {
      destroy: { value: (id: unknown, options: object) => noted(cards, openMoves, client, id, options) },
    }) as typeof client;
    for await (const { index, status, error } of noting.destroyMany(
      cards.map(({ id }) => id),
      { signal: stop.signal },
    )) {
      const card = cards[index];
      if (card !== undefined) results[index] = { card, status, ...(error === undefined ? {} : { error }) };
      setStage({ at: 'running', results: [...results] });
    }
    setStage({ at: 'over', results });
  }

  return {
    stage,
    read,
    destroy,
    /** Nothing more begins; what has is waited for. */
    stop: () => stop.abort(),
  };
}

function planOf(ids: readonly string[], cards: readonly (Card | null)[]): Plan {
  const there = cards.flatMap((card) => (card === null ? [] : [card]));
  return { ...planDestroy(there), gone: ids.filter((_, at) => cards[at] === null) };
}

/** One destroy: written down, then sent, then its end. Without the signal: one under way is waited for. */
async function noted(
  cards: readonly Card[],
  openMoves: OpenMoves,
  client: ReturnType<typeof useSession>['client'],
  id: unknown,
  options: object,
): Promise<unknown> {
  const wanted = Array.isArray(id) ? (id[0] as unknown) : id;
  const card = cards.find((one) => one.id === wanted);
  if (card === undefined) throw new Error('not a card of the plan');
  const openId = await openMoves.begin({ kind: 'destroy', card });
  try {
    const value = await client.destroy(card.id, { ...options, signal: undefined });
    await openMoves.end(openId, 'done');
    return value;
  } catch (error) {
    await (outcomeOf(error) === 'unknown' ? openMoves.leaveUnknown(openId, null) : openMoves.end(openId, 'failed'));
    throw error;
  }
}
