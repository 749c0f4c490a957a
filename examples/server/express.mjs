/**
 * Express: `node express.mjs`.
 */
import process from 'node:process';
import express from 'express';
import { createFetch } from 'espai-cdkey/node';
import { toNodeListener } from 'espai-cdkey/server';
import { makeCards } from './cards.mjs';

const cards = toNodeListener(makeCards(process.env, { fetch: createFetch() }));

const app = express();
app.disable('x-powered-by');
// Before express.json() and the like, which would read the body; and not by app.use('/api', …), which cuts that off the address.
app.all('/api/cdkey/:call', (request, response) => void cards(request, response));
app.use(express.json());
app.get('/', (_request, response) => {
  response.send('the rest of your app');
});

const server = app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
