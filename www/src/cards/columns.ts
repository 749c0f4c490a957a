import type { Card } from 'espai-cdkey';
import { keep, kept } from '../ui/kept.ts';

/** A column of the table: a field of a card. */
export type Column = keyof Card;

/** All columns in their order, with how wide each is at least, in px: what is left over is shared. */
export const COLUMNS: Readonly<Record<Column, number>> = {
  code: 130,
  type: 96,
  apiLimit: 136,
  userName: 92,
  userPhone: 112,
  updateTime: 178,
  createTime: 178,
  userId: 130,
  id: 130,
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
