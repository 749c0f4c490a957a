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

/**
 * A failure in a line.
 * @param {unknown} error
 * @param {Language} language
 */
export function titleOf(error, language) {
  return explain(error, language).title;
}

/**
 * The status of one of many.
 * @param {{ status: string, outcome?: string, code?: string, endpoint: string }} result
 * @returns {number}
 */
export function statusOfOne({ status, outcome = '', code = '', endpoint }) {
  if (status === 'done') return EXIT.done;
  if (status === 'unknown') return EXIT.unknown;
  // What was not begun is not done.
  return status === 'skipped' ? EXIT.failed : statusOf({ outcome, code, endpoint });
}

/** From the worst. */
const ORDER = [EXIT.unknown, EXIT.failed, EXIT.usage, EXIT.refused];

/** @param {ReadonlySet<number>} statuses */
export function worstOf(statuses) {
  return ORDER.find((status) => statuses.has(status)) ?? EXIT.done;
}
