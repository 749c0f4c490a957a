import type { CdkeyClient } from 'espai-cdkey';
import {
  checkTransfers,
  lastRows,
  openResults,
  type Problem,
  type ResultRow,
  type RunProgress,
  runTransfers,
  type Table,
  type TransferLine,
} from 'espai-cdkey/bulk';
import type { KeptBulk } from '../storage/database.ts';
import { HAS_LOCKS, heldLocks, whileHeld } from '../storage/locks.ts';
import { putBulk, resultsStore, rowsOf } from './bulkStore.ts';

const CHANNEL = 'espai-cdkey.bulk';
/** The screen is told of rows no more often than this. */
const TELL_MS = 100;

/** How a line stands, for a person. */
export type LineStatus = 'waiting' | 'sending' | 'done' | 'failed' | 'unknown';

/** Why a run could not begin, or has stopped. */
export type Stopped =
  | { readonly why: 'session' | 'service' | 'stopped' | 'no_locks' | 'busy' }
  | { readonly why: 'broken'; readonly error: unknown };

/** All that a screen shows of a bulk. A new object whenever something changed. */
export interface BulkState {
  readonly bulk: KeptBulk;
  readonly lines: readonly TransferLine[];
  readonly problems: readonly Problem[];
  readonly columns: readonly (readonly [name: string, place: number])[] | null;
  /** The last row of each line, by line. */
  readonly rows: ReadonlyMap<number, ResultRow>;
  readonly counts: Readonly<Record<LineStatus, number>>;
  readonly running: 'here' | 'elsewhere' | null;
  readonly progress: RunProgress | null;
  readonly stopping: boolean;
  readonly stopped: Stopped | null;
}

interface Told {
  readonly bulk: string;
  /** What was added; null where something else changed. */
  readonly rows: readonly string[] | null;
}

/** How a line stands by its last row. What a dead tab has left under way may have happened. */
export function statusOf(row: ResultRow | undefined, running: BulkState['running']): LineStatus {
  if (row === undefined || row.status === 'skipped') return 'waiting';
  return row.status === 'sending' && running === null ? 'unknown' : row.status;
}

/** Whether a line certainly did not happen, and so may be tried again. */
export function mayRunAgain(row: ResultRow | undefined): boolean {
  return row?.status === 'failed' && (row.outcome === 'not_sent' || row.outcome === 'rejected');
}

/**
 * One bulk in this tab: a store for `useSyncExternalStore`. What may be sent is Rust's to say, and what was done is in the database; this
 * runs it, or shows what another tab runs.
 */
