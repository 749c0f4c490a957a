const { CardType, CdkeyClient } = require('espai-cdkey');
const { createEmulator } = require('espai-cdkey/emulator');

async function main() {
  // With a key of your own: new CdkeyClient({ apiKey: process.env.ESPAI_API_KEY }), and no emulator.
  const emulator = createEmulator();
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });

  const card = { phone: '17516888888', code: '3AoPbLSQ' };
  const { cards } = await client.list({ type: CardType.Taotie });
  await client.transfer({ ...card, targetPhone: '15916888888', targetCode: cards[0].code, limit: 10 });
  const { apiLimit } = await client.detail(card);
  const { message } = await client.destroy('196bd2a26e4d459f9dc7d12053a05c15');

  console.log(`${card.code} has ${apiLimit} calls left; destroying an empty card: ${message}`);
}

main();
