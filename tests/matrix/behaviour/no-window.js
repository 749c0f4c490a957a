/**
 * Where a server renders what was written for a page: the import, a client of a whole address, and a page's own client are
 * fine. Only a call of the page's client there is refused, with the reason.
 * @param {import('./host.js').Host} host
 */
export async function observe({ backend }) {
  const { CdkeyClient, CdkeyError, cardTypeLabel } = await import('espai-cdkey');
  const ofPage = new CdkeyClient({ apiKey: null, baseUrl: '/api' });
  const { cards } = await new CdkeyClient({ apiKey: null, baseUrl: backend }).list();
  const error = await ofPage.list().catch((/** @type {any} */ reason) => reason);
  const { name, code, path, outcome, message } = error;
  return {
    window: 'window' in globalThis && 'document' in globalThis,
    label: cardTypeLabel('1'),
    ids: cards.map(({ id }) => id),
    refused: { name, code, path, outcome, message, ours: error instanceof CdkeyError },
  };
}
