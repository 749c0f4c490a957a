/**
 * What a caller gave, as it is now. What is no plain set of fields is for the rules to refuse, as it is.
 * @param {any} given
 */
export function copyOf(given) {
  try {
    const fields = typeof given === 'object' && given !== null && !Array.isArray(given);
    return fields && Object.keys(given).length > 0 ? { ...given } : given;
  } catch {
    return given;
  }
}

/**
 * Likewise of a set of such sets.
 * @param {any} given
 */
export function copyOfEach(given) {
  const copy = copyOf(given);
  if (copy === given) return given;
  return Object.fromEntries(Object.entries(copy).map(([name, value]) => [name, copyOf(value)]));
}
