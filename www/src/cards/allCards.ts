import type { Card, CdkeyClient } from 'espai-cdkey';
import type { CallLog } from '../session/callLog.ts';
import type { Filters } from './query.ts';
import { hayOf } from './search.ts';

/** Every card that a filter names, in memory, as they were when they were loaded. */
export interface LoadedCards {
  readonly at: 'done';
  readonly filters: Filters;
  readonly cards: readonly Card[];
  /** What the search looks in, one for each card. */
  readonly hay: readonly string[];
  /** In ms since the epoch. */
  readonly loadedAt: number;
  /** Something was moved since by this page: the cards may be others now. */
  readonly stale: boolean;
}

/** How far the loading is. */
export type AllCardsState =
  | { readonly at: 'none' }
  /** `total` is null until the service has said it. */
  | { readonly at: 'loading'; readonly filters: Filters; readonly loaded: number; readonly total: number | null }
  | LoadedCards
  | { readonly at: 'failed'; readonly filters: Filters; readonly error: unknown };

/** Cards a request. Fewer requests than with the client's own 500, and an answer of well below 1 MB all the same. */
const PAGE = 2000;

/** How often a listener hears of progress, in ms. */
const BEAT = 100;

/** All cards of a filter: a store for `useSyncExternalStore`. It is loaded when somebody asks, and can be stopped. */
export class AllCards {
  #state: AllCardsState = { at: 'none' };
  #running: AbortController | null = null;
  readonly #client: CdkeyClient;
  readonly #listeners = new Set<() => void>();

  constructor(client: CdkeyClient, calls: CallLog) {
    this.#client = client;
    let seen = -1;
    // Lives as long as the log: both belong to one session.
    calls.subscribe(() => {
      const [last] = calls.entries();
      if (last === undefined || last.key <= seen) return;
      seen = last.key;
      const { type, endpoint } = last.event;
      if (type === 'request' || (endpoint !== 'transfer' && endpoint !== 'destroy')) return;
      if (this.#state.at === 'done') this.#set({ ...this.#state, stale: true });
    });
  }

  readonly state = (): AllCardsState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Loads them anew; an earlier loading ends. */
  async load(filters: Filters): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const cards: Card[] = [];
    const hay: string[] = [];
    // A browser hashes a text when it is first looked up by: here, while the cards come, and not at the first tick of all.
    const hashed = new Set<string>();
    let total: number | null = null;
    const progress = () => this.#set({ at: 'loading', filters, loaded: cards.length, total });
    progress();
    try {
      total = (await this.#client.list({ ...filters, page: 1, limit: 1 }, { signal })).total;
      let told = 0;
      for await (const card of this.#client.listAll({ ...filters }, { pageSize: PAGE, signal })) {
        cards.push(card);
        hay.push(hayOf(card));
        hashed.add(card.id);
        const now = performance.now();
        if (now - told > BEAT) {
          told = now;
          progress();
        }
      }
      if (!signal.aborted) this.#set({ at: 'done', filters, cards, hay, loadedAt: Date.now(), stale: false });
    } catch (error) {
      if (!signal.aborted) this.#set({ at: 'failed', filters, error });
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  /** Ends the loading, and forgets what was loaded. */
  readonly clear = (): void => {
    this.#running?.abort();
    this.#running = null;
    this.#set({ at: 'none' });
  };

  #set(state: AllCardsState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
