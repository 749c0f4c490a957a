/**
 * `memory:`: a ledger for tests. It forgets all when its process ends.
 */

/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').StoredOperation} Stored */

/** @implements {Ledger} */
export class MemoryLedger {
  kind = /** @type {const} */ ('memory');
  /** By key, in the order in which they came. @type {Map<string, Stored>} */
  #operations = new Map();
  /** The key that holds a card. @type {Map<string, string>} */
  #held = new Map();
  /** @type {Map<string, { beat: number, at: number, place: string | null }>} */
  #processes = new Map();
  #moved = 0;
  #entered = 0;
  /** @type {string | undefined} */
  #phones;

  /** @param {readonly import('./ledger.js').NewOperation[]} operations */
  async enter(operations) {
    return operations.map((operation) => {
      const there = this.#operations.get(operation.key);
      if (there) return structuredClone(there);
      const now = Date.now();
      this.#entered += 1;
      const stored = { ...fresh(operation), order: this.#entered, createdAt: now, updatedAt: now };
      this.#operations.set(operation.key, structuredClone(stored));
      return stored;
    });
  }

  /** @param {string} key */
  async get(key) {
    return structuredClone(this.#operations.get(key) ?? null);
  }

  /**
   * @param {string} key
   * @param {number} revision
   * @param {import('./ledger.js').Change} change
   * @returns {Promise<import('./ledger.js').Changed>}
   */
  async change(key, revision, change) {
    const before = this.#operations.get(key);
    if (before?.revision !== revision) return { written: 'stale' };
    const cards = change.cards ?? before.cards;
    if (change.hold === 'take') {
      const by = cards.map((card) => this.#held.get(card)).find((holder) => holder !== undefined && holder !== key);
      if (by !== undefined) return { written: 'busy', by };
    }
    if (change.hold !== 'keep') for (const [card, holder] of this.#held) if (holder === key) this.#held.delete(card);
    if (change.hold === 'take') for (const card of cards) this.#held.set(card, key);
    if (change.sending) this.#moved += 1;
    const { status, holder, evidence, error, resolved } = change;
    const operation = structuredClone({
      ...before,
      ...{ status, holder, evidence, error, resolved, cards: [...cards] },
      revision: revision + 1,
      attempts: before.attempts + (change.sending ? 1 : 0),
      moved: change.sending ? this.#moved : before.moved,
      updatedAt: Math.max(Date.now(), before.updatedAt),
    });
    this.#operations.set(key, operation);
    return { written: 'done', operation: structuredClone(operation) };
  }

  /** @param {import('./ledger.js').Page} page */
  async list({ status, kind, card, movedAfter, after, limit }) {
    const fits = (/** @type {Stored} */ operation) =>
      (status === undefined || status.includes(operation.status)) &&
      (kind === undefined || operation.kind === kind) &&
      (card === undefined || operation.cards.includes(card)) &&
      (movedAfter === undefined || (operation.moved ?? 0) > movedAfter) &&
      operation.order > after;
    const found = [];
    for (const operation of this.#operations.values()) {
      if (fits(operation)) found.push(structuredClone(operation));
      if (found.length === limit) break;
    }
    return found;
  }

  /** @param {import('./ledger.js').Browsing} wanted */
  async browse({ status, kind, cards, key, person, before, limit }) {
    const fits = (/** @type {Stored} */ operation) =>
      (status === undefined || status.includes(operation.status)) &&
      (kind === undefined || operation.kind === kind) &&
      (cards === undefined || operation.cards.some((card) => cards.includes(card))) &&
      (key === undefined || operation.key.includes(key)) &&
      (person === undefined || [operation.actor, operation.resolved?.by].some((who) => who?.includes(person))) &&
      (before === undefined || operation.order < before);
    const found = [...this.#operations.values()].reverse().filter(fits).slice(0, limit);
    return structuredClone(found);
  }

  /** @param {import('./ledger.js').LivingProcess | null} living */
  async beat(living) {
    // Only goes forward.
    const now = performance.now();
    if (living) {
      const beat = (this.#processes.get(living.id)?.beat ?? 0) + 1;
      this.#processes.set(living.id, { beat, at: now, place: living.place });
    }
    return [...this.#processes].map(([id, { beat, at, place }]) => ({ id, beat, ageMs: now - at, place }));
  }

  /** @param {string} id */
  async leave(id) {
    this.#processes.delete(id);
  }

  /** @param {string} wanted */
  async phones(wanted) {
    this.#phones ??= wanted;
    return this.#phones;
  }

  async close() {}
}

/**
 * An operation as it is first written down.
 * @param {import('./ledger.js').NewOperation} operation
 * @returns {Omit<Stored, 'order' | 'createdAt' | 'updatedAt'>}
 */
export function fresh({ key, kind, input, fingerprint, cards, actor }) {
  return {
    ...{ key, kind, input, fingerprint, cards: [...cards], status: 'prepared', attempts: 0, revision: 1, holder: null },
    ...{ moved: null, evidence: null, error: null, resolved: null },
    ...(actor === undefined ? {} : { actor }),
  };
}
