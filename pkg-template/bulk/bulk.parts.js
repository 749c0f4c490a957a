/**
 * What the public entry (`bulk.js`) and the command's part (`bulk.node.js`) share: one file of the package, so that the rules' wasm lies in
 * it once. Nobody else can import it.
 */
export { CARD_COLUMNS, cardRow } from './card-rows.js';
export { rules } from './core.js';
export { decoded } from './decode.js';
export { confirmDestroy, planDestroy } from './destroy-plan.js';
export { explainProblem } from './explain.js';
export { BulkError } from './problem.js';
export { Results, lastRows, openResults, refuse } from './results.js';
export { CsvRows, JsonLines, csvLine } from './rows.js';
export { runTransfers } from './run.js';
export { readSheet } from './sheet.js';
export { checkTransfers, csvText, readTable, workbookTable } from './table.js';
