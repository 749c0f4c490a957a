import type { Card } from 'espai-cdkey';

/**
 * The cards that are ticked, over pages and searches: a store for `useSyncExternalStore`. It changes in place, as a copy of 100,000 for
 * each tick would be felt; `version` tells that it has.
 */
export class Selection {
  readonly #cards = new Map<string, Card>();
  #version = 0;
  readonly #listeners = new Set<() => void>();

  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get size(): number {
    return this.#cards.size;
  }

  /** As they were when they were ticked. */
  cards(): readonly Card[] {
    return [...this.#cards.values()];
  }

  has(id: string): boolean {
    return this.#cards.has(id);
  }

  /** Ticks cards, or takes their ticks away. */
  set(cards: readonly Card[], ticked: boolean): void {
    for (const card of cards) {
      if (ticked) this.#cards.set(card.id, card);
      else this.#cards.delete(card.id);
    }
    this.#changed();
  }

  readonly clear = (): void => {
    this.#cards.clear();
    this.#changed();
  };

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
