import { useQueryClient } from '@tanstack/react-query';
import type { CdkeyClient, Done } from 'espai-cdkey';
import { useRef, useState } from 'react';
import { outcomeOf } from '../outcome/failure.ts';
import { useSession } from '../session/useSession.ts';
import type { Move } from './move.ts';
import { useOpenMoves } from './useOpenMoves.ts';

/** How far one move is. There is no way from `sending` or `unknown` to a second sending. */
export type MoveStage =
  | { readonly at: 'ready' }
  | { readonly at: 'sending'; readonly move: Move }
  | { readonly at: 'done'; readonly move: Move; readonly message: string | null }
  | { readonly at: 'failed'; readonly move: Move; readonly error: unknown }
  | { readonly at: 'unknown'; readonly move: Move; readonly error: unknown; readonly openId: number };

/**
 * Sends a move, once. By hand rather than by the query library's mutations: those pause while the browser is offline and
 * send by themselves later, which no move of quota may.
 */
export function useMove() {
  const { client } = useSession();
  const openMoves = useOpenMoves();
  const queries = useQueryClient();
  const [stage, setStage] = useState<MoveStage>({ at: 'ready' });
  // Held outside the state: a second click in the same tick must find it.
  const sending = useRef<AbortController | null>(null);

  async function send(move: Move): Promise<void> {
    if (sending.current !== null || stage.at === 'unknown') return;
    const controller = new AbortController();
    sending.current = controller;
    setStage({ at: 'sending', move });
    const openId = openMoves.begin(move);
    try {
      const { message } = await call(client, move, controller.signal);
      openMoves.end(openId);
      setStage({ at: 'done', move, message });
    } catch (error) {
      if (outcomeOf(error) === 'unknown') {
        openMoves.leaveUnknown(openId);
        setStage({ at: 'unknown', move, error, openId });
      } else {
        openMoves.end(openId);
        setStage({ at: 'failed', move, error });
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
    /** Back to the start, where the last move is known not to have happened, or is done. */
    reset: () => setStage((now) => (now.at === 'failed' || now.at === 'done' ? { at: 'ready' } : now)),
  };
}

function call(client: CdkeyClient, move: Move, signal: AbortSignal): Promise<Done> {
  return move.kind === 'transfer'
    ? client.transfer({ ...move.order }, { signal })
    : client.destroy(move.card.id, { signal });
}
