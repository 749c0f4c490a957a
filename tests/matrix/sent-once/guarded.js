/** The backend of this package in the place of the documents' own: `api.mjs`, beside their `server.mjs`. */
import process from 'node:process';
import { CdkeyClient } from 'espai-cdkey';
import { createFetch } from 'espai-cdkey/node';
import { createHandler, toNodeListener } from 'espai-cdkey/server';

const { ESPAI_API_KEY: apiKey, ESPAI_BASE_URL: baseUrl, DEADLINE_MS } = process.env;

export const api = toNodeListener(
  createHandler({
    client: new CdkeyClient({ apiKey, baseUrl, fetch: createFetch(), timeoutMs: Number(DEADLINE_MS) }),
    // Nobody signs in here: what is looked at is how often the cards change.
    authorize: () => ({ actor: 'the page' }),
    allow: ['list', 'detail', 'transfer'],
    basePath: '/api',
  }),
);
