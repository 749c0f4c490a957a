/**
 * Fastify: `node fastify.mjs`.
 */
import process from 'node:process';
import fastify from 'fastify';
import { createFetch } from 'espai-cdkey/node';
import { toNodeListener } from 'espai-cdkey/server';
import { makeCards } from './cards.mjs';

const cards = toNodeListener(makeCards(process.env, { fetch: createFetch() }));

const app = fastify();
// A scope of its own: here Fastify reads no body, and elsewhere it does as before.
app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  scope.all('/api/cdkey/*', (request, reply) => {
    reply.hijack();
    void cards(request.raw, reply.raw);
  });
});
app.get('/', async () => 'the rest of your app');

console.log(await app.listen({ port: Number(process.env['PORT'] ?? 3000), host: '127.0.0.1' }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.close());
