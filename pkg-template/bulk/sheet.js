/**
 * A sheet, read as a stream: each piece of it is checked and let go of. What is kept are the checked values, in wasm, so that the
 * file may change between the check and the last transfer without harm.
 */
import { rules } from './core.js';
import { decoded } from './decode.js';
import { CsvRows, JsonLines } from './rows.js';

/** @typedef {import('./problem.js').Problem} Problem */
/** @typedef {'csv' | 'jsonl'} Format */

/**
 * @typedef {object} TransferLine
 * @property {number} at Its place among the sheet's lines, from 0.
 * @property {number} line Where it begins in the file, from 1.
 * @property {{ phone: string, code: string, targetPhone: string, targetCode: string, limit: string }} input
 */

/** How many lines come out of wasm at once. */
const BATCH = 1000;

export class Sheet {
  /**
   * @param {import('./core.js').SheetCore} core
   * @param {Format} format
   * @param {import('./decode.js').Encoding} encoding
   * @param {Problem[]} problems
   */
  constructor(core, format, encoding, problems) {
    this.core = core;
    this.format = format;
    this.encoding = encoding;
    this.problems = problems;
    this.length = rules(() => core.length());
    /** Where each column stands, by its name in camelCase; null without a header that is good. @type {[string, number][] | null} */
    this.columns = JSON.parse(rules(() => core.columns()));
  }

  /** @returns {Generator<TransferLine, void, undefined>} */
  *lines() {
    for (let from = 0; from < this.length; from += BATCH) yield* this.#batch(from, BATCH);
  }

  /**
   * @param {number} at
   * @returns {TransferLine | undefined}
   */
  at(at) {
    return this.#batch(at, 1)[0];
  }

  /** The values of a sheet with one column. */
  ids() {
    return Array.from({ length: Math.ceil(this.length / BATCH) }, (_, batch) => this.#values(batch * BATCH, BATCH))
      .flat()
      .map(([, [id = '']]) => id);
  }

  free() {
    rules(() => {
      this.core.free();
    });
  }

  /**
   * @param {number} from
   * @param {number} count
   * @returns {[line: number, values: string[]][]}
   */
  #values(from, count) {
    return JSON.parse(rules(() => this.core.lines(from, count)));
  }

  /**
   * @param {number} from
   * @param {number} count
   * @returns {TransferLine[]}
   */
  #batch(from, count) {
    return this.#values(from, count).map(([line, values], index) => {
      const [phone = '', code = '', targetPhone = '', targetCode = '', limit = ''] = values;
      return { at: from + index, line, input: { phone, code, targetPhone, targetCode, limit } };
    });
  }
}

/**
 * @param {() => AsyncIterable<Uint8Array>} open May be called more than once.
 * @param {{ format: Format, ids: boolean, allowDuplicates: boolean }} options
 * @returns {Promise<Sheet>}
 */
export async function readSheet(open, { format, ids, allowDuplicates }) {
  const { encoding, made } = await decoded(open, () => {
    const core = rules((glue) => new glue.SheetCore(ids, allowDuplicates));
    const push =
      format === 'csv' ? pusher(new CsvRows(), 'pushCells', core) : pusher(new JsonLines(), 'pushJson', core);
    return {
      push: push.push,
      end() {
        push.end();
        return { core, problems: /** @type {Problem[]} */ (JSON.parse(rules(() => core.finish()))) };
      },
    };
  });
  return new Sheet(made.core, format, encoding, made.problems);
}

/**
 * @param {{ push(text: string): unknown[], end(): unknown[] }} splitter
 * @param {'pushCells' | 'pushJson'} name
 * @param {import('./core.js').SheetCore} core
 */
function pusher(splitter, name, core) {
  /** @param {unknown[]} rows */
  const hand = (rows) => {
    if (rows.length > 0) {
      rules(() => {
        core[name](JSON.stringify(rows));
      });
    }
  };
  return {
    /** @param {string} text */
    push(text) {
      hand(splitter.push(text));
    },
    end() {
      hand(splitter.end());
    },
  };
}
