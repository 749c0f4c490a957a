/**
 * One call of an operation, and the settling of one: carries out what `ledger/src/operation.rs` says.
 */
import { BEFORE_SEND } from '../client/before-send.js';
import { errorOf } from '../client/errors.js';
import { rules } from './core.js';
import { cardOf, lookAfterDestroy } from './destroy.js';
import { attached, errorOfStored, ledgerError, publicOf, reportOf, unavailable } from './failure.js';
import { fingerprintIn, inputOf, plainCards } from './hashed.js';

/** @typedef {import('../client/index.js').CdkeyClient} CdkeyClient */
/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {import('./ledger.js').Change} Change */
/** @typedef {import('./ledger.js').NewOperation} NewOperation */
/** @typedef {{ step: string, status?: Stored['status'], code?: any, unknown?: boolean, unwritten?: Stored['status'] | null }} Step */

/**
 * @typedef {object} World What calls share.
 * @property {CdkeyClient} client
 * @property {Ledger} ledger
 * @property {import('./presence.js').Presence} presence
 * @property {number} waitMs
 * @property {(operation: Stored, change: Change) => void} leave Remembers what could not be written.
 */

/** The shortest pause of who waits for a card, in milliseconds; up to as much again comes on top. */
const PAUSE_MS = 30;
const LONGEST_PAUSE_MS = 400;

export class OperationCall {
  #world;
  #wanted;
  #options;
  #core = rules((glue) => new glue.CallCore());
  /** As last read or written. @type {Stored | undefined} */
  #operation;
  /** What is known of its cards. @type {any} */
  #evidence = null;
  /** What the client's call was rejected with. @type {any} */
  #error;
  #deadline;
  #pause = PAUSE_MS;
  /** What the ledger failed with. @type {unknown} */
  #broken;

  /**
   * @param {World} world
   * @param {NewOperation} wanted
   * @param {{ signal?: AbortSignal, timeoutMs?: number, maxRetries?: number }} options
   */
  constructor(world, wanted, options) {
    this.#world = world;
    this.#wanted = wanted;
    this.#options = options;
    this.#deadline = performance.now() + world.waitMs;
  }

