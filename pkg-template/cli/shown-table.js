/**
 * A table on its way out: a part at a time, and what a narrow terminal has left out of it is said, once.
 */
import { styleFor } from './style.js';

/** @typedef {import('./program.js').Call} Call */
/** @typedef {import('./table.js').Table} Table */

/**
 * @param {import('./world.js').Output} output
 * @param {Table} table
 * @param {readonly (readonly string[])[]} rows
 */
export function writeRows(output, table, rows) {
  return output.write(table.text(rows, styleFor(output.stream)));
}

/**
 * After the last row.
 * @param {Call} call
 * @param {Table} table
 */
export async function tellLeftOut({ world: { stderr }, say }, { leftOut }) {
  if (leftOut.length === 0) return;
  await stderr.line(
    say({
      en: `Too narrow for ${leftOut.join(', ')}; --json has them.`,
      zh: `终端太窄，未显示${leftOut.join('、')}；--json 有全部内容。`,
    }),
  );
}
