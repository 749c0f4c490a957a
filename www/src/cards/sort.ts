import { type Card, CardType } from 'espai-cdkey';
import { COLUMNS } from './columns.ts';

/** What cards can be sorted by: any of their fields. */
export type SortKey = keyof Card;

/** By which field, and which way. */
export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** As the address holds it: `apiLimit`, or `-apiLimit` for the greatest first. */
export function sortText({ key, descending }: Sort): string {
  return descending ? `-${key}` : key;
}

const KEYS: readonly string[] = Object.keys(COLUMNS);

/** What {@link sortText} wrote; null for anything else. */
export function sortOf(text: string | null): Sort | null {
  const key = text?.replace(/^-/, '') ?? '';
  return KEYS.includes(key) ? { key: key as SortKey, descending: text?.startsWith('-') === true } : null;
}

/** The places of the cards in the order that is asked for; as they came where none is. What has no value goes last, either way. */
export function orderOf(cards: readonly Card[], sort: Sort | null): Uint32Array {
  const order = Uint32Array.from(cards, (_, at) => at);
  if (sort === null) return order;
  const values = cards.map((card) => valueOf(card, sort.key));
  const collator = new Intl.Collator('zh-CN', { numeric: true });
  const way = sort.descending ? -1 : 1;
  return order.sort((a, b) => {
    const [left = null, right = null] = [values[a], values[b]];
    if (left === null || right === null) return left === right ? a - b : left === null ? 1 : -1;
    const difference =
      typeof left === 'number' && typeof right === 'number'
        ? Math.sign(left - right) || 0
        : collator.compare(String(left), String(right));
    return difference === 0 ? a - b : difference * way;
  });
}

/** An unlimited card holds more than any other. */
function valueOf(card: Card, key: SortKey): string | number | null {
  if (key === 'apiLimit' && card.apiLimit === null && card.type === CardType.Taotie) return Infinity;
  return card[key];
}
