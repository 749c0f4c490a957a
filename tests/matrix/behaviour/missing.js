/**
 * A runtime without one of the two things that the client needs of it: the import and the client are fine, the first call
 * says what is missing, and a call after it has come goes through.
 * @param {'fetch' | 'WebAssembly'} name
 * @param {import('./host.js').Host} host
 */
export async function without(name, { options }) {
  const globals = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis));
  const held = globals[name];
  delete globals[name];
  const there = name in globals && globals[name] !== undefined;
  const { CdkeyClient, CdkeyError } = await import('espai-cdkey');
  const client = new CdkeyClient(options);
  const errors = [];
  for (let times = 0; times < 2; times += 1) {
    const error = await client.list().catch((/** @type {any} */ reason) => reason);
    const { message, outcome } = error;
    errors.push({ name: error.name, code: error.code, outcome, message, ours: error instanceof CdkeyError });
  }
  globals[name] = held;
  const { cards } = await client.list();
  return { there, errors, ids: cards.map(({ id }) => id) };
}
