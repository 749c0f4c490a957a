import type { Card } from 'espai-cdkey';

/**
 * The cards that a person chose on one screen for the next: a source of a transfer, those to destroy. In memory only, because a phone
 * and a code together open a card; what has to last over a reload is in the address, and that is ids.
 */
export class Chosen {
  #cards: readonly Card[] = [];

  /** Replaces what was chosen before. */
  set(cards: readonly Card[]): void {
    this.#cards = cards;
  }

  /** As they were when they were chosen: a screen that changes something reads them anew. */
  get cards(): readonly Card[] {
    return this.#cards;
  }
}
