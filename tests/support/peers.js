/**
 * Libraries that users hand to the client. They are installed where the tests run and not where they are type-checked, so
 * they come without types.
 * @param {'undici' | 'node-fetch' | 'vite'} name
 * @returns {Promise<any>}
 */
export function peer(name) {
  return import(name);
}
