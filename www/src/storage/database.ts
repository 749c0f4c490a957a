import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Table } from 'espai-cdkey/bulk';
import type { KeptMove, PastMove } from '../moves/move.ts';

/** A bulk, as it was checked. What became of its lines is in `rows`. */
export interface KeptBulk {
  readonly id: string;
  /** Whose it is: {@link scopeOf}. */
  readonly scope: string;
  /** The file's name. */
  readonly name: string;
  readonly createdAt: number;
  /** With what was mended. */
  readonly table: Table;
  readonly allowDuplicates: boolean;
  /** Good lines. */
  readonly count: number;
  /** Calls in all. */
  readonly amount: number;
}

/** Rows that were added in one piece. */
export interface KeptRows {
  readonly bulk: string;
  readonly rows: readonly string[];
}

/** What the database holds. */
export interface Schema extends DBSchema {
  moves: { key: string; value: KeptMove; indexes: { scope: string } };
  bulks: { key: string; value: KeptBulk; indexes: { scope: string } };
  /** Moves that are over. */
  past: { key: string; value: PastMove; indexes: { age: [string, number]; card: string } };
  rows: { key: number; value: KeptRows; indexes: { bulk: string } };
}

/** The browser's database of what was sent and is not settled. `idb` because IndexedDB's own events are easy to get wrong. */
export type Database = IDBPDatabase<Schema>;

/** What is written must be on the disk, and not only with the operating system, before a request leaves. */
export const STRICT = { durability: 'strict' } as const;

let opened: Promise<Database> | undefined;

/**
 * The database; one connection a page.
 * @throws where the browser lets no page keep anything
 */
export function database(): Promise<Database> {
  opened ??= openDB<Schema>('espai-cdkey', 2, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('moves', { keyPath: 'id' }).createIndex('scope', 'scope');
        db.createObjectStore('bulks', { keyPath: 'id' }).createIndex('scope', 'scope');
        db.createObjectStore('rows', { autoIncrement: true }).createIndex('bulk', 'bulk');
      }
      const past = db.createObjectStore('past', { keyPath: 'id' });
      past.createIndex('age', ['scope', 'at']);
      past.createIndex('card', 'cardIds', { multiEntry: true });
    },
    // A later version in another tab must not wait for this one.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated: () => {
      opened = undefined;
    },
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}
