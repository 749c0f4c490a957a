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
