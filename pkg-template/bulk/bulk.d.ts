/**
 * Bulk transfers for pages and panels of your own: the very rules of `espai-cdkey transfer --from FILE --results FILE`, without files. It is
 * what the package's own panel uses; it has no module of Node's, and costs a page nothing that does not import it. (Not for Cloudflare's
 * Workers, which take wasm as a file only.)
 *
 * ```js
 * import { checkTransfers, openResults, readTable, runTransfers } from 'espai-cdkey/bulk';
 *
 * const table = await readTable(file); // a Blob, or pasted text
 * const sheet = checkTransfers(table);
 * if (sheet.problems.length > 0) throw new Error('show them with explainProblem, let them be mended, check again');
 *
 * const results = await openResults(store, sheet); // see ResultsStore
 * for await (const { line, status } of runTransfers({ client, sheet, results })) console.log(line, status);
 * await results.close();
 * sheet.free();
 * ```
 *
 * Who runs it has to see to it that only one does at a time (in a page: the Web Locks): two that work through one sheet send it twice.
 */
import type { Card, CdkeyClient, TransferCards } from '../client/index.js';

/** A cell: a text; or, out of a workbook, what it is there. */
export type Cell = string | number | boolean | Date | null;

/** Rows of cells, each with its line, from 1. */
export interface Table {
  /** Of text (CSV) everything is text. A workbook tells numbers from texts, and so what may have lost a leading zero. */
  readonly from: 'text' | 'workbook';
  /** Of the file that it was read from. */
  readonly encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be' | null;
  /** `null` for the cells of a line whose quotes make no sense. The first row that is not blank is the header. */
  readonly rows: readonly (readonly [line: number, cells: readonly Cell[] | null])[];
}

/** What is wrong with a sheet, and where. `explainProblem` tells it to a person. */
export interface Problem {
  readonly reason: string;
  /** From 1. */
  readonly line?: number;
  /** Its name in camelCase. */
  readonly column?: string;
  /** What the table calls it. */
  readonly header?: string;
  /** The earlier line that this one repeats. */
  readonly first?: number;
}

/** Something that cannot be used as a whole: bytes that are no text, results that are of another sheet. */
export declare class BulkError extends Error {
  readonly problems: readonly Problem[];
  /** The first of them. */
  readonly problem: Problem;
}

/** One transfer, checked. */
export interface TransferLine {
  /** Its place among the sheet's lines, from 0. */
  readonly at: number;
  /** Where it begins in the table, from 1. */
  readonly line: number;
  readonly input: {
    readonly phone: string;
    readonly code: string;
    readonly targetPhone: string;
    readonly targetCode: string;
    /** Digits. */
    readonly limit: string;
  };
}

/** A table, checked. */
export interface Sheet {
  /** All that is wrong, by line. Nothing may be sent unless it is empty. */
  readonly problems: readonly Problem[];
  /** Where each column stands, by its name in camelCase; `null` without a header that is good. */
  readonly columns: readonly (readonly [name: string, place: number])[] | null;
  /** How many lines are good. */
  readonly length: number;
  lines(): IterableIterator<TransferLine>;
  at(at: number): TransferLine | undefined;
  /** Lets go of what it holds. */
  free(): void;
}

/**
 * Reads CSV: UTF-8 with or without a mark, GB18030, UTF-16 with a mark; commas, semicolons or tabs.
 * @throws {BulkError} where it is none of these: a workbook, say
 */
export declare function readTable(source: string | Blob): Promise<Table>;

/** A table of a workbook's rows, as a reader of .xlsx gives them, blank ones included: a row's place is its line. */
export declare function workbookTable(rows: readonly (readonly unknown[])[]): Table;

/** Checks every line of a table, by the rules of the command line. */
export declare function checkTransfers(table: Table, options?: { readonly allowDuplicates?: boolean }): Sheet;

/** One line of a person's words: where, what, and what to do. */
export declare function explainProblem(problem: Partial<Problem>, language?: 'zh' | 'en'): string;

/**
 * Where results are kept: rows of JSON, only ever added. In a page an IndexedDB, with transactions of durability `'strict'`.
 * A second run with the same sheet and the same store takes up where the first has stopped, and sends nothing again.
 */
export interface ResultsStore {
  /** All rows, the oldest first. */
  read(): Promise<Iterable<string>>;
  /** Adds rows in one piece. What it resolves for must be there after a crash: the request of a row `sending` leaves then. */
  append(rows: readonly string[]): Promise<void>;
  close?(): Promise<void>;
}

