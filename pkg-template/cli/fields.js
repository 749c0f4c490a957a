import { styleFor } from './style.js';
import { padded, plain, widthOf } from './text.js';

/**
 * Names and values, a line each.
 * @param {import('./world.js').Output} output
 * @param {readonly [string, string][]} fields
 */
export async function writeFields(output, fields) {
  const style = styleFor(output.stream);
  const width = Math.max(...fields.map(([name]) => widthOf(name)));
  for (const [name, value] of fields) {
    await output.line(`${style('bold', padded(name, width))}  ${plain(value)}`);
  }
}
