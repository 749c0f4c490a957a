import { type BalanceLog, type Card, CardType } from 'espai-cdkey';

/** The cards of one type. */
export interface TypeSum {
  readonly type: string;
  readonly count: number;
  /** Of those that have a number. */
  readonly quota: number;
  /** Sold as unlimited, and without a number. */
  readonly unlimited: number;
}

/** How many cards hold from `from` to `to` calls; `to` is null for the last, which has no end. */
export interface Bin {
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
}

/** What the overview tells of cards. */
export interface Summary {
  readonly count: number;
  readonly quota: number;
  readonly types: readonly TypeSum[];
  readonly bins: readonly Bin[];
  /** Below 0: the service can say so. They are in no bin. */
  readonly below: number;
  readonly unlimited: readonly Card[];
  /** Without a number, though not of a type that is unlimited. */
  readonly silent: number;
}

/** Where the bins of the distribution begin: empty ones apart, then by tens. */
const EDGES = [0, 1, 10, 100, 1000, 10_000, 100_000] as const;

/** Sums up cards, in one pass: there may be 100,000. */
export function summaryOf(cards: readonly Card[]): Summary {
  const types = new Map<string, { type: string; count: number; quota: number; unlimited: number }>();
  const counts = EDGES.map(() => 0);
  const unlimited: Card[] = [];
  let [quota, silent, below] = [0, 0, 0];
  for (const card of cards) {
    const { type, apiLimit } = card;
    let sum = types.get(type);
    if (sum === undefined) {
      sum = { type, count: 0, quota: 0, unlimited: 0 };
      types.set(type, sum);
    }
    sum.count += 1;
    if (apiLimit === null) {
      if (type === CardType.Taotie) {
        sum.unlimited += 1;
        unlimited.push(card);
      } else silent += 1;
      continue;
    }
    sum.quota += apiLimit;
    quota += apiLimit;
    const bin = EDGES.findLastIndex((edge) => apiLimit >= edge);
    if (bin < 0) below += 1;
    else counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return {
    count: cards.length,
    quota,
    types: [...types.values()].sort((a, b) => a.type.localeCompare(b.type, 'en', { numeric: true })),
    bins: EDGES.map((from, at) => {
      const next = EDGES[at + 1];
      return { from, to: next === undefined ? null : next - 1, count: counts[at] ?? 0 };
    }),
    below,
    unlimited,
    silent,
  };
}

/** Paid cards that hold something, but no more than the limit; the emptiest first. */
export function nearEmpty(cards: readonly Card[], limit: number): readonly Card[] {
  return cards
    .filter(({ apiLimit, type }) => apiLimit !== null && apiLimit > 0 && apiLimit <= limit && type !== CardType.Trial)
    .sort((a, b) => (a.apiLimit ?? 0) - (b.apiLimit ?? 0));
}

/** The usage records of one day. */
export interface Day {
  /** `2026-11-20`, in the browser's time zone. */
  readonly day: string;
  readonly count: number;
}

/** Records by day, the oldest first; each day between the first and the last, also those without a record. */
export function byDay(logs: readonly BalanceLog[]): readonly Day[] {
  const counts = new Map<string, number>();
  for (const { createTime } of logs) {
    if (createTime === null) continue;
    const day = dayOf(new Date(createTime));
    if (day !== null) counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const days = [...counts.keys()].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all: Day[] = [];
  // At noon: a day of 23 or 25 hours does not lead into the same one again.
  const at = new Date(`${first}T12:00:00`);
  for (let day = first; day <= last && all.length < 400; day = dayOf(at) ?? '~') {
    all.push({ day, count: counts.get(day) ?? 0 });
    at.setDate(at.getDate() + 1);
  }
  return all;
}

function dayOf(time: Date): string | null {
  if (Number.isNaN(time.getTime())) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
