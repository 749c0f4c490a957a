/**
 * The handler that all of these servers share: `POST /api/cdkey/…`, for a page's `new CdkeyClient({ apiKey: null, baseUrl: '/api' })`.
 */
import { CdkeyClient } from 'espai-cdkey';
import { createHandler } from 'espai-cdkey/server';
import { authorizeBy } from './authorize.mjs';

/**
 * @param {Record<string, string | undefined>} env `ESPAI_API_KEY`, `SESSION_SECRET`; `ESPAI_BASE_URL` where it is not the platform; `ORIGIN`
 *   where a proxy ends TLS: the page's own, such as `https://panel.example`.
 * @param {{ fetch?: import('espai-cdkey').Fetch, idempotency?: import('espai-cdkey/server').IdempotencyStore }} [parts]
 */
export function makeCards({ ESPAI_API_KEY, ESPAI_BASE_URL, SESSION_SECRET = '', ORIGIN }, { fetch, idempotency } = {}) {
  return createHandler({
    // Less than the 30 s that a page's client waits: so it is told how a move ended.
    client: new CdkeyClient({ apiKey: ESPAI_API_KEY, baseUrl: ESPAI_BASE_URL, timeoutMs: 25_000, fetch }),
    authorize: authorizeBy(SESSION_SECRET),
    allow: ['list', 'detail', 'transfer', 'destroy', 'balanceLogs'],
    basePath: '/api',
    origins: ORIGIN === undefined ? [] : [ORIGIN],
    idempotency,
    onEvent: (event) => {
      console.log(JSON.stringify(event));
    },
  });
}
