/**
 * What went wrong, for a person and for a status.
 */
import { explain } from '../client/index.js';
import { EXIT } from './exit.js';

/** @typedef {import('../client/index.js').CdkeyError} CdkeyError */
/** @typedef {import('./language.js').Language} Language */

/** What the client calls an option, and where it is said here. */
const PLACES = /** @type {Record<string, string>} */ ({
  baseUrl: '--base-url (ESPAI_BASE_URL)',
  timeoutMs: '--timeout',
  apiKey: 'ESPAI_API_KEY (--api-key-file)',
});

/**
 * The status of a failure: of what it did to cards before all.
 * @param {{ outcome: string, code: string, endpoint?: string | null }} error
 * @returns {number}
 */
export function statusOf({ outcome, code, endpoint = null }) {
  const moves = endpoint === 'transfer' || endpoint === 'destroy';
  if (moves && outcome === 'unknown') return EXIT.unknown;
  if (code === 'invalid_argument' || code === 'invalid_config') return EXIT.usage;
  if (outcome === 'rejected' || code === 'refused_by_rule') return EXIT.refused;
  return EXIT.failed;
}

/**
 * Title, what happened, what to do, and the error's own words, a paragraph each.
 * @param {CdkeyError} error
 * @param {Language} language
 * @param {import('./style.js').Style} style
 * @returns {string}
 */
export function told(error, language, style) {
  const { title, what, todo } = explain(error, language);
  const place = error.path === undefined ? undefined : PLACES[error.path];
  return [
    style('bold', title),
    ...(what ? [what] : []),
    ...(todo ? [`→ ${todo}`] : []),
    style('dim', place === undefined ? error.message : `${place}: ${error.message}`),
  ].join('\n  ');
}
