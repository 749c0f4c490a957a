/**
 * Two copies of the package in one process or page: each works, and each knows what the other one throws.
 * @param {import('./host.js').Host} host
 */
export async function observe({ options, second }) {
  const copies = [await import('espai-cdkey'), await second()];
  const seen = await Promise.all(
    copies.map(async ({ CdkeyClient, isPaid }) => {
      const client = new CdkeyClient(options);
      const { cards } = await client.list();
      const [source, target] = cards.filter((card) => isPaid(card) && (card.apiLimit ?? 0) > 0);
      const move = {
        phone: source?.userPhone ?? '',
        code: source?.code ?? '',
        targetPhone: target?.userPhone ?? '',
        targetCode: target?.code ?? '',
        limit: 100_000_000,
      };
      const error = await client.transfer(move).catch((/** @type {any} */ reason) => reason);
      return {
        ids: cards.map(({ id }) => id),
        name: error.name,
        code: error.code,
        instanceOf: copies.map((copy) => [error instanceof copy.CdkeyError, error instanceof copy.ApiError]),
        notInstanceOf: copies.map((copy) => error instanceof copy.NetworkError),
      };
    }),
  );
  return { distinct: copies[0]?.CdkeyClient !== copies[1]?.CdkeyClient, seen };
}
