/**
 * Tells a listener of the caller's. What it throws, or rejects with later, must not change what happens to quota.
 * @param {((told: any) => unknown) | undefined} listener
 * @param {unknown} what
 */
export function tell(listener, what) {
  try {
    Promise.resolve(listener?.(what)).catch(() => {});
  } catch {
    // See above.
  }
}
