/**
 * Text on a terminal: how many places it takes, where Chinese takes two a character, and lines of it.
 *
 * string-width counts; Intl.Segmenter, which would break lines, costs a start more than all else here.
 */
import stringWidth from 'string-width';

export { stringWidth as widthOf };

/** Left out of a text that is cut. */
const ELLIPSIS = '…';

/**
 * @param {string} text
 * @param {number} width
 */
export function padded(text, width) {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/**
 * @param {string} text
 * @param {number} width
 */
export function cut(text, width) {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return kept + ELLIPSIS;
}

/**
 * A text of the service's on one line: what would move the cursor, or break a table, is shown as a sign of its own.
 * @param {string} text
 */
export function plain(text) {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}

/** Where a line may end: behind a space, and between two characters of Chinese unless the next one closes something. */
const PIECES = /[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|[\u2e80-\u9fff\uff00-\uffef][，。；：、）》”！？]*\s*|\s+/gu;

/**
 * @param {string} text
 * @param {number} width
 */
export function wrapped(text, width) {
  return text
    .split('\n')
    .map((line) => {
      const lines = [''];
      for (const piece of line.match(PIECES) ?? []) {
        const longer = (lines.at(-1) ?? '') + piece;
        if (stringWidth(longer.trimEnd()) <= width) lines[lines.length - 1] = longer;
        else lines.push(piece);
      }
      return lines.map((each) => each.trimEnd()).join('\n');
    })
    .join('\n');
}
