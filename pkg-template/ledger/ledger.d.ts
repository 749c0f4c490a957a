/**
 * Durable, idempotent transfers and destroys: each is written down, with its cards as they were read, before it is sent. The same key is
 * the same operation, in one process or in many, and nothing is sent twice by itself. For Node only.
 *
 * ```js
 * import { CdkeyClient } from 'espai-cdkey';
 * import { Operations, openLedger } from 'espai-cdkey/ledger';
 *
 * const ledger = await openLedger('sqlite:./operations.db');
 * const operations = new Operations({ client: CdkeyClient.fromEnv(), ledger });
 * await operations.recover(); // settles what an earlier process has left
 * await operations.transfer({ key: 'order-4711', phone, code, targetPhone, targetCode, limit });
 * await ledger.close();
 * ```
 */
import type {
  CdkeyClient,
  DetailInput,
  LedgerOperation,
  ManyResult,
  Progress,
  TransferTarget,
  Digits,
} from '../client/index.js';

/** How far an operation is. */
export type OperationStatus = LedgerOperation['status'];

/** A durable move. */
export type Operation = LedgerOperation;

/** A transfer with a name of its own. */
export type TransferOperation = { readonly key: string } & DetailInput & TransferTarget & { readonly limit: Digits };

/** The destroy of one card with a name of its own. */
export interface DestroyOperation {
  readonly key: string;
  readonly id: string;
}

/** Of one call. A request under way is not aborted: its outcome would be unknown. `signal` ends the wait for a card. */
export interface OperationCallOptions {
  /** Who asks for it: kept with the operation where the key is new. */
  readonly actor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxRetries?: number | undefined;
}

