import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type Filter, STATUSES } from './api.ts';

const TEXTS = ['key', 'card', 'person'] as const;

/** What a form has. */
export type FilterValues = Readonly<Partial<Record<keyof Filter, string | null>>>;

/** The filter as the address has it, so that it can be kept as a bookmark and lasts over a reload. */
export function useFilter() {
  const [params, setParams] = useSearchParams();
  const filter = useMemo(() => filterOf(Object.fromEntries(params)), [params]);
  const setFilter = useCallback(
    (values: FilterValues) => setParams(new URLSearchParams({ ...filterOf(values) })),
    [setParams],
  );
  return { filter, setFilter };
}

/** What is empty, or no status that there is, asks for nothing. */
function filterOf(values: FilterValues): Filter {
  const status = STATUSES.find((one) => one === values.status);
  const texts = TEXTS.flatMap((name) => {
    const text = values[name]?.trim() ?? '';
    return text === '' ? [] : [[name, text] as const];
  });
  return { ...(status && { status }), ...Object.fromEntries(texts) };
}
