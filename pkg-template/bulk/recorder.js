/**
 * Makes one line's calls, and writes down what becomes of them.
 */
import { BEFORE_SEND } from '../client/before-send.js';
import { rules } from './core.js';

/** @typedef {import('../client/index.js').CdkeyClient} CdkeyClient */
/** @typedef {import('../client/index.js').Card} Card */
/** @typedef {import('./results.js').News} News */
/** @typedef {import('./results.js').ResultRow} ResultRow */
/** @typedef {import('./sheet.js').TransferLine} TransferLine */
/** @typedef {{ source: Card, target: Card }} Cards */

/** Where a line stands in the sheet and what an earlier run has left of it: on what is handed to the client, which reads no symbols. */
export const LINE = Symbol('line');
/** The code of a line whose run ended before its answer came. */
const INTERRUPTED = 'interrupted';
const SHOWN = 'the answer was lost, and both cards show that it happened';

export class Recorder {
  #client;
  #results;
  #onBroken;
  #onHalt;
  /** What became of the lines whose results were not taken yet. @type {Map<number, News>} */
  #news = new Map();
  /** @type {{ error: unknown } | undefined} What a row could not be written for. */
  broken;
  /** Why the run stops by itself, if it does. @type {'session' | 'service' | undefined} */
  halted;
  #watch = rules((glue) => new glue.WatchCore());
  /** When the rows of skipped lines are on the disk. */
  flushed = Promise.resolve();

  /**
   * @param {CdkeyClient} client
   * @param {import('./results.js').Results} results
   * @param {() => void} onBroken Called when a row could not be written: nothing more may begin.
   * @param {((reason: 'session' | 'service') => void) | undefined} onHalt Called once, where the run had better stop.
   */
  constructor(client, results, onBroken, onHalt) {
    this.#client = client;
    this.#results = results;
    this.#onBroken = onBroken;
    this.#onHalt = onHalt;
  }

  /**
   * Stands for the client's `transfer`.
   * @param {TransferLine['input'] & { [LINE]: { at: number } }} input
   * @param {object} options
   */
  send = async (input, options) => {
    const { at } = input[LINE];
    /** @type {Cards | null} */
    let before = null;
    const sender = Object.create(this.#client, {
      [BEFORE_SEND]: {
        value: (/** @type {Cards} */ cards) => {
          before = cards;
          return this.#write(at, { status: 'sending', ...balances(cards, null) });
        },
      },
    });
    try {
      // Without the signal: a transfer under way is waited for, as its outcome would be unknown else.
      const value = await sender.transfer(input, { ...options, signal: undefined });
      await this.#end(at, { status: 'done', message: wordsOf(value), ...balances(value.before, value.after) });
      this.#watched(null);
    } catch (error) {
      const news = failure(error, before);
      // Before the end is written, so that nothing else begins in the meantime.
      this.#watched(news.code ?? '');
      await this.#end(at, news);
      throw error;
    }
  };

  /**
   * @param {string | null} code Of the error that a line ended with; none where it was done.
   */
  #watched(code) {
    if (this.#onHalt === undefined || this.halted !== undefined) return;
    try {
      if (code === null) {
        rules(() => {
          this.#watch.done();
        });
      } else {
        this.halted = /** @type {'session' | 'service' | undefined} */ (rules(() => this.#watch.failed(code)));
      }
    } catch {
      // The instance has died, and with it what it held: no row can be written any more, and that stops the run.
    }
    if (this.halted !== undefined) this.#onHalt(this.halted);
  }

  /**
   * Stands for the client's `transfer` where a line is not sent again: its cards are looked at.
   * @param {TransferLine['input'] & { [LINE]: { at: number, row: ResultRow } }} input
   */
  settle = async (input) => {
    const { at, row } = input[LINE];
    const news = await this.#settled(input, row);
    // One that was unknown and still is says nothing new.
    if (news.status === row.status) this.#news.set(at, news);
    else await this.#end(at, news);
  };

  /**
   * How a line stands whose result was not taken yet.
   * @param {number} at
   */
  statusOf(at) {
    return this.#news.get(at)?.status;
  }

  /**
   * What became of a line in this run.
   * @param {number} at
   */
  take(at) {
    const news = this.#news.get(at);
    this.#news.delete(at);
    return news;
  }

  /**
   * A line that was not begun. What an earlier run has said of it stays. The row is not waited for, as many may come at once and nothing
   * hangs on it; `flushed` is.
   * @param {number} at
   * @param {ResultRow | null} row
   * @returns {News}
   */
  skip(at, row) {
    /** @type {News} */
    const news = { status: 'skipped' };
    if (row === null) this.flushed = this.#write(at, news).catch(() => {});
    return news;
  }

  /**
   * @param {TransferLine['input']} input
   * @param {ResultRow} row
   * @returns {Promise<News>}
   */
  async #settled(input, row) {
    const before = {
      source: card(row.source_id, input.code, row.source_before),
      target: card(row.target_id, input.targetCode, row.target_before),
    };
    const left = newsOf(row);
    let seen;
    try {
      const { verdict, after } = await this.#client.settle(input, before);
      if (verdict === 'likely_applied') {
        return { ...left, status: 'done', outcome: '', code: '', message: SHOWN, ...balances(before, after) };
      }
      seen = `what the cards say: ${verdict}`;
    } catch (error) {
      seen = `the cards could not be looked at: ${failure(error, null).message}`;
    }
    if (row.status === 'unknown') return left;
    const message = `the run ended before the answer came; ${seen}`;
    return { ...left, status: 'unknown', outcome: 'unknown', code: INTERRUPTED, message };
  }

  /**
   * @param {number} at
   * @param {News} news
   */
  async #write(at, news) {
    try {
      await this.#results.append(at, news);
    } catch (error) {
      this.broken ??= { error };
      this.#onBroken();
      throw error;
    }
  }

  /**
   * The end of a line. Where it cannot be written, what is known of the line is told all the same.
   * @param {number} at
   * @param {News} news
   */
  async #end(at, news) {
    this.#news.set(at, news);
    await this.#write(at, news).catch(() => {});
  }
}

