/**
 * Bun: `bun bun.mjs`.
 */
import { makeCards } from './cards.mjs';

const cards = makeCards(Bun.env);

const server = Bun.serve({
  port: Number(Bun.env.PORT ?? 3000),
  hostname: '127.0.0.1',
  fetch(request) {
    const isCards = new URL(request.url).pathname.startsWith('/api/cdkey/');
    return isCards ? cards(request) : new Response(null, { status: 404 });
  },
});
console.log(`http://127.0.0.1:${server.port}`);