  /** @returns {Promise<import('./ledger.js').Operation>} */
  async run() {
    try {
      /** @type {Step} */
      let next = { step: 'look' };
      for (;;) {
        switch (next.step) {
          case 'look':
            next = await this.#look();
            break;
          case 'claim': {
            const written = await this.#change({ status: 'prepared', hold: 'take' });
            next = this.#told((core) => core.claimed(written));
            break;
          }
          case 'wait':
            next = await this.#wait();
            break;
          case 'send': {
            const came = await this.#send();
            next = this.#told((core) => core.ended(came));
            break;
          }
          case 'adopt': {
            const { status, error } = this.#known();
            const written = await this.#change({ status, hold: 'keep', error });
            next = this.#told((core) => core.adopted(written));
            break;
          }
          case 'settle': {
            const { evidence } = await settle(this.#world, this.#known(), this.#calls(), this.#wanted.input);
            this.#evidence = evidence;
            next = this.#told((core) => core.settled(this.#evidence.verdict));
            break;
          }
          case 'write': {
            const written = await this.#write(/** @type {Stored['status']} */ (next.status));
            next = this.#told((core) => core.written(written));
            break;
          }
          default:
            return this.#end(next);
        }
      }
    } finally {
      rules(() => {
        this.#core.free();
      });
    }
  }

  /** @param {Step} end */
  #end(end) {
    const { step, code, unknown = false } = end;
    if (step === 'found') {
      const stored = this.#known();
      if (stored.status === 'done') return publicOf(stored);
      throw errorOfStored(stored);
    }
    if (step === 'own') {
      if (this.#error === undefined) return publicOf(this.#known());
      throw attached(this.#error, this.#known());
    }
    const { kind, key } = this.#wanted;
    if (code === 'ledger_unavailable') {
      if (end.unwritten && this.#operation) this.#world.leave(this.#operation, this.#ending(end.unwritten));
      const error = unavailable(this.#broken, { kind, unknown });
      throw this.#operation ? attached(error, this.#operation) : error;
    }
    const says = {
      key_conflict: `the key ${JSON.stringify(key)} is of another operation, with another input; nothing was sent: call that one with its own input, or take a new key for this one`,
      card_busy: unknown
        ? `the operation ${JSON.stringify(key)} is still under way in another process; it was not sent from here: call it again later with the same key`
        : `another operation holds a card of ${JSON.stringify(key)}, and nothing was sent: call it again later with the same key; if a process has died, recover() settles what it left`,
    };
    const error = ledgerError(code, says[/** @type {keyof says} */ (code)], { kind, unknown });
    throw code === 'key_conflict' || !this.#operation ? error : attached(error, this.#operation);
  }

  /**
   * @param {(core: import('./core.js').CallCore) => string} tell
   * @returns {Step}
   */
  #told(tell) {
    return JSON.parse(rules(() => tell(this.#core)));
  }

  #known() {
    return /** @type {Stored} */ (this.#operation);
  }

  /** Options of the client's own calls. A move under way is not aborted: its outcome would be unknown. */
  #calls() {
    const { signal: _signal, ...calls } = this.#options;
    return calls;
  }

  /** @returns {Promise<Step>} */
  async #look() {
    const { ledger, presence } = this.#world;
    try {
      const there = this.#operation && (await ledger.get(this.#wanted.key));
      const found = there ?? (await ledger.enter([this.#wanted]))[0];
      this.#operation = /** @type {Stored} */ (found);
      const holder = await holderOf(this.#operation, presence);
      const same = this.#operation.fingerprint === fingerprintIn(ledger, this.#wanted);
      const { status } = this.#operation;
      return this.#told((core) => core.found(status, holder, same));
    } catch (error) {
      this.#broken = error;
      return this.#told((core) => core.unreadable());
    }
  }

  /** @returns {Promise<Step>} */
  async #wait() {
    const { signal } = this.#options;
    const left = this.#deadline - performance.now();
    if (left > 0) {
      await pause(Math.min(left, this.#pause * (1 + Math.random())), signal);
      this.#pause = Math.min(this.#pause * 1.5, LONGEST_PAUSE_MS);
    }
    if (signal?.aborted) await this.#aborted();
    return this.#told((core) => core.waited(left <= 0));
  }

  /** The client says it as it does of every call: it sends nothing under a signal that is aborted. */
  async #aborted() {
    const { client } = this.#world;
    const { kind, input } = this.#wanted;
    const { signal } = this.#options;
    await (kind === 'transfer'
      ? client.transfer(/** @type {any} */ (input), { signal })
      : client.destroy([/** @type {any} */ (input).id], { signal }));
  }

  /**
   * @param {Pick<Change, 'status' | 'hold'> & Partial<Change>} change
   * @returns {Promise<'done' | 'stale' | 'busy' | 'failed'>}
   */
  async #change(change) {
    const { ledger, presence } = this.#world;
    const { key, revision, resolved } = this.#known();
    /** @type {Change} */
    const whole = { holder: presence.id, evidence: this.#known().evidence, error: null, resolved, ...change };
    try {
      if (whole.holder !== null) await presence.begin();
      const changed = await ledger.change(key, revision, whole);
      if (changed.written === 'done') this.#operation = changed.operation;
      if (changed.written === 'busy' && (await free(this.#world, changed.by))) return this.#change(change);
      return changed.written;
    } catch (error) {
      this.#broken = error;
      return 'failed';
    }
  }

  /**
   * @param {Stored['status']} status
   * @returns {Promise<'done' | 'stale' | 'busy' | 'failed'>}
   */
  #write(status) {
    return this.#change(this.#ending(status));
  }

  /**
   * @param {Stored['status']} status
   * @returns {Change}
   */
  #ending(status) {
    const { resolved, cards, ...known } = this.#known();
    const error = this.#error === undefined ? known.error : reportOf(this.#error);
    return {
      ...{ status, holder: null, hold: 'free', cards, resolved },
      error: status === 'done' ? null : error,
      evidence: status === 'prepared' ? null : (this.#evidence ?? known.evidence),
    };
  }

  /** @returns {Promise<string>} What came. */
  async #send() {
    this.#error = undefined;
    this.#evidence = null;
    try {
      if (this.#options.signal?.aborted) await this.#aborted();
      this.#evidence = await (this.#wanted.kind === 'transfer' ? this.#transfer() : this.#destroy());
      return 'done';
    } catch (error) {
      this.#error = error;
      const { outcome, evidence } = /** @type {any} */ (error);
      if (evidence) this.#evidence = evidence;
      return outcome === 'not_sent' || outcome === 'rejected' ? outcome : 'unknown';
    }
  }

  /**
   * Written down before anything is sent; where it cannot be, nothing is.
   * @param {Stored['evidence']} evidence
   * @param {string[]} [cards]
   */
  async #record(evidence, cards) {
    const hold = cards ? 'take' : 'keep';
    const written = await this.#change({ status: 'sent', hold, sending: true, evidence, ...(cards ? { cards } : {}) });
    // Whose card was only now known keeps it in mind, and waits for it the next time.
    if (written === 'busy' && cards) this.#operation = { ...this.#known(), cards };
    if (!rules(() => this.#core.recorded(written))) throw Object.assign(new Error(WITHHELD), { outcome: 'not_sent' });
  }

  async #transfer() {
    const { client } = this.#world;
    const sender = Object.create(client, {
      [BEFORE_SEND]: {
        value: (/** @type {any} */ before) => this.#record({ verdict: null, before, after: null }),
      },
    });
    const { confirmedBy, before, after } = await sender.transfer(this.#wanted.input, {
      ...this.#calls(),
      verify: true,
    });
    return { verdict: confirmedBy === 'reconciliation' ? 'likely_applied' : null, before, after };
  }

  async #destroy() {
    const { client } = this.#world;
    const { id } = /** @type {{ id: string }} */ (this.#wanted.input);
    const before = await cardBefore(client, id, this.#calls());
    const own = [`id:${id}`, ...(before ? [rules((glue) => glue.cardName(before.code))] : [])];
    await this.#record({ verdict: null, before: { card: before }, after: null }, own);
    try {
      await client.destroy([id], this.#calls());
      return { verdict: null, before: { card: before }, after: null };
    } catch (error) {
      const { outcome } = /** @type {any} */ (error);
      if (outcome === 'not_sent' || outcome === 'rejected') throw error;
      this.#evidence = await lookAfterDestroy(client, id, before, this.#calls());
      if (this.#evidence.verdict === 'likely_applied') return this.#evidence;
      throw error;
    }
  }
}

const WITHHELD = 'it was not sent, as it could not be written down first';

/**
 * @param {CdkeyClient} client
 * @param {string} id
 * @param {object} options
 */
async function cardBefore(client, id, options) {
  try {
    return await cardOf(client, id, options);
  } catch (error) {
    // Of the destroy that was not sent for it.
    const failed = /** @type {any} */ (error);
    if (typeof failed?.toJSON !== 'function') {
      throw Object.assign(/** @type {Error} */ (error), { outcome: 'not_sent' });
    }
    const message = `destroy: nothing was sent, as the card could not be read: ${failed.message.replace(/^list: /, '')}`;
    const { cause } = failed;
    throw errorOf({ ...failed.toJSON(), endpoint: 'destroy', outcome: 'not_sent', attempts: 0, message, cause });
  }
}

/**
 * Who has an operation, as seen from a call: one of this process's own that is found before the call begins was left behind by an earlier
 * one.
 * @param {Stored} operation
 * @param {import('./presence.js').Presence} presence
 * @param {(key: string) => boolean} [isRunning] Whether this process has it under way.
 * @returns {Promise<'nobody' | 'living' | 'dead'>}
 */
export async function holderOf({ key, holder }, presence, isRunning = () => false) {
  if (holder === null) return 'nobody';
  if (holder === presence.id) return isRunning(key) ? 'living' : 'dead';
  await presence.refresh();
  return presence.isDead(holder) ? 'dead' : 'living';
}

/**
 * Gives the cards of an operation free where nobody works at it and nothing of it can have left.
 * @param {World} world
 * @param {string} key Of the one that holds a card.
 */
async function free({ ledger, presence }, key) {
  const held = await ledger.get(key);
  if (held === null || held.holder === presence.id) return false;
  const holder = await holderOf(held, presence);
  if (!rules((glue) => glue.mayFree(held.status, holder))) return false;
  const { status, evidence, error, resolved, revision } = held;
  await ledger.change(key, revision, { status, holder: null, hold: 'free', evidence, error, resolved });
  return true;
}

/**
 * What the cards say of an operation that nobody works at any more.
 * @param {Pick<World, 'client' | 'ledger'>} world
 * @param {Stored} operation
 * @param {object} [options]
 * @param {Stored['input']} [known] Its input with whole phones, for who knows it.
 * @returns {Promise<{ evidence: any, unlisted: boolean }>} `unlisted`: its cards could not be found by hashed phones.
 */
export async function settle(world, operation, options, known) {
  const { client } = world;
  const before = /** @type {any} */ (operation.evidence)?.before ?? null;
  if (operation.kind === 'destroy') {
    const { id } = /** @type {any} */ (operation.input);
    return { evidence: await lookAfterDestroy(client, id, before?.card ?? null, options), unlisted: false };
  }
  const unreadable = { verdict: 'unreadable', before, after: null };
  if (before === null) return { evidence: unreadable, unlisted: false };
  try {
    const input = known ?? (await inputOf(world, operation, options));
    if (input === null) return { evidence: unreadable, unlisted: true };
    const says = await client.settle(/** @type {any} */ (input), plainCards(world, before), options);
    return { evidence: { ...says, before }, unlisted: false };
  } catch {
    return { evidence: unreadable, unlisted: false };
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}
