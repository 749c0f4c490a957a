/**
 * The libraries that are compared. They are installed where the benchmark runs and not where it is type-checked, so they
 * come without types.
 * @param {'espai-cdkey' | 'espai-cdkey/node' | 'espai-cdkey/emulator' | 'espai-cdkey/server' | 'espai-cdkey-before' | 'espai-cdkey-before/node' | 'axios' | 'zod' | 'ky' | 'valibot' | 'got' | 'undici'} name
 * @returns {Promise<any>}
 */
export function peer(name) {
  return import(name);
}
