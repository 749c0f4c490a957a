import { QueryClient } from '@tanstack/react-query';

/**
 * How cards are read. The client has its own rules for trying again, so the library has none on top;
 * demo data needs no network, so being offline stops nothing; and nothing is read that nobody asked for.
 * Transfers and destroys do not go through this library at all: see `moves/useMove.ts`.
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false, refetchOnReconnect: false },
    },
  });
}
