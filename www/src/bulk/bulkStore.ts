import type { ResultsStore } from 'espai-cdkey/bulk';
import { database, type KeptBulk, STRICT } from '../storage/database.ts';

/** The bulks of a scope, the newest first. */
export async function bulksOf(scope: string): Promise<readonly KeptBulk[]> {
  const db = await database();
  const all = await db.getAllFromIndex('bulks', 'scope', scope);
  return all.sort((one, other) => other.createdAt - one.createdAt);
}

/** Keeps a bulk, new or mended. */
export async function putBulk(bulk: KeptBulk): Promise<void> {
  const db = await database();
  const transaction = db.transaction('bulks', 'readwrite', STRICT);
  await Promise.all([transaction.store.put(bulk), transaction.done]);
}

/** Takes a bulk away, with what became of its lines. */
export async function removeBulk(id: string): Promise<void> {
  const db = await database();
  const transaction = db.transaction(['bulks', 'rows'], 'readwrite', STRICT);
  await transaction.objectStore('bulks').delete(id);
  for await (const cursor of transaction.objectStore('rows').index('bulk').iterate(id)) await cursor.delete();
  await transaction.done;
}

/** All rows of a bulk, the oldest first. */
export async function rowsOf(id: string): Promise<readonly string[]> {
  const db = await database();
  const kept = await db.getAllFromIndex('rows', 'bulk', id);
  return kept.flatMap(({ rows }) => rows);
}

/**
 * Where a run keeps its rows. An append resolves when the transaction is complete and on the disk; a row `sending` is so before its
 * request leaves.
 * @param onRows Told of rows that are kept.
 */
export function resultsStore(id: string, onRows: (rows: readonly string[]) => void): ResultsStore {
  return {
    read: () => rowsOf(id),
    async append(rows) {
      const db = await database();
      const transaction = db.transaction('rows', 'readwrite', STRICT);
      await Promise.all([transaction.store.add({ bulk: id, rows: [...rows] }), transaction.done]);
      onRows(rows);
    },
  };
}
