/**
 * Cards as rows of a spreadsheet: the command's `--csv` and `--xlsx`, and a panel's export. What a cell of CSV needs besides is Rust
 * (`bulk/src/cell.rs`, by `csvText`).
 */

/** @typedef {import('../client/index.js').Card} Card */
/** @typedef {string | number | null} Value */

/** In the order of a card's keys, and by their names: so that a program reads the file as well. */
export const CARD_COLUMNS = /** @type {const} */ ([
  ...['id', 'code', 'type', 'apiLimit', 'userId', 'userPhone', 'userName', 'createTime', 'updateTime'],
]);

/**
 * @param {Card} card
 * @returns {Value[]}
 */
export function cardRow(card) {
  return CARD_COLUMNS.map((name) => {
    const value = /** @type {Record<string, Value>} */ (/** @type {unknown} */ (card))[name] ?? null;
    return name.endsWith('Time') && typeof value === 'number' ? timeText(value) : value;
  });
}

/**
 * As a number a spreadsheet would show it as 1.74E+12. What the service sends may be no date at all.
 * @param {number} ms
 */
function timeText(ms) {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? String(ms) : time.toISOString();
}
