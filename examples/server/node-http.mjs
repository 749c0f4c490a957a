/**
 * Node's own server: `node node-http.mjs`.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { createFetch } from 'espai-cdkey/node';
import { toNodeListener } from 'espai-cdkey/server';
import { makeCards } from './cards.mjs';

// Node's own fetch sends a request again where it is answered 421; this one sends nothing twice.
const cards = toNodeListener(makeCards(process.env, { fetch: createFetch() }));

const server = createServer((request, response) => {
  if (request.url?.startsWith('/api/')) void cards(request, response);
  else response.writeHead(404).end();
});
server.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
// A new version takes its place: what was read is answered first.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
