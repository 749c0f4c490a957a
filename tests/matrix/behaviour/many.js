/**
 * Several clients at once, one of them refused; cards cloned, and sent to a worker that has a client of its own.
 * @param {import('./host.js').Host} host
 */
export async function observe({ options, ask }) {
  const { CdkeyClient } = await import('espai-cdkey');
  const clients = [{}, { maxRetries: 0, timeoutMs: 20_000 }, { userNameField: /** @type {const} */ ('username') }].map(
    (more) => new CdkeyClient({ ...options, ...more }),
  );
  const stranger = new CdkeyClient({ ...options, apiKey: 'x'.repeat(32), dangerouslyAllowBrowser: true });
  const [refused, ...pages] = await Promise.all([
    stranger.list().catch((/** @type {any} */ reason) => ({ name: reason.name, code: reason.code })),
    ...[...clients, ...clients].map((client) => client.list()),
  ]);
  const cards = pages[0]?.cards ?? [];
  const text = JSON.stringify(cards);
  const { sent, own } = await ask(options, cards);
  return {
    ids: cards.map(({ id }) => id),
    refused,
    same: pages.map((page) => JSON.stringify(page.cards) === text),
    cloned: JSON.stringify(structuredClone(cards)) === text,
    sent: JSON.stringify(sent) === text,
    own: JSON.stringify(own) === text,
  };
}
