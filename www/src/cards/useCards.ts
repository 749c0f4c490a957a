import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSession } from '../session/useSession.ts';
import { type CardQuery, listQueryOf } from './query.ts';

/** One page of cards. While another page loads, and where that fails, the last one stays to be seen. */
export function useCards(query: CardQuery, wanted: boolean) {
  const { id, client } = useSession();
  return useQuery({
    queryKey: [id, 'cards', query],
    queryFn: ({ signal }) => client.list(listQueryOf(query), { signal }),
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
}
