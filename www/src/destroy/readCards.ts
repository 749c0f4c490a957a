import type { Card, CdkeyClient } from 'espai-cdkey';

/** At once: a backend is not run over by a selection of thousands. */
const CONCURRENCY = 4;

/**
 * Cards by their ids, each read anew; null for one that is not there.
 * @throws the first read that fails
 */
export async function readCards(
  client: CdkeyClient,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly (Card | null)[]> {
  const cards: (Card | null)[] = ids.map(() => null);
  let next = 0;
  const work = async () => {
    for (let at = next++; at < ids.length; at = next++) {
      const id = ids[at] ?? '';
      const page = await client.list({ id }, { signal });
      // What the service makes of the filter is its own; only the card that was asked for counts.
      cards[at] = page.cards.find((card) => card.id === id) ?? null;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return cards;
}
