/**
 * Moves that carry an `idempotency-key`: each is made once, and whoever comes again with the same key gets its answer. What is the
 * same, and what is remembered, the rules say (`server/src/idempotency.rs`); the answers are held here, where they outlive
 * an instance of wasm, and in the host's store, where there is one.
 */
import { refusal, rules } from './rules.js';
import { within } from './within.js';

/** @typedef {import('./rules.js').Answer} Answer */
/** @typedef {import('./rules.js').Named} Named */
/** @typedef {import('./rules.js').Opened} Opened */
/** @typedef {import('./server.js').IdempotencyStore} Store */

/** How long a store of the host's may take for one thing. */
const STORE_MS = 10_000;
/** How long is waited for what another process has begun: proxies wait as long by default. */
const WAIT_MS = 60_000;
/** How often it is looked after, in ms: the first time, and at most. */
const POLL_MS = /** @type {const} */ ([25, 250]);
const NAME = 'espai-cdkey:';

/**
 * @typedef {object} Remembered
 * @property {string} fingerprint
 * @property {Promise<Answer>} answer
 * @property {number} until When it is forgotten; never while it is under way.
 */

export class Once {
  /** In the order in which they began. @type {Map<string, Remembered>} */
  #known = new Map();
  #ended = 0;
  #store;
  #limits;

  /** @param {Store | undefined} store */
  constructor(store) {
    this.#store = store;
    this.#limits = rules((rule) => ({ ms: rule.rememberedMs(), most: rule.rememberedMost() }));
  }

  /**
   * @param {Named} named
   * @param {Opened} opened
   * @param {() => Promise<Answer>} act Never rejects.
   * @returns {Promise<Answer>}
   */
  async answer(named, opened, act) {
    this.#forget();
    const { id, fingerprint } = named;
    const known = this.#known.get(id);
    if (known) return known.fingerprint === fingerprint ? known.answer : refusal('key_conflict', opened);
    const store = this.#store;
    const answer = store ? shared(store, named, opened, act, this.#limits.ms) : act();
    /** @type {Remembered} */
    const entry = { fingerprint, answer, until: Infinity };
    // In this turn: the second of two requests that came together must find it.
    this.#known.set(id, entry);
    try {
      const { keeps } = await answer;
      if (keeps) {
        entry.until = Date.now() + this.#limits.ms;
        this.#ended += 1;
      } else this.#known.delete(id);
    } catch (error) {
      this.#known.delete(id);
      throw error;
    }
    return answer;
  }

  /** Lets go of what is too old, and of the oldest where there are too many. What is under way is none of either. */
  #forget() {
    const now = Date.now();
    for (const [id, { until }] of this.#known) {
      if (until === Infinity) continue;
      if (until > now && this.#ended <= this.#limits.most) break;
      this.#known.delete(id);
      this.#ended -= 1;
    }
  }
}

/**
 * As above, for several processes: whoever writes the entry first makes the move.
 * @param {Store} store
 * @param {Named} named
 * @param {Opened} opened
 * @param {() => Promise<Answer>} act
 * @param {number} ttlMs
 * @returns {Promise<Answer>}
 */
async function shared(store, { id, fingerprint }, opened, act, ttlMs) {
  const until = Date.now() + WAIT_MS;
  const begun = rules((rule) => rule.writeEntry(fingerprint, undefined));
  const made = async (/** @type {string} */ key) => {
    const answer = await act();
    const ended = rules((rule) => rule.writeEntry(fingerprint, JSON.stringify(answer)));
    // Where it cannot be written any more, others that come again learn that they cannot know; who asked first knows.
    await within(STORE_MS, () => store.set(key, ended, { ttlMs, ifAbsent: false })).catch(() => {});
    return answer;
  };
  // An entry is never taken back: of what certainly did not happen the next try has an entry of its own.
  for (let time = 0; ; time += 1) {
    const key = `${NAME}${id}.${time}`;
    const get = () => within(STORE_MS, () => store.get(key));
    try {
      let text = await get();
      if (text === undefined || text === null) {
        const first = await within(STORE_MS, () => store.set(key, begun, { ttlMs, ifAbsent: true }));
        if (first !== false) return await made(key);
        text = await get();
      }
      for (let pause = /** @type {number} */ (POLL_MS[0]); ; pause = Math.min(pause * 2, POLL_MS[1])) {
        const { state, answer } = recall(text, fingerprint, opened);
        if (state === 'ended') return answer;
        if (state === 'again') break;
        if (Date.now() + pause > until) return refusal('under_way', opened);
        await sleep(pause);
        text = await get();
      }
    } catch {
      return refusal('no_store', opened);
    }
  }
}

/**
 * @param {unknown} text
 * @param {string} fingerprint
 * @param {Opened} opened
 * @returns {{ state: 'wait' | 'again' | 'ended', answer: Answer }}
 */
function recall(text, fingerprint, { chinese }) {
  return JSON.parse(rules((rule) => rule.recallEntry(String(text), fingerprint, chinese)));
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
