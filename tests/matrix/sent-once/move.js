/** A transfer between two cards of the service, on a connection that was used before, and what comes of it. */

/**
 * @param {typeof import('espai-cdkey')} copy
 * @param {import('espai-cdkey').CdkeyClient} client
 * @returns {Promise<{ outcome: string, message?: string }>}
 */
export async function move({ isPaid }, client) {
  const { cards } = await client.list();
  const [source, target] = cards.filter((card) => isPaid(card) && (card.apiLimit ?? 0) > 0);
  const [phone, code] = [source?.userPhone ?? '', source?.code ?? ''];
  for (let calls = 0; calls < 3; calls += 1) await client.detail({ phone, code });
  const input = { phone, code, targetPhone: target?.userPhone ?? '', targetCode: target?.code ?? '', limit: 1 };
  return client.transfer(input).then(
    () => ({ outcome: 'moved' }),
    ({ outcome, message }) => ({ outcome, message }),
  );
}
