/**
 * `espai-cdkey/bulk`; what users read of it is in `bulk.d.ts`.
 */
import { BEFORE_SEND } from '../client/before-send.js';

export {
  BulkError,
  CARD_COLUMNS,
  cardRow,
  checkTransfers,
  confirmDestroy,
  csvText,
  explainProblem,
  lastRows,
  openResults,
  planDestroy,
  readTable,
  runTransfers,
  workbookTable,
} from './bulk.parts.js';

/**
 * @template {object} Client
 * @param {Client} client
 * @param {(before: { source: import('../client/index.js').Card, target: import('../client/index.js').Card }) => unknown} note
 * @returns {Client}
 */
export function notingClient(client, note) {
  return Object.create(client, { [BEFORE_SEND]: { value: note } });
}
