import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { keep, kept } from '../ui/kept.ts';
import { type CardQuery, type Filters, FILTERS, filtersOf } from './query.ts';

/** How many cards a page may have. */
export const PAGE_SIZES = [20, 50, 100, 200, 500] as const;

const KEY = 'espai-cdkey.page-size';

/** The query as the address has it, so that it can be kept as a bookmark and lasts over a reload. */
export function useCardQuery() {
  const [params, setParams] = useSearchParams();

  const query = useMemo<CardQuery>(
    () => ({
      filters: filtersOf(Object.fromEntries(FILTERS.map((name) => [name, params.get(name)]))),
      page: numberOf(params.get('page')) ?? 1,
      limit: sizeOf(params.get('limit')) ?? sizeOf(kept(KEY)) ?? 50,
    }),
    [params],
  );

  /** Other parts of the address stay. */
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>, replace = false) =>
      setParams(
        (now) => {
          const next = new URLSearchParams(now);
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace },
      ),
    [setParams],
  );

  const setFilters = useCallback(
    (filters: Filters) =>
      change({ ...Object.fromEntries(FILTERS.map((name) => [name, filters[name] ?? null])), page: null }),
    [change],
  );

  const setPage = useCallback(
    (page: number, limit: number) => {
      const isSize = limit !== query.limit;
      if (isSize) keep(KEY, String(limit));
      change({ page: isSize || page === 1 ? null : String(page), limit: String(limit) });
    },
    [change, query.limit],
  );

  return { query, params, change, setFilters, setPage };
}

function numberOf(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function sizeOf(text: string | null): number | null {
  const size = numberOf(text);
  return PAGE_SIZES.find((one) => one === size) ?? null;
}