export class BulkRun {
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #listeners = new Set<() => void>();
  readonly #rows = new Map<number, ResultRow>();
  #state: BulkState;
  #stop: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(bulk: KeptBulk) {
    this.#state = {
      ...checked(bulk),
      rows: this.#rows,
      counts: { waiting: 0, sending: 0, done: 0, failed: 0, unknown: 0 },
      running: null,
      progress: null,
      stopping: false,
      stopped: null,
    };
    this.#channel.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.bulk !== bulk.id || this.#stop !== null) return;
      if (data.rows === null) void this.refresh();
      else {
        this.#take(data.rows);
        this.#set({ running: 'elsewhere' });
      }
    };
  }

  readonly state = (): BulkState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get id(): string {
    return this.#state.bulk.id;
  }

  /** Reads what is kept, and whether another tab runs it. */
  async refresh(): Promise<void> {
    if (this.#stop !== null) return;
    const rows = await rowsOf(this.id);
    if (this.isRunning()) return;
    this.#rows.clear();
    this.#take(rows);
    this.#set({});
    await this.look();
  }

  /** Whether another tab runs it. */
  async look(): Promise<void> {
    const held = await heldLocks();
    if (this.isRunning()) return;
    const running = held.has(lockOf(this.id)) ? 'elsewhere' : null;
    if (running === this.#state.running) return;
    this.#set({ running });
    // It has ended there: its last rows may have come before this tab listened.
    if (running === null) await this.refresh();
  }

  /** Another table, mended. Only as long as nothing was begun. */
  async mend(table: Table, allowDuplicates = this.#state.bulk.allowDuplicates): Promise<void> {
    if (this.#rows.size > 0 || this.#state.running !== null) return;
    const next = checked({ ...this.#state.bulk, table, allowDuplicates });
    this.#set(next);
    await putBulk(next.bulk);
    this.#channel.postMessage({ bulk: this.id, rows: null } satisfies Told);
  }

  /**
   * Settles what is open, and sends what was not.
   * @param refused Whether lines that the service has refused are tried again.
   */
  async run(client: CdkeyClient, scope: string, refused: boolean): Promise<void> {
    if (this.isRunning()) return;
    if (!HAS_LOCKS) return this.#set({ stopped: { why: 'no_locks' } });
    const stop = new AbortController();
    this.#stop = stop;
    this.#set({ running: 'here', stopped: null, stopping: false, progress: null });
    window.addEventListener('beforeunload', ask);
    let stopped: Stopped | null = null;
    try {
      // One bulk at a time, so that two do not move the same cards; and a lock that names which it is.
      const ran = await whileHeld(`espai-cdkey.bulks ${scope}`, () =>
        whileHeld(lockOf(this.id), () => this.#work(client, stop.signal, refused)),
      );
      stopped = ran === null ? { why: 'busy' } : ran.halted !== null ? { why: ran.halted } : null;
      if (stopped === null && stop.signal.aborted) stopped = { why: 'stopped' };
    } catch (error) {
      stopped = { why: 'broken', error };
    } finally {
      window.removeEventListener('beforeunload', ask);
      this.#stop = null;
      this.#set({ running: null, stopping: false, progress: null, stopped });
      this.#channel.postMessage({ bulk: this.id, rows: null } satisfies Told);
    }
    // Not known here where another tab has it.
    if (stopped?.why === 'busy') await this.refresh();
    return undefined;
  }

  /** Nothing more begins; what has is waited for. */
  stop(): void {
    this.#stop?.abort();
    if (this.#stop !== null) this.#set({ stopping: true });
  }

  /** Asked for after an await: a run may have begun in the meantime. */
  isRunning(): boolean {
    return this.#stop !== null;
  }

  async #work(client: CdkeyClient, signal: AbortSignal, refused: boolean) {
    const { table, allowDuplicates } = this.#state.bulk;
    // Made anew for each run: what wasm holds dies with its instance.
    const sheet = checkTransfers(table, { allowDuplicates });
    try {
      const store = resultsStore(this.id, (rows) => {
        this.#take(rows);
        this.#soon();
        this.#channel.postMessage({ bulk: this.id, rows } satisfies Told);
      });
      // Another tab may have run it since this one has read it.
      this.#take(await rowsOf(this.id));
      const results = await openResults(store, sheet, { refused });
      let halted: 'session' | 'service' | null = null;
      try {
        const run = runTransfers({
          client,
          sheet,
          results,
          signal,
          onProgress: (progress) => {
            this.#state = { ...this.#state, progress };
            this.#soon();
          },
          onHalt: (reason) => {
            halted = reason;
          },
        });
        // Taken one after another, as they are given out no further than there is room.
        for await (const result of run) void result;
      } finally {
        await results.close();
      }
      return { halted: halted as 'session' | 'service' | null };
    } finally {
      sheet.free();
    }
  }

  #take(rows: readonly string[]): void {
    for (const row of lastRows(rows)) this.#rows.set(row.line, row);
  }

  #soon(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#set({});
    }, TELL_MS);
  }

  #set(change: Partial<BulkState>): void {
    const state = { ...this.#state, ...change, rows: new Map(this.#rows) };
    const counts: Record<LineStatus, number> = { waiting: 0, sending: 0, done: 0, failed: 0, unknown: 0 };
    for (const { line } of state.lines) counts[statusOf(state.rows.get(line), state.running)] += 1;
    // That it could not begin here is told by what another tab does with it.
    this.#state = { ...state, counts, stopped: state.running === 'elsewhere' ? null : state.stopped };
    for (const listener of this.#listeners) listener();
  }
}

const lockOf = (id: string) => `espai-cdkey.bulk ${id}`;

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

function checked(bulk: KeptBulk): Pick<BulkState, 'bulk' | 'lines' | 'problems' | 'columns'> {
  const sheet = checkTransfers(bulk.table, { allowDuplicates: bulk.allowDuplicates });
  try {
    const lines = [...sheet.lines()];
    const amount = lines.reduce((sum, { input }) => sum + Number(input.limit), 0);
    return {
      bulk: { ...bulk, count: lines.length, amount },
      lines,
      problems: sheet.problems,
      columns: sheet.columns,
    };
  } finally {
    sheet.free();
  }
}
