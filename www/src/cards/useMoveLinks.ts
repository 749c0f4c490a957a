import type { Card } from 'espai-cdkey';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../session/useSession.ts';

/** The ways from cards to the screens that change them. The address says which by their ids, and so lasts over a reload. */
export function useMoveLinks() {
  const navigate = useNavigate();
  const { chosen } = useSession();
  const onTransfer = useCallback(
    (card: Card) => {
      chosen.set([card]);
      void navigate(`/transfer?source=${encodeURIComponent(card.id)}`);
    },
    [chosen, navigate],
  );
  const onDestroy = useCallback(
    (cards: readonly Card[]) => {
      chosen.set(cards);
      // A browser's address does not hold the ids of thousands; these are in memory only.
      const ids = cards.length > 50 ? '' : `?ids=${cards.map((card) => encodeURIComponent(card.id)).join(',')}`;
      void navigate(`/destroy${ids}`);
    },
    [chosen, navigate],
  );
  return { onTransfer, onDestroy };
}