/** What was kept of a line. */
export interface ResultRow {
  readonly line: number;
  readonly status: 'sending' | 'done' | 'failed' | 'unknown' | 'skipped';
  /** `not_sent`, `rejected` or `unknown`; empty of a line that is done. */
  readonly outcome: string;
  /** The error's. */
  readonly code: string;
  readonly message: string;
  readonly target_code: string;
  readonly source_before: number | null;
  readonly source_after: number | null;
  readonly target_before: number | null;
  readonly target_after: number | null;
  readonly source_id: string;
  readonly target_id: string;
}

/** The results of a sheet, for one run. */
export interface Results {
  /** How a run begins, in numbers of lines: to send, to settle, and those that stay as they are. */
  readonly resumed: {
    readonly run: number;
    readonly settle: number;
    readonly done: number;
    readonly failed: number;
    readonly unknown: number;
  };
  close(): Promise<void>;
}

/**
 * Opens the results of a sheet without problems.
 * - `refused`: lines that the service has refused run again, too: something was done about the reason. What may have happened never does.
 * @throws {BulkError} where the store's rows are of another sheet, or cannot be read
 */
export declare function openResults(
  store: ResultsStore,
  sheet: Sheet,
  options?: { readonly refused?: boolean },
): Promise<Results>;

/** The last row of each line that has one, by line. */
export declare function lastRows(rows: Iterable<string>): ResultRow[];

/** What became of a line. */
export interface LineResult {
  readonly line: number;
  readonly input: TransferLine['input'];
  readonly status: 'done' | 'failed' | 'unknown' | 'skipped';
  readonly outcome: string;
  readonly code: string;
  readonly message: string;
  readonly sourceBefore: number | null;
  readonly sourceAfter: number | null;
  readonly targetBefore: number | null;
  readonly targetAfter: number | null;
  /** An earlier run has left it so, and this one has sent nothing for it. */
  readonly kept: boolean;
  /** The client's, where there was one in this run. */
  readonly error?: unknown;
}

/** How far a run is, in numbers of lines. */
export interface RunProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
  /** Of those that run now. */
  readonly perSecond: number;
  readonly remainingMs?: number;
}

/** What a run is made of. */
export interface RunOptions {
  readonly client: CdkeyClient;
  readonly sheet: Sheet;
  readonly results: Results;
  /** Default 4. Transfers that share a card run one after another. */
  readonly concurrency?: number;
  /** Stops at the first line that is not done. */
  readonly stopOnError?: boolean;
  /** Stops what has not begun; what has is waited for, as its outcome would be unknown else. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /**
   * Called where the run stops by itself: whoever runs it is not signed in any more (`session`), or three lines in a row were lost on
   * the way (`service`). Without it nothing but an abort and `stopOnError` stops.
   */
  readonly onHalt?: (reason: 'session' | 'service') => void;
}

/**
 * Works through a sheet: settles what an earlier run has left open, then sends, each transfer verified and written down before it leaves.
 * Gives one result for every line, in the order of the sheet.
 */
export declare function runTransfers(options: RunOptions): AsyncGenerator<LineResult, void, undefined>;

/**
 * A client whose verified transfers (`{ verify: true }`) tell both cards as they were read, and wait, before they are sent: for who writes
 * down what is about to happen. Where `note` throws or rejects, nothing is sent.
 */
export declare function notingClient<Client extends CdkeyClient>(
  client: Client,
  note: (before: TransferCards) => unknown,
): Client;

/** A card of a destroy's plan. */
export interface PlannedDestroy {
  readonly card: Card;
  /** Whether the platform's rules allow it: a paid card that holds 0. */
  readonly allowed: boolean;
  /** Why not, for `explainProblem({ reason })`. */
  readonly reason: string | null;
}

/** What destroying these cards would do, and a digest that says yes to exactly this. */
export declare function planDestroy(cards: readonly Card[]): {
  readonly cards: readonly PlannedDestroy[];
  readonly digest: string;
};

/** What a digest says about these cards: it is of them as they are, of the same ones of which one has changed, or of others. */
export declare function confirmDestroy(cards: readonly Card[], digest: string): 'same' | 'changed' | 'other';

/** Rows as CSV. A text that a spreadsheet would run or change has a `'` before it. */
export declare function csvText(rows: Iterable<readonly (string | number | null)[]>): string;

/** The columns of a card in a spreadsheet: a card's keys, in their order. */
export declare const CARD_COLUMNS: readonly (keyof Card)[];

/** A card as a row of them, for {@link csvText} or the cells of a workbook: times as ISO 8601, all else as it is. */
export declare function cardRow(card: Card): (string | number | null)[];
