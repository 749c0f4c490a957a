/**
 * What a run has done with each line, and what the next one does with it. Rows are only ever added, and each is kept for good before the
 * promise of its `append` resolves: where they are kept is the store's (a file, a page's database).
 */
import { rules } from './core.js';
import { BulkError } from './problem.js';
import { csvLine } from './rows.js';

/** @typedef {import('./problem.js').Problem} Problem */
/** @typedef {import('./sheet.js').Format} Format */

/**
 * `Row` of `bulk/src/row.rs`.
 * @typedef {object} ResultRow
 * @property {number} line
 * @property {'sending' | 'done' | 'failed' | 'unknown' | 'skipped'} status
 * @property {string} outcome
 * @property {string} code
 * @property {string} message
 * @property {number | null} source_before
 * @property {number | null} source_after
 * @property {number | null} target_before
 * @property {number | null} target_after
 * @property {string} source_id
 * @property {string} target_id
 */

/**
 * `News` of `bulk/src/row.rs`: what there is to say of a line.
 * @typedef {object} News
 * @property {ResultRow['status']} status
 * @property {string} [outcome]
 * @property {string} [code]
 * @property {string} [message]
 * @property {number | null} [sourceBefore]
 * @property {number | null} [sourceAfter]
 * @property {number | null} [targetBefore]
 * @property {number | null} [targetAfter]
 * @property {string} [sourceId]
 * @property {string} [targetId]
 */

/** @typedef {{ task: 'run' | 'settle' | 'keep', row: ResultRow | null }} Task */

/**
 * @typedef {object} Keeping
 * @property {(rows: string[]) => Promise<void>} append Resolves when they are kept for good.
 * @property {() => Promise<void>} close
 */

const BATCH = 1000;

export class Results {
  #sheet;
  #store;
  #core;
  #jsonl;
  /** @type {{ text: string, resolve: () => void, reject: (error: unknown) => void }[]} */
  #waiting = [];
  /** @type {Promise<void> | undefined} */
  #writing;
  #used = false;
  /** What a write failed with: then what is kept is not known, and nothing more is added. @type {unknown} */
  #broken;

  /**
   * @param {import('./sheet.js').Sheet} sheet
   * @param {Keeping} store
   * @param {import('./core.js').ResultsCore} core That was told what earlier runs have left, and the sheet.
   * @param {Format} format
   */
  constructor(sheet, store, core, format) {
    this.#sheet = sheet;
    this.#store = store;
    this.#core = core;
    this.#jsonl = format === 'jsonl';
    this.resumed = { run: 0, settle: 0, done: 0, failed: 0, unknown: 0 };
    for (const { task, row } of this.tasks()) {
      const what = task === 'keep' ? row?.status : task;
      if (what !== undefined && what !== 'sending' && what !== 'skipped') this.resumed[what] += 1;
    }
  }

  /** One run: what it does with each line is what was kept when this was opened, and a second one would send it all again. */
  use() {
    if (this.#used) throw new Error('these results have had their run: open them anew');
    this.#used = true;
  }

  /**
   * What is done with each line of the sheet, in its order.
   * @returns {Generator<Task, void, undefined>}
   */
  *tasks() {
    for (let from = 0; from < this.#sheet.length; from += BATCH) {
      /** @type {[Task['task'], ResultRow | null][]} */
      const tasks = JSON.parse(rules(() => this.#core.tasks(this.#sheet.core, from, BATCH)));
      for (const [task, row] of tasks) yield { task, row };
    }
  }

  /**
   * Adds a row; resolves when it is kept for good. Rows that come while others are being written go together.
   * @param {number} at The line's place among the sheet's.
   * @param {News} news
   * @returns {Promise<void>}
   */
  append(at, news) {
    const row = rules((glue) => glue.resultRow(this.#sheet.core, at, JSON.stringify(news), this.#jsonl));
    return this.#add(this.#jsonl ? `${row}\n` : csvLine(JSON.parse(row)));
  }

  async close() {
    await this.#writing;
    await this.#store.close();
  }

  /**
   * @param {string} text
   * @returns {Promise<void>}
   */
  #add(text) {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  async #write() {
    while (this.#waiting.length > 0) {
      const rows = this.#waiting.splice(0);
      try {
        if (this.#broken !== undefined) throw this.#broken;
        await this.#store.append(rows.map(({ text }) => text));
        for (const { resolve } of rows) resolve();
      } catch (error) {
        this.#broken = error;
        for (const { reject } of rows) reject(error);
      }
    }
    this.#writing = undefined;
  }
}

/**
 * `ResultsStore` of `bulk.d.ts`.
 * @typedef {object} Store
 * @property {() => Promise<Iterable<string>>} read
 * @property {(rows: string[]) => Promise<void>} append
 * @property {() => Promise<void>} [close]
 */

/**
 * The results of a sheet in a store of the host's.
 * @param {Store} store
 * @param {import('./sheet.js').Sheet} sheet
 * @param {{ refused?: boolean }} [options]
 */
export async function openResults(store, sheet, { refused = false } = {}) {
  refuse(sheet.problems);
  const core = rules((glue) => new glue.ResultsCore());
  const rows = Array.from(await store.read(), (row, at) => [at + 1, row]);
  refuse(JSON.parse(rules(() => core.pushJson(JSON.stringify(rows)))));
  refuse(JSON.parse(rules(() => core.against(sheet.core, refused))));
  const close = async () => store.close?.();
  const append = (/** @type {string[]} */ added) => store.append(added.map((row) => row.trimEnd()));
  return new Results(sheet, { append, close }, core, 'jsonl');
}

/**
 * The last row of each line, as far as there is one; in the order of lines.
 * @param {Iterable<string>} rows As a store has them.
 * @returns {ResultRow[]}
 */
export function lastRows(rows) {
  /** @type {Map<number, ResultRow>} */
  const last = new Map();
  for (const text of rows) {
    /** @type {ResultRow} */
    const row = JSON.parse(text);
    last.set(row.line, row);
  }
  return [...last.values()].sort((one, other) => one.line - other.line);
}

/** @param {Problem[]} problems */
export function refuse(problems) {
  if (problems.length > 0) throw new BulkError(problems);
}
