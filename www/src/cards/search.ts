import type { Card } from 'espai-cdkey';

/** Between the fields, so that nothing is found across two of them. */
const BETWEEN = '\n';

/** What a search looks in: code, phone and name, in one form of letters. */
export function hayOf({ code, userPhone, userName }: Card): string {
  return plain([code, userPhone ?? '', userName ?? ''].join(BETWEEN));
}

/**
 * Whether what was typed is in it. A `*` stands for whatever a masked number hides: `159****8888` finds each phone of that beginning
 * and end.
 */
export function matcherOf(typed: string): (hay: string) => boolean {
  const wanted = plain(typed.trim());
  if (!wanted.includes('*')) return (hay) => hay.includes(wanted);
  const parts = wanted.split(/\*+/).map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const pattern = new RegExp(parts.join(`[^${BETWEEN}]*`));
  return (hay) => pattern.test(hay);
}

/** Which of the cards match, by their places, in the order that is given. All of them where nothing was typed. */
export function search(hay: readonly string[], order: Uint32Array, typed: string): Uint32Array {
  if (typed.trim() === '') return order;
  const matches = matcherOf(typed);
  const found = new Uint32Array(order.length);
  let count = 0;
  for (const at of order) {
    const one = hay[at];
    if (one !== undefined && matches(one)) found[count++] = at;
  }
  return found.subarray(0, count);
}

/** Full-width digits, as a Chinese keyboard types them, are digits, and case does not count. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
