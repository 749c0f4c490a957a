/**
 * A route handler of Next.js: `app/api/cdkey/[call]/route.js`, with `cards.mjs` and what it needs at the root of the project.
 */
import { createFetch } from 'espai-cdkey/node';
import { makeCards } from '../../../../cards.mjs';

/** Made at the first request: a build has no key. @type {import('espai-cdkey/server').Handler | undefined} */
let cards;

/** @param {Request} request */
export function POST(request) {
  cards ??= makeCards(process.env, { fetch: createFetch() });
  return cards(request);
}
