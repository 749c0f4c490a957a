/**
 * From text to rows with the lines on which they begin. CSV by papaparse: small, kept, without dependencies, and its parser works on
 * pieces of text in a page and in Node alike (csv-parse needs Node's streams or 40 KB more).
 */
import Papa from 'papaparse';

/** @typedef {[line: number, cells: string[] | null]} Row Null where the quotes of a row make no sense. */

const LINE_BREAK = '\n';

/** Every line break as one kind: files have several in them. Those within quotes too; no value may have any. */
class OneKindOfLineBreak {
  #held = false;

  /** @param {string} text */
  of(text) {
    const all = this.#held ? `\r${text}` : text;
    this.#held = all.endsWith('\r');
    return (this.#held ? all.slice(0, -1) : all).replaceAll(/\r\n?/g, LINE_BREAK);
  }

  end() {
    return this.#held ? LINE_BREAK : '';
  }
}

export class CsvRows {
  #breaks = new OneKindOfLineBreak();
  #text = '';
  #line = 1;
  /** @type {InstanceType<typeof Papa.Parser> | undefined} */
  #parser;

  /**
   * @param {string} text
   * @returns {Row[]} Those that are whole.
   */
  push(text) {
    this.#text += this.#breaks.of(text);
    // Which character separates is seen in the first line.
    return this.#parser || /\S.*\n/.test(this.#text) ? this.#rows(true) : [];
  }

  /** @returns {Row[]} */
  end() {
    this.#text += this.#breaks.end();
    return this.#text === '' ? [] : this.#rows(false);
  }

  /** @param {boolean} more */
  #rows(more) {
    this.#parser ??= new Papa.Parser(/** @type {any} */ ({ delimiter: delimiterOf(this.#text), newline: LINE_BREAK }));
    /** @type {{ data: string[][], errors: { type: string, row: number }[], meta: { cursor: number } }} */
    const { data, errors, meta } = /** @type {any} */ (this.#parser).parse(this.#text, 0, more);
    this.#text = more ? this.#text.slice(meta.cursor) : '';
    const bad = new Set(errors.filter(({ type }) => type === 'Quotes').map(({ row }) => row));
    return data.map((cells, at) => {
      const line = this.#line;
      this.#line += 1;
      for (const cell of cells) {
        if (cell.includes(LINE_BREAK)) this.#line += cell.split(LINE_BREAK).length - 1;
      }
      return /** @type {Row} */ ([line, bad.has(at) ? null : cells]);
    });
  }
}

/**
 * A comma, or what a spreadsheet of another region writes: the one of which the first line with anything in it has most. No name of
 * a column has any.
 * @param {string} text
 */
function delimiterOf(text) {
  const first = /\S.*/.exec(text)?.[0] ?? '';
  const count = (/** @type {string} */ delimiter) => first.split(delimiter).length;
  return [',', ';', '\t'].reduce((most, one) => (count(one) > count(most) ? one : most));
}

export class JsonLines {
  #breaks = new OneKindOfLineBreak();
  #text = '';
  #line = 1;

  /**
   * @param {string} text
   * @returns {[line: number, text: string][]}
   */
  push(text) {
    const lines = (this.#text + this.#breaks.of(text)).split(LINE_BREAK);
    this.#text = lines.pop() ?? '';
    return lines.map((line) => [this.#line++, line]);
  }

  /** @returns {[line: number, text: string][]} */
  end() {
    return this.#text === '' ? [] : [[this.#line, this.#text]];
  }
}

/**
 * Cells as a line of CSV.
 * @param {readonly string[]} cells
 */
export function csvLine(cells) {
  return `${Papa.unparse([[...cells]], { newline: '\r\n' })}\r\n`;
}
