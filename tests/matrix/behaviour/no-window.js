/**
 * Where a server renders what was written for a page: the import and a client of a whole address are fine, and an address
 * that only a page can complete is refused with the reason.
 * @param {import('./host.js').Host} host
 */
export async function observe({ options }) {
  const { CdkeyClient, CdkeyError, cardTypeLabel } = await import('espai-cdkey');
  const { cards } = await new CdkeyClient({ ...options, apiKey: null }).list();
  let refused;
  try {
    refused = new CdkeyClient({ apiKey: null, baseUrl: '/api' });
  } catch (error) {
    const { name, code, path, message } = /** @type {any} */ (error);
    refused = { name, code, path, message, ours: error instanceof CdkeyError };
  }
  return {
    window: 'window' in globalThis && 'document' in globalThis,
    label: cardTypeLabel('1'),
    ids: cards.map(({ id }) => id),
    refused,
  };
}
