/**
 * Rows in columns, without a frame, as `gh` writes them: a frame is nothing that one can cut, grep or paste. cli-table3 was looked
 * at; beside string-width, what is left of a table is this.
 */
import { cut, padded, plain, widthOf } from './text.js';

const GAP = '  ';

/**
 * @typedef {object} Column
 * @property {string} head
 * @property {boolean} [right] Of numbers.
 * @property {number} [drops] Where a terminal is too narrow, columns are left out in this order; one without a number stays.
 * @property {number} [shrinks] May be cut down to so many places before anything is left out.
 */

/** Rows as text; the widths are the first rows', so that a stream of them can be shown. */
export class Table {
  #columns;
  #limit;
  /** @type {{ index: number, width: number }[] | undefined} */
  #layout;

  /**
   * @param {readonly Column[]} columns
   * @param {number | undefined} limit Of a terminal.
   */
  constructor(columns, limit) {
    this.#columns = columns;
    this.#limit = limit;
  }

  /**
   * @param {readonly (readonly string[])[]} rows
   * @param {import('./style.js').Style} [style]
   */
  text(rows, style = (_, text) => text) {
    const safe = rows.map((row) => row.map(plain));
    if (this.#layout !== undefined) return this.#body(safe);
    this.#layout = this.#fit(safe);
    const head = this.#columns.map((column) => column.head);
    return `${style('bold', this.#line(head, true))}\n${this.#body(safe)}`;
  }

  /** The heads of what the limit leaves out. */
  get leftOut() {
    const shown = new Set((this.#layout ?? []).map(({ index }) => index));
    return this.#layout === undefined
      ? []
      : this.#columns.flatMap(({ head }, index) => (shown.has(index) ? [] : [head]));
  }

  /** @param {readonly (readonly string[])[]} rows */
  #body(rows) {
    return rows.map((row) => `${this.#line(row)}\n`).join('');
  }

  /**
   * @param {readonly string[]} row
   * @param {boolean} [isHead]
   */
  #line(row, isHead = false) {
    const cells = (this.#layout ?? []).map(({ index, width }) => {
      const text = isHead || this.#limit !== undefined ? cut(row[index] ?? '', width) : (row[index] ?? '');
      return this.#columns[index]?.right === true
        ? ' '.repeat(Math.max(0, width - widthOf(text))) + text
        : padded(text, width);
    });
    return cells.join(GAP).trimEnd();
  }

  /** @param {readonly (readonly string[])[]} rows */
  #fit(rows) {
    let layout = this.#columns.map(({ head }, index) => ({
      index,
      width: Math.max(widthOf(head), ...rows.map((row) => widthOf(row[index] ?? ''))),
    }));
    const limit = this.#limit ?? Infinity;
    const over = () => layout.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length) - limit;
    const slack = () => layout.reduce((sum, column) => sum + this.#slackOf(column), 0);
    const drops = this.#columns.flatMap(({ drops: order }, index) => (order === undefined ? [] : [{ order, index }]));
    for (const { index } of drops.sort((one, other) => one.order - other.order)) {
      if (over() <= slack()) break;
      layout = layout.filter((column) => column.index !== index);
    }
    for (const column of layout) column.width -= Math.max(0, Math.min(over(), this.#slackOf(column)));
    return layout;
  }

  /** @param {{ index: number, width: number }} column */
  #slackOf({ index, width }) {
    return Math.max(0, width - (this.#columns[index]?.shrinks ?? width));
  }
}
