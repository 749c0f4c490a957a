/**
 * Web Locks: one tab at a time, and a lock ends with its tab, however it ends. A page without them (one over plain http from another
 * machine) has no way to know of other tabs.
 */
export const HAS_LOCKS = typeof navigator !== 'undefined' && 'locks' in navigator;

/** Runs `work` while this tab has the lock; null where another has it, or where there are no locks. */
export async function whileHeld<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  if (!HAS_LOCKS) return null;
  return navigator.locks.request(name, { ifAvailable: true }, async (lock) => (lock === null ? null : work()));
}

/** The names of the locks that any tab has. */
export async function heldLocks(): Promise<ReadonlySet<string>> {
  if (!HAS_LOCKS) return new Set();
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap(({ name }) => (name === undefined ? [] : [name])));
}

/** Holds a lock until it is let go of. */
export function hold(name: string): () => void {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  if (HAS_LOCKS) void navigator.locks.request(name, () => until);
  return () => release();
}
