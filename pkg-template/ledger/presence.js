/**
 * This process among all that share a ledger: it counts up every few seconds for as long as it lives, and sees who else does. Who is dead,
 * `ledger/src/liveness.rs` says; here it is asked what the operating system knows.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { rules } from './core.js';

/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').StoredOperation} Stored */

export class Presence {
  id = randomUUID();
  #ledger;
  #watch = rules((glue) => new glue.WatchCore());
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  /** @type {Promise<void> | undefined} */
  #began;
  #onBeat;

  /**
   * @param {Ledger} ledger
   * @param {() => Promise<void>} onBeat Called after each count: the ledger can be reached.
   */
  constructor(ledger, onBeat) {
    this.#ledger = ledger;
    this.#onBeat = onBeat;
  }

  /** Known to the others, before anything is held. */
  async begin() {
    this.#began ??= this.#beat();
    try {
      await this.#began;
    } catch (error) {
      this.#began = undefined;
      throw error;
    }
    this.#timer ??= setInterval(
      () => {
        this.#beat()
          .then(this.#onBeat)
          .catch(() => {});
      },
      rules((glue) => glue.beatMs()),
    ).unref();
  }

  async #beat() {
    this.#look(await this.#ledger.beat({ id: this.id, place: PLACE }));
  }

  /** Looks at the others anew. */
  async refresh() {
    this.#look(await this.#ledger.beat(null));
  }

  /** @param {readonly import('./ledger.js').ProcessRow[]} rows */
  #look(rows) {
    const seen = rows.map(({ id, beat, ageMs, place }) => [id, beat, ageMs, runs(place)]);
    this.#watch.look(JSON.stringify(seen), performance.now());
  }

  /**
   * Of an operation that another process has, as the last look found it.
   * @param {string} id
   */
  isDead(id) {
    return this.#watch.isDead(id);
  }

  /**
   * Whether it takes longer to tell.
   * @param {string} id
   */
  isOpen(id) {
    return this.#watch.isOpen(id);
  }

  /** @param {boolean} clean Whether nothing was left behind: then the others need not wait. */
  async end(clean) {
    clearInterval(this.#timer);
    if (this.#began && clean) await this.#ledger.leave(this.id).catch(() => {});
    this.#watch.free();
  }
}

/** Where this process runs, for others on the same machine to see whether it still does; null where a system does not tell. */
const PLACE = placeOf();

function placeOf() {
  // A thread may end while its process goes on.
  if (process.platform !== 'linux' || !isMainThread) return null;
  try {
    const machine = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const pids = readlinkSync('/proc/self/ns/pid');
    const start = startOf(process.pid);
    return start ? JSON.stringify({ machine, pids, pid: process.pid, start }) : null;
  } catch {
    return null;
  }
}

/**
 * When a process began, in the kernel's count; empty for one that has ended and was not yet taken note of.
 * @param {number} pid
 */
function startOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold anything.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? '' : (rest[18] ?? '');
}

/**
 * Whether the process of a place runs; null where that cannot be told from here.
 * @param {string | null} place
 * @returns {boolean | null}
 */
function runs(place) {
  if (place === null || PLACE === null) return null;
  try {
    const there = JSON.parse(place);
    const here = JSON.parse(PLACE);
    if (there.machine !== here.machine || there.pids !== here.pids) return null;
    try {
      process.kill(there.pid, 0);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
    }
    return startOf(there.pid) === there.start;
  } catch {
    return null;
  }
}
