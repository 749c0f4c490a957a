/**
 * Deno: `deno run --allow-net --allow-env deno.mjs`.
 */
import { makeCards } from './cards.mjs';

const cards = makeCards(Deno.env.toObject());

Deno.serve(
  {
    port: Number(Deno.env.get('PORT') ?? 3000),
    hostname: '127.0.0.1',
    onListen: ({ port }) => {
      console.log(`http://127.0.0.1:${port}`);
    },
  },
  (request) => {
    const isCards = new URL(request.url).pathname.startsWith('/api/cdkey/');
    return isCards ? cards(request) : new Response(null, { status: 404 });
  },
);
