/**
 * What each role may do, and who asks.
 */
import { openSession } from './session.mjs';

/** Narrower than what the handler serves, never wider. @type {Record<string, { allow: import('espai-cdkey').Endpoint[], maxTransfer?: number }>} */
const ROLES = {
  reader: { allow: ['list', 'detail', 'balanceLogs'] },
  support: { allow: ['list', 'detail', 'balanceLogs', 'transfer'], maxTransfer: 100 },
  finance: { allow: ['list', 'detail', 'balanceLogs', 'transfer', 'destroy'] },
};

/**
 * @param {string} secret Of the sessions.
 * @returns {import('espai-cdkey/server').HandlerOptions['authorize']}
 */
export function authorizeBy(secret) {
  return async (request) => {
    const session = await openSession(request, secret);
    // A role that was taken out of the table since counts for nothing.
    if (session === undefined || !Object.hasOwn(ROLES, session.role)) return false;
    return { actor: session.user, ...ROLES[session.role] };
  };
}
