/**
 * Settles what nobody works at any more. What is done with each operation, `ledger/src/recovery.rs` says.
 */
import { holderOf, pause, settle } from './call.js';
import { rules } from './core.js';
import { unlistedReport } from './failure.js';

/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {import('./call.js').World & { isRunning: (key: string) => boolean }} World */

const PAGE = 200;
/** How often it is looked who has counted up. */
const LOOK_MS = 1000;
/** Statuses that are not the last. */
const OPEN = /** @type {const} */ (['prepared', 'sent', 'unknown']);

/**
 * @param {World} world
 * @param {{ signal?: AbortSignal }} options
 * @returns {Promise<import('./ledger.js').Recovered>}
 */
export async function recoverAll(world, { signal }) {
  /** The last word on each key. @type {Map<string, 'done' | 'unknown' | 'released'>} */
  const came = new Map();
  /** @type {Set<string>} */
  const living = new Set();
  for (;;) {
    let open = false;
    living.clear();
    for await (const operation of all(world)) {
      if (signal?.aborted) break;
      const { key, status, holder: id } = operation;
      if (status === 'unknown' && came.has(key)) continue;
      const found = await recoverOne(world, operation);
      if (found === 'released' || found === 'done' || found === 'unknown') came.set(key, found);
      if (found === 'living') {
        living.add(key);
        if (id !== null && id !== world.presence.id && world.presence.isOpen(id)) open = true;
      }
    }
    // Of some it is not certain yet whether their process lives.
    if (!open || signal?.aborted) break;
    await pause(LOOK_MS, signal);
  }
  const count = (/** @type {string} */ what) => [...came.values()].filter((each) => each === what).length;
  return { done: count('done'), unknown: count('unknown'), released: count('released'), living: living.size };
}

/**
 * @param {World} world
 * @param {Stored} operation
 * @returns {Promise<import('./ledger.js').Look>}
 */
export async function recoverOne(world, operation) {
  const { status } = operation;
  const holder = await holderOf(operation, world.presence, world.isRunning);
  const untouched = status !== 'unknown' || (await isUntouched(world, operation));
  const task = rules((glue) => glue.recoveryTask(status, holder, untouched));
  if (task === 'settle') return (await settleOne(world, operation)) ?? 'changed';
  if (task === 'release') return (await release(world, operation)) ? 'released' : 'changed';
  if (holder === 'living') return 'living';
  return untouched ? 'over' : 'touched';
}

/**
 * @param {World} world
 * @returns {AsyncGenerator<Stored, void, undefined>}
 */
async function* all({ ledger }) {
  for (let after = 0; ;) {
    const found = await ledger.list({ status: [...OPEN], after, limit: PAGE });
    yield* found;
    if (found.length < PAGE) return;
    after = /** @type {Stored} */ (found.at(-1)).order;
  }
}

/**
 * Whether no other operation of this ledger may have moved its cards since it was sent.
 * @param {World} world
 * @param {Stored} operation
 */
async function isUntouched({ ledger }, { key, cards, moved }) {
  for (const card of cards) {
    for (let after = 0; ;) {
      const found = await ledger.list({ card, movedAfter: moved ?? 0, after, limit: PAGE });
      const touching = found.some(
        (other) => other.key !== key && rules((glue) => glue.mayHaveMoved(other.status, other.resolved !== null)),
      );
      if (touching) return false;
      if (found.length < PAGE) break;
      after = /** @type {Stored} */ (found.at(-1)).order;
    }
  }
  return true;
}

/**
 * @param {World} world
 * @param {Stored} operation
 */
async function release({ ledger }, { key, revision, status, evidence, error, resolved }) {
  const change = { status, holder: null, hold: /** @type {const} */ ('free'), evidence, error, resolved };
  return (await ledger.change(key, revision, change)).written === 'done';
}

/**
 * Taken over first, so that of two who recover one does it; an unknown one takes its cards again while it is looked at.
 * @param {World} world
 * @param {Stored} operation
 * @returns {Promise<'done' | 'unknown' | undefined>}
 */
async function settleOne(world, operation) {
  const { ledger, presence } = world;
  const { key, kind, status, evidence, error, resolved } = operation;
  const hold = status === 'unknown' ? 'take' : 'keep';
  const taken = await ledger.change(key, operation.revision, {
    ...{ status, holder: presence.id, hold, evidence, error, resolved },
  });
  if (taken.written !== 'done') return undefined;
  const { evidence: says, unlisted } = await settle(world, taken.operation);
  const ended = /** @type {'done' | 'unknown'} */ (rules((glue) => glue.settledStatus(says.verdict)));
  const written = await ledger.change(key, taken.operation.revision, {
    status: ended,
    holder: null,
    hold: 'free',
    // What an earlier look has seen is worth more than that nothing could be seen now.
    evidence: status === 'unknown' && says.verdict === 'unreadable' ? evidence : says,
    error: ended === 'done' ? null : (error ?? (unlisted ? unlistedReport(kind) : null)),
    resolved,
  });
  return written.written === 'done' ? ended : undefined;
}