/**
 * What an earlier run has written, as news.
 * @param {ResultRow} row
 * @returns {News & { status: ResultRow['status'] }}
 */
export function newsOf(row) {
  return {
    status: row.status,
    outcome: row.outcome,
    code: row.code,
    message: row.message,
    sourceBefore: row.source_before,
    sourceAfter: row.source_after,
    targetBefore: row.target_before,
    targetAfter: row.target_after,
    sourceId: row.source_id,
    targetId: row.target_id,
  };
}

/**
 * @param {any} error
 * @param {Cards | null} before
 * @returns {News}
 */
function failure(error, before) {
  const { outcome, code, message, evidence } = error ?? {};
  const known = outcome === 'not_sent' || outcome === 'rejected';
  return {
    status: known ? 'failed' : 'unknown',
    outcome: known ? outcome : 'unknown',
    // The words of an error that is not ours may hold anything.
    ...(outcome === undefined ? { code: 'internal' } : { code, message }),
    ...balances(before, evidence?.after),
  };
}

/** @param {{ message: string | null, confirmedBy: string }} value */
function wordsOf({ message, confirmedBy }) {
  return confirmedBy === 'reconciliation' ? SHOWN : (message ?? '');
}

/**
 * @param {Cards | null | undefined} before
 * @param {Cards | null | undefined} after
 */
function balances(before, after) {
  return {
    sourceBefore: before?.source.apiLimit ?? null,
    targetBefore: before?.target.apiLimit ?? null,
    sourceAfter: after?.source.apiLimit ?? null,
    targetAfter: after?.target.apiLimit ?? null,
    ...(before ? { sourceId: before.source.id, targetId: before.target.id } : {}),
  };
}

/**
 * A card of which no more than this was written down; more is not looked at.
 * @param {string} id
 * @param {string} code
 * @param {number | null} apiLimit
 * @returns {Card}
 */
function card(id, code, apiLimit) {
  const rest = { userId: null, userPhone: null, userName: null, createTime: null, updateTime: null };
  return { id, code, type: 'not written down', apiLimit, ...rest };
}
