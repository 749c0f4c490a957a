import type { ListQuery } from 'espai-cdkey';

/** The filters of the list, in the order in which the form shows them. */
export const FILTERS = ['code', 'userName', 'userPhone', 'type', 'apiLimit', 'id'] as const;

/** One of the filters; also the name by which the client's errors call it. */
export type FilterName = (typeof FILTERS)[number];

/** Filters that are set. One that is not set has no key: an empty one would be refused. */
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

/** Which cards, and which page of them. */
export interface CardQuery {
  readonly filters: Filters;
  /** From 1. */
  readonly page: number;
  /** Cards a page. */
  readonly limit: number;
}

/** What the form holds, without what is empty and without blanks around it. */
export function filtersOf(values: Partial<Record<FilterName, string | null>>): Filters {
  const filters: Partial<Record<FilterName, string>> = {};
  for (const name of FILTERS) {
    const value = (values[name] ?? '').trim();
    if (value !== '') filters[name] = value;
  }
  return filters;
}

/** The query as the client takes it. */
export function listQueryOf({ filters, page, limit }: CardQuery): ListQuery {
  return { ...filters, page, limit };
}

/** Whether any filter is set. */
export function isFiltered(query: CardQuery): boolean {
  return Object.keys(query.filters).length > 0;
}
