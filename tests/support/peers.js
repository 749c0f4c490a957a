/**
 * Libraries that users hand to the client, and tools of the tests. They are installed where the tests run and not where
 * they are type-checked, so they come without types. Express is what most backends of a page are made with; its older major
 * differs in what it makes of a body.
 * @param {'undici' | 'node-fetch' | 'vite' | 'yaml' | 'ajv/dist/2020.js' | '@seriousme/openapi-schema-validator' | 'express' | 'express-4'} name
 * @returns {Promise<any>}
 */
export function peer(name) {
  return import(name);
}
