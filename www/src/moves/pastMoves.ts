import type { IDBPTransaction } from 'idb';
import { database, type Schema } from '../storage/database.ts';
import type { PastMove } from './move.ts';

/** How many are kept of each backend and person; the oldest go. */
const MOST = 2000;

/** Keeps a move that is over, in the transaction that ends it. */
export async function addPast(
  transaction: IDBPTransaction<Schema, ('moves' | 'past')[], 'readwrite'>,
  past: PastMove,
): Promise<void> {
  const store = transaction.objectStore('past');
  await store.put(past);
  const ofScope = IDBKeyRange.bound([past.scope, -Infinity], [past.scope, Infinity]);
  const age = store.index('age');
  let over = (await age.count(ofScope)) - MOST;
  for (let oldest = over > 0 ? await age.openCursor(ofScope) : null; oldest !== null && over > 0; over -= 1) {
    await oldest.delete();
    oldest = await oldest.continue();
  }
}

/** The moves of a card that are over, the newest first. */
export async function pastMovesOf(scope: string, cardId: string): Promise<readonly PastMove[]> {
  const db = await database();
  const all = await db.getAllFromIndex('past', 'card', cardId);
  return all.filter((past) => past.scope === scope).sort((one, other) => other.at - one.at);
}