/** As the client's `transferMany`; every transfer is verified. */
export interface OperationManyOptions extends OperationCallOptions {
  readonly concurrency?: number | undefined;
  readonly stopOnError?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Each that is there must fit. */
export interface OperationFilter {
  readonly status?: OperationStatus | readonly OperationStatus[] | undefined;
  readonly kind?: Operation['kind'] | undefined;
  /** Those that name the card with this code. */
  readonly code?: string | undefined;
  /** The destroys of the card with this id. */
  readonly id?: string | undefined;
}

/** As {@link OperationFilter}, for who looks through a ledger. */
export interface BrowseFilter {
  readonly status?: OperationStatus | readonly OperationStatus[] | undefined;
  readonly kind?: Operation['kind'] | undefined;
  /** Those that name the card of this code, or of this id. */
  readonly card?: string | undefined;
  /** A part of the key. */
  readonly key?: string | undefined;
  /** A part of the name of who asked for it, or has said how it ended. */
  readonly person?: string | undefined;
  /** What `next` of the page before was. */
  readonly before?: number | undefined;
  /** From 1 to 200; 50 unless said otherwise. */
  readonly limit?: number | undefined;
}

/**
 * What a look at one operation came to: `done` or `unknown` by what its cards say; `released` where it had never left; `living` where a
 * process has it under way, or may have; `touched` where another operation has used a card of it since, so that they prove nothing; `over`
 * where there is nothing to settle; `changed` where somebody else settled it at the same time.
 */
export type Look = 'done' | 'unknown' | 'released' | 'living' | 'touched' | 'over' | 'changed';

/** A person's word. */
export interface Resolution {
  readonly as: 'done' | 'failed';
  /** Who says so. */
  readonly by: string;
  readonly note?: string | undefined;
}

/** What a recovery came to. */
export interface Recovered {
  /** Operations that the cards show to have happened. */
  readonly done: number;
  /** Operations that are unknown, of those that were looked at. */
  readonly unknown: number;
  /** Operations that had never left: their keys may be called again. */
  readonly released: number;
  /** Operations that are under way in a process that lives. */
  readonly living: number;
}

export interface WorkOptions {
  /** How many at once; 4 unless said otherwise. */
  readonly concurrency?: number | undefined;
  /** How many begin in a second at most, of all workers of this ledger together. */
  readonly perSecond?: number | undefined;
  readonly signal: AbortSignal;
  readonly onNews?: ((news: WorkNews) => void) | undefined;
}

/** What became of one operation. */
export interface WorkNews {
  readonly key: string;
  readonly status: OperationStatus;
  /** Of the error, where there was one. */
  readonly code?: string;
}

export interface OperationsOptions {
  /** May be left out where nothing calls the service: to list, to resolve, to enqueue. */
  readonly client?: CdkeyClient | undefined;
  /** From {@link openLedger}, or any object with the methods of a {@link Ledger}. */
  readonly ledger: Ledger;
  /** How long a call waits for a card that another operation holds, in ms; 30000 unless said otherwise. */
  readonly waitMs?: number | undefined;
}

export declare class Operations {
  constructor(options: OperationsOptions);
  /**
   * Transfers, verified. Resolves with a `done` operation, and rejects else: with the client's error, which then has `operation`, or with a
   * `LedgerError`. An operation that has ended is given again, or its error, and nothing is sent.
   */
  transfer(input: TransferOperation, options?: OperationCallOptions): Promise<Operation>;
  /** Destroys one card. */
  destroy(input: DestroyOperation, options?: OperationCallOptions): Promise<Operation>;
  /** As the client's, each input with its key. */
  transferMany<Input extends TransferOperation>(
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options?: OperationManyOptions,
  ): AsyncGenerator<ManyResult<Input, Operation>, void, undefined>;
  /** All operations that fit, the oldest first. */
  list(filter?: OperationFilter): AsyncGenerator<Operation, void, undefined>;
  /** A page of the operations that fit, the newest first; `next` is for `before` of the next page, and null where there is none. */
  browse(filter?: BrowseFilter): Promise<{ operations: Operation[]; next: number | null }>;
  /** The operation of a key; null where there is none. */
  get(key: string): Promise<Operation | null>;
  /**
   * Settles by the cards what a dead process has left under way, and what is unknown where no other operation has touched its cards since.
   * Where it is not certain yet whether a process lives, it waits until it is, up to 60 s.
   */
  recover(options?: { readonly signal?: AbortSignal | undefined }): Promise<Recovered>;
  /** {@link recover} for one operation, at once: where it is not certain yet whether a process lives, that is what it says. */
  reconcile(key: string): Promise<{ readonly look: Look; readonly operation: Operation }>;
  /** A person's word on an operation that is `unknown`. */
  resolve(key: string, resolution: Resolution): Promise<Operation>;
  /**
   * Writes down transfers for `espai-cdkey ops work`, all or none; a key that is there changes nothing. For a ledger on PostgreSQL.
   */
  enqueue(inputs: Iterable<TransferOperation>): Promise<Operation[]>;
  /**
   * Takes operations out of the queue of a ledger on PostgreSQL, on any number of machines, until `signal` ends it; what has begun is
   * finished first. What a dead worker has left is taken up: what had not left runs, what may have left is settled by the cards. This is
   * `espai-cdkey ops work`. It needs pg-boss (npm install pg-boss).
   */
  work(options: WorkOptions): Promise<void>;
  /** Waits for what is under way, and tells other processes that this one is through. `ledger.close()` does it. */
  close(): Promise<void>;
}

/**
 * Opens a ledger, and makes it where there is none: `sqlite:FILE` (Node 22.13, or better-sqlite3), `postgres://…` (npm install pg), or
 * `memory:` for tests. A ledger that a newer version has written is refused.
 */
export declare function openLedger(url: string, options?: LedgerOptions): Promise<Ledger>;

export interface LedgerOptions {
  /**
   * How phone numbers are kept: `plain` unless said otherwise, or as keyed hashes (HMAC-SHA-256). A ledger is made for one of the two, and for one
   * key; opened otherwise, it is refused.
   */
  readonly phones?: 'plain' | 'hashed' | undefined;
  /** For `hashed`: a secret of at least 32 bytes, the same for all programs that share the ledger. It is in no ledger, and cannot be changed. */
  readonly phoneKey?: string | Uint8Array | undefined;
}

/**
 * What there is to know of a ledger without opening it: nothing is made, brought forward or written. Rejects where it cannot be opened with these
 * options. This is `espai-cdkey doctor --ledger URL`.
 */
export declare function inspectLedger(url: string, options?: LedgerOptions): Promise<LedgerReport>;

export interface LedgerReport {
  readonly kind: 'sqlite' | 'postgres';
  /** Of its schema; null where there is no ledger yet. */
  readonly version: number | null;
  /** The newest version that this program knows. An older ledger is brought forward by who opens it. */
  readonly known: number;
  readonly writable: boolean;
  /** How it keeps phone numbers; null where that is not decided yet. */
  readonly phones: 'plain' | 'hashed' | null;
  readonly counts: Readonly<Record<OperationStatus, number>>;
  /** What has waited longest for somebody to look. */
  readonly oldestUnknown: { readonly key: string; readonly updatedAt: number } | null;
  /** In PostgreSQL: how many wait for a worker, and how many processes with operations are alive. */
  readonly queue: { readonly waiting: number; readonly alive: number } | null;
}

/** The same for a ledger of one's own, which needs the method `phones`. */
export declare function hashedPhones(ledger: Ledger, phoneKey: string | Uint8Array): Promise<Ledger>;

/** An operation to be written down. */
export interface NewOperation {
  readonly key: string;
  readonly kind: 'transfer' | 'destroy';
  readonly input: Readonly<Record<string, string | number>>;
  /** The same for the same input. */
  readonly fingerprint: string;
  /** Names of the cards that it touches. */
  readonly cards: readonly string[];
  /** Who asked for it, where somebody was named. */
  readonly actor?: string | undefined;
}

/** An operation as a ledger keeps it. */
export interface StoredOperation {
  readonly key: string;
  readonly kind: 'transfer' | 'destroy';
  readonly input: Readonly<Record<string, string | number>>;
  readonly fingerprint: string;
  readonly status: OperationStatus;
  /** How often it was written as `sent`. */
  readonly attempts: number;
  /** 1, and one more with each change. */
  readonly revision: number;
  /** The process that has it under way. */
  readonly holder: string | null;
  readonly cards: readonly string[];
  /** Among all that were written as `sent`, the how many-th it was, the last time. */
  readonly moved: number | null;
  readonly evidence: Operation['evidence'];
  readonly error: Readonly<Record<string, unknown>> | null;
  readonly resolved: NonNullable<Operation['resolved']> | null;
  /** Where it stands among all; a later one has a greater number. */
  readonly order: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Not there where nobody was named. */
  readonly actor?: string | undefined;
}

/** What is written. All of it, or nothing. */
export interface Change {
  readonly status: OperationStatus;
  readonly holder: string | null;
  /** `take`: it holds its cards then, or nothing is written where another holds one. `free`: it holds none. `keep`: as it was. */
  readonly hold: 'take' | 'keep' | 'free';
  /** Other names of cards than before. */
  readonly cards?: readonly string[] | undefined;
  /** It is written as `sent`: `attempts` grows by 1, and `moved` is greater than that of any other. */
  readonly sending?: boolean | undefined;
  readonly evidence: Operation['evidence'];
  readonly error: Readonly<Record<string, unknown>> | null;
  readonly resolved: NonNullable<Operation['resolved']> | null;
}

export type Changed =
  | { readonly written: 'done'; readonly operation: StoredOperation }
  /** Its revision is another one, or it is not there. */
  | { readonly written: 'stale' }
  /** A card is held: by the operation of this key. */
  | { readonly written: 'busy'; readonly by: string };

/** Which operations, in their order, from the first after `after`, at most `limit`. */
export interface Page {
  readonly status?: readonly OperationStatus[] | undefined;
  readonly kind?: 'transfer' | 'destroy' | undefined;
  readonly card?: string | undefined;
  readonly movedAfter?: number | undefined;
  readonly after: number;
  readonly limit: number;
}

/** Which operations, the newest first: those before `before`, at most `limit`. */
export interface Browsing {
  readonly status?: readonly OperationStatus[] | undefined;
  readonly kind?: 'transfer' | 'destroy' | undefined;
  /** Those that name one of these. */
  readonly cards?: readonly string[] | undefined;
  /** A part of the key. */
  readonly key?: string | undefined;
  /** A part of `actor`, or of `resolved.by`. */
  readonly person?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** A process that has operations under way. */
export interface LivingProcess {
  readonly id: string;
  /** Where it runs, as a text that other processes understand. */
  readonly place: string | null;
}

export interface ProcessRow {
  readonly id: string;
  /** How often it has counted up. */
  readonly beat: number;
  /** How long ago that was, in ms, by the database's clock. */
  readonly ageMs: number;
  readonly place: string | null;
}

/**
 * What keeps operations: for a database that `openLedger` does not know. It stores and locks, and decides nothing. Whatever a method has
 * given or resolved is on the disk; what it rejects with is told as `ledger_unavailable`. `ledgerConformance` tests one.
 */
export interface Ledger {
  /** `sqlite`, `postgres`, `memory`, or a name of your own. */
  readonly kind: string;
  /** Writes down those whose keys are new, as `prepared`, all or none, and gives all of them as they are then, in the same order. */
  enter(operations: readonly NewOperation[]): Promise<StoredOperation[]>;
  get(key: string): Promise<StoredOperation | null>;
  /** Writes, where the revision is still this one. */
  change(key: string, revision: number, change: Change): Promise<Changed>;
  list(page: Page): Promise<StoredOperation[]>;
  /** Counts up for a process, where one is given, and gives all processes. */
  beat(living: LivingProcess | null): Promise<ProcessRow[]>;
  /** Forgets a process. */
  leave(id: string): Promise<void>;
  close(): Promise<void>;
  /**
   * Writes down how phone numbers are kept, where that is not written down yet, and gives what is. Only where they may be hashed
   * ({@link hashedPhones}).
   */
  phones?(wanted: string): Promise<string>;
  /** As `enter`, and hands those that are new to a queue. Only where there is one. */
  enqueue?(operations: readonly NewOperation[]): Promise<StoredOperation[]>;
  /** For `Operations.browse`, which nothing else needs. */
  browse?(wanted: Browsing): Promise<StoredOperation[]>;
}

/**
 * Tests of a {@link Ledger}, for who writes one. Each test opens an empty ledger from two sides, as two processes would.
 *
 * ```js
 * import { test } from 'node:test';
 * import { ledgerConformance } from 'espai-cdkey/ledger';
 *
 * ledgerConformance(test, async () => {
 *   const database = await anEmptyDatabase();
 *   return [new MyLedger(database), new MyLedger(database)];
 * });
 * ```
 */
export declare function ledgerConformance(
  test: (name: string, run: () => Promise<void>) => unknown,
  open: () => Promise<readonly [Ledger, Ledger]>,
): void;
