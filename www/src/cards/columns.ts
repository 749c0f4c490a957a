import type { Card } from 'espai-cdkey';
import { keep, kept } from '../ui/kept.ts';

/** A column of the table: a field of a card. */
export type Column = keyof Card;

/** All columns in their order, with how wide each is. */
export const COLUMNS: Readonly<Record<Column, string>> = {
  code: 'minmax(140px, 1.1fr)',
  type: 'minmax(96px, 0.7fr)',
  apiLimit: 'minmax(140px, 0.8fr)',
  userName: 'minmax(110px, 1.2fr)',
  userPhone: 'minmax(116px, 0.9fr)',
  updateTime: 'minmax(164px, 1fr)',
  createTime: 'minmax(170px, 1fr)',
  userId: 'minmax(130px, 1fr)',
  id: 'minmax(130px, 1fr)',
};

const NAMES = Object.keys(COLUMNS) as Column[];

/** What a first visit sees. The code is always there: it names the card. */
const FIRST: readonly Column[] = ['code', 'type', 'apiLimit', 'userName', 'userPhone', 'updateTime'];

const KEY = 'espai-cdkey.columns';

/** The columns of the last visit. */
export function keptColumns(): readonly Column[] {
  const names = kept(KEY)?.split(',');
  return names === undefined ? FIRST : inOrder(names);
}

/** Keeps the columns for the next visit. */
export function keepColumns(columns: readonly Column[]): void {
  keep(KEY, columns.join(','));
}

/** The names among them that are columns, in the order of the table, and the code. */
export function inOrder(names: readonly string[]): readonly Column[] {
  return NAMES.filter((name) => name === 'code' || names.includes(name));
}
