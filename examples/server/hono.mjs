/**
 * Hono, here on Node: `node hono.mjs`. On other runtimes the app is the same, and is served by theirs.
 */
import process from 'node:process';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createFetch } from 'espai-cdkey/node';
import { makeCards } from './cards.mjs';

const cards = makeCards(process.env, { fetch: createFetch() });

const app = new Hono();
app.all('/api/cdkey/*', (context) => cards(context.req.raw));
app.get('/', (context) => context.text('the rest of your app'));

const server = serve(
  { fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000), hostname: '127.0.0.1' },
  ({ port }) => {
    console.log(`http://127.0.0.1:${port}`);
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
