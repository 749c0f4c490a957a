/**
 * Colours, on a terminal only; `NO_COLOR` and `TERM=dumb` are Node's to know. They say nothing that the words do not.
 */
import * as util from 'node:util';

/** @typedef {'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'} Look */
/** @typedef {(look: Look, text: string) => string} Style */

/**
 * @param {{ isTTY?: boolean, hasColors?(): boolean }} stream
 * @returns {Style}
 */
export function styleFor(stream) {
  // Node has it from 20.12 on.
  const { styleText } = /** @type {Partial<typeof util>} */ (util);
  const coloured = stream.isTTY === true && stream.hasColors?.() === true && styleText !== undefined;
  return (look, text) => (coloured ? styleText(look, text) : text);
}
