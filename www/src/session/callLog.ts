import type { CdkeyEvent } from 'espai-cdkey';

/** One event of the client, with the moment it came. */
export interface LoggedCall {
  readonly key: number;
  readonly at: number;
  readonly event: CdkeyEvent;
}

/** How many events are kept; older ones go. */
const MOST = 50;

/** What the client did lately, newest first: a store for `useSyncExternalStore`. It holds no input and no card. */
export class CallLog {
  #entries: readonly LoggedCall[] = [];
  #next = 0;
  readonly #listeners = new Set<() => void>();

  readonly add = (event: CdkeyEvent): void => {
    this.#entries = [{ key: this.#next++, at: Date.now(), event }, ...this.#entries].slice(0, MOST);
    for (const listener of this.#listeners) listener();
  };

  readonly entries = (): readonly LoggedCall[] => this.#entries;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
