/**
 * What a caller wants to see of a ledger, checked, as the ledger takes it.
 */
import { rules } from './core.js';
import { refused } from './failure.js';

const STATUSES = ['prepared', 'sent', 'done', 'failed', 'unknown'];

/**
 * @param {import('./ledger.js').OperationFilter} filter
 * @returns {Omit<import('./ledger.js').Page, 'after' | 'limit'>}
 */
export function pageOf(filter) {
  if (typeof filter !== 'object' || filter === null) throw argument('filter', 'must be a plain object');
  const { status, kind, code, id, ...others } = filter;
  const [odd] = Object.keys(others);
  if (odd !== undefined) throw argument(odd, 'is no filter; there are: status, kind, code, id');
  const card =
    code === undefined ? (id === undefined ? undefined : `id:${id}`) : rules((glue) => glue.cardName(String(code)));
  return { ...standing(status, kind), ...(card === undefined ? {} : { card }) };
}

/**
 * @param {Omit<import('./ledger.js').BrowseFilter, 'limit'>} filter
 * @returns {Omit<import('./ledger.js').Browsing, 'limit'>}
 */
export function browsingOf({ status, kind, card, key, person, before, ...others }) {
  const [odd] = Object.keys(others);
  if (odd !== undefined) {
    throw argument(odd, 'is no filter; there are: status, kind, card, key, person, before, limit');
  }
  const texts = { card, key, person };
  for (const [name, text] of Object.entries(texts)) {
    if (text !== undefined && (typeof text !== 'string' || text === '' || text.length > 256)) {
      throw argument(name, 'must be a text of 1 to 256 characters');
    }
  }
  if (before !== undefined && !Number.isSafeInteger(before)) throw argument('before', 'must be what `next` gave');
  return {
    ...standing(status, kind),
    ...(card === undefined ? {} : { cards: [rules((glue) => glue.cardName(card)), `id:${card}`] }),
    ...(key === undefined ? {} : { key }),
    ...(person === undefined ? {} : { person }),
    ...(before === undefined ? {} : { before }),
  };
}

/**
 * How it stands, and what it is: a part of any filter.
 * @param {import('./ledger.js').OperationFilter['status']} status
 * @param {import('./ledger.js').OperationFilter['kind']} kind
 */
function standing(status, kind) {
  const statuses = status === undefined ? undefined : [status].flat();
  if (statuses?.some((each) => !STATUSES.includes(each))) {
    throw argument('status', `must be one of ${STATUSES.join(', ')}`);
  }
  if (kind !== undefined && kind !== 'transfer' && kind !== 'destroy') {
    throw argument('kind', "must be 'transfer' or 'destroy'");
  }
  return { ...(statuses === undefined ? {} : { status: statuses }), ...(kind === undefined ? {} : { kind }) };
}

/**
 * @param {string} path
 * @param {string} says
 */
const argument = (path, says) => refused('invalid_argument', path, says);
