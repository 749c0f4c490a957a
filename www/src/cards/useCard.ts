import { useQuery } from '@tanstack/react-query';
import type { Card } from 'espai-cdkey';
import { useSession } from '../session/useSession.ts';

/**
 * One card by its id, read anew; until then as it was when it was chosen on another screen.
 * `data` is null where there is no such card.
 */
export function useCard(cardId: string | null) {
  const { id, client, chosen } = useSession();
  const known = chosen.cards.find((card) => card.id === cardId);
  return useQuery<Card | null>({
    queryKey: [id, 'card', cardId],
    queryFn: async ({ signal }) => {
      if (cardId === null) return null;
      const { cards } = await client.list({ id: cardId }, { signal });
      // What the service makes of the filter is its own; only the card that was asked for is shown.
      return cards.find((card) => card.id === cardId) ?? null;
    },
    enabled: cardId !== null,
    ...(known === undefined ? {} : { placeholderData: known }),
  });
}
