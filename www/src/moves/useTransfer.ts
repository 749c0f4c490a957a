import { useQueryClient } from '@tanstack/react-query';
import { type CdkeyClient, CdkeyError, type Verified } from 'espai-cdkey';
import { useRef, useState } from 'react';
import { outcomeOf } from '../outcome/failure.ts';
import { useSession } from '../session/useSession.ts';
import type { Evidence, Move, TransferOrder } from './move.ts';
import { type OpenMoves, useOpenMoves } from './useOpenMoves.ts';

/** How far one transfer is. There is no way from `sending` or `unknown` to a second sending. */
export type TransferStage =
  | { readonly at: 'ready' }
  | { readonly at: 'sending'; readonly order: TransferOrder }
  | { readonly at: 'done'; readonly order: TransferOrder; readonly value: Verified }
  | { readonly at: 'failed'; readonly order: TransferOrder; readonly error: unknown }
  | { readonly at: 'unknown'; readonly order: TransferOrder; readonly error: unknown; readonly openId: string };

/**
 * Sends a transfer, once, verified. By hand rather than by the query library's mutations: those pause while the browser is offline and
 * send by themselves later, which no move of quota may.
 */
export function useTransfer() {
  const { client } = useSession();
  const openMoves = useOpenMoves();
  const queries = useQueryClient();
  const [stage, setStage] = useState<TransferStage>({ at: 'ready' });
  // Held outside the state: a second click in the same tick must find it.
  const sending = useRef<AbortController | null>(null);

  async function send(order: TransferOrder): Promise<void> {
    if (sending.current !== null || stage.at === 'unknown') return;
    const controller = new AbortController();
    sending.current = controller;
    setStage({ at: 'sending', order });
    let openId: string | null = null;
    try {
      const value = await transfer(client, openMoves, order, controller.signal, (id) => {
        openId = id;
      });
      if (openId !== null) await openMoves.end(openId, 'done', value.after);
      setStage({ at: 'done', order, value });
    } catch (error) {
      if (outcomeOf(error) === 'unknown' && openId !== null) {
        await openMoves.leaveUnknown(openId, evidenceOf(error));
        setStage({ at: 'unknown', order, error, openId });
      } else {
        if (openId !== null) await openMoves.end(openId, 'failed');
        setStage({ at: 'failed', order, error });
      }
    } finally {
      if (sending.current === controller) sending.current = null;
      // Whatever came of it, cards on the screen may be out of date.
      void queries.invalidateQueries();
    }
  }

  return {
    stage,
    send,
    /** Ends the wait, not the move: its outcome is then unknown. */
    stopWaiting: () => sending.current?.abort(),
    /** Back to the start, where the last move is known not to have happened, is done, or is kept as unknown. */
    reset: () => setStage((now) => (now.at === 'sending' ? now : { at: 'ready' })),
  };
}

/** The transfer is written down with both cards, as they were read a moment ago, and only then sent. */
async function transfer(
  client: CdkeyClient,
  openMoves: OpenMoves,
  order: TransferOrder,
  signal: AbortSignal,
  onBegun: (id: string) => void,
): Promise<Verified> {
  const { notingClient } = await import('espai-cdkey/bulk');
  const noting = notingClient(client, async (before) => {
    const move: Move = { kind: 'transfer', order, before };
    onBegun(await openMoves.begin(move));
  });
  return noting.transfer({ ...order }, { verify: true, signal });
}

function evidenceOf(error: unknown): Evidence | null {
  const evidence = error instanceof CdkeyError ? error.evidence : undefined;
  return evidence === undefined ? null : { verdict: evidence.verdict, after: evidence.after };
}
