import { database, STRICT } from '../storage/database.ts';
import { heldLocks, hold } from '../storage/locks.ts';
import { type Evidence, type KeptMove, type Move, type MoveEnd, type Pair, pastOf } from './move.ts';
import { addPast } from './pastMoves.ts';

const CHANNEL = 'espai-cdkey.moves';
/** Long after a demo's page is gone. */
const DEMO_MS = 24 * 60 * 60 * 1000;
/** Every scope that begins so: the character after a space is none of a scope's. */
const DEMOS = IDBKeyRange.bound(['demo ', -Infinity], ['demo!', -Infinity]);

/**
 * The moves that are not settled, over reloads and over tabs: a store for `useSyncExternalStore`. A move is written, and is on the disk,
 * before its request leaves; one that a closed tab has left `sent` is unknown.
 */
export class MoveStore {
  readonly #scope: string;
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #listeners = new Set<() => void>();
  readonly #releases = new Map<string, () => void>();
  #all: readonly KeptMove[] = [];

  constructor(scope: string) {
    this.#scope = scope;
    this.#channel.onmessage = () => void this.load();
  }

  readonly all = (): readonly KeptMove[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads what there is, also of other tabs. Where nothing can be read, nothing was kept. */
  readonly load = async (): Promise<void> => {
    try {
      const db = await database();
      const [kept, locks] = await Promise.all([db.getAllFromIndex('moves', 'scope', this.#scope), heldLocks()]);
      const all = kept.map((one) =>
        one.state === 'sent' && !this.#releases.has(one.id) && !locks.has(lockOf(one.id))
          ? { ...one, state: 'unknown' as const }
          : one,
      );
      this.#all = all.sort((one, other) => one.at - other.at);
      this.#tell();
    } catch {
      // The next write says so.
    }
  };

  /**
   * Called before a move is sent.
   * @returns what names it from now on
   * @throws where it cannot be kept: then it must not be sent
   */
  async begin(move: Move): Promise<string> {
    const kept: KeptMove = {
      id: crypto.randomUUID(),
      scope: this.#scope,
      move,
      at: Date.now(),
      state: 'sent',
      evidence: null,
    };
    this.#releases.set(kept.id, hold(lockOf(kept.id)));
    try {
      await put(kept);
    } catch (error) {
      this.#release(kept.id);
      throw error;
    }
    this.#all = [...this.#all, kept];
    this.#changed();
    return kept.id;
  }

  /** Its outcome stays unknown. */
  async leaveUnknown(id: string, evidence: Evidence | null): Promise<void> {
    const kept = this.#all.find((one) => one.id === id);
    this.#release(id);
    if (kept === undefined) return;
    const unknown: KeptMove = { ...kept, state: 'unknown', evidence: evidence ?? kept.evidence };
    this.#all = this.#all.map((one) => (one.id === id ? unknown : one));
    this.#changed();
    // What was kept before says as much after a reload: a move that was sent and has no end.
    await put(unknown).catch(() => undefined);
    this.#changed();
  }

  /**
   * Its outcome is known, or a person has settled it.
   * @param after Both cards of a transfer, where they were read afterwards.
   */
  async end(id: string, how: MoveEnd, after: Pair | null): Promise<void> {
    this.#release(id);
    const kept = this.#all.find((one) => one.id === id);
    this.#all = this.#all.filter((one) => one.id !== id);
    this.#tell();
    await database()
      .then(async (db) => {
        const transaction = db.transaction(['moves', 'past'], 'readwrite', STRICT);
        const past = kept === undefined ? undefined : addPast(transaction, pastOf(kept, how, after));
        await Promise.all([transaction.objectStore('moves').delete(id), past, transaction.done]);
      })
      // It comes back after a reload as one to look at: no harm.
      .catch(() => undefined);
    this.#channel.postMessage(null);
  }

  #release(id: string): void {
    this.#releases.get(id)?.();
    this.#releases.delete(id);
  }

  #changed(): void {
    this.#tell();
    this.#channel.postMessage(null);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const lockOf = (id: string) => `espai-cdkey.move ${id}`;

async function put(kept: KeptMove): Promise<void> {
  const db = await database();
  const transaction = db.transaction('moves', 'readwrite', STRICT);
  await Promise.all([transaction.store.put(kept), transaction.done]);
}

/** Takes away what demos of earlier pages have left: their cards are gone. */
export async function forgetDemos(): Promise<void> {
  const db = await database();
  const oldest = Date.now() - DEMO_MS;
  const transaction = db.transaction(['moves', 'bulks', 'rows', 'past'], 'readwrite');
  for await (const cursor of transaction.objectStore('moves')) {
    if (cursor.value.scope.startsWith('demo ') && cursor.value.at < oldest) await cursor.delete();
  }
  for await (const cursor of transaction.objectStore('bulks')) {
    const { scope, createdAt, id } = cursor.value;
    if (!scope.startsWith('demo ') || createdAt >= oldest) continue;
    for await (const row of transaction.objectStore('rows').index('bulk').iterate(id)) await row.delete();
    await cursor.delete();
  }
  for await (const cursor of transaction.objectStore('past').index('age').iterate(DEMOS)) {
    if (cursor.value.scope.startsWith('demo ') && cursor.value.at < oldest) await cursor.delete();
  }
  await transaction.done;
}
