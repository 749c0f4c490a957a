/**
 * Libraries that users hand to the client, and tools of the tests. They are installed where the tests run and not where
 * they are type-checked, so they come without types.
 * @param {'undici' | 'node-fetch' | 'vite' | 'yaml' | 'ajv/dist/2020.js' | '@seriousme/openapi-schema-validator'} name
 * @returns {Promise<any>}
 */
export function peer(name) {
  return import(name);
}
