import type { CdkeyClient } from 'espai-cdkey';
import type { Table } from 'espai-cdkey/bulk';
import { BulkRun } from './BulkRun.ts';
import { bulksOf, putBulk, removeBulk } from './bulkStore.ts';

/** Lives as long as its client, so that a bulk goes on while the person is on another screen. */
const books = new WeakMap<CdkeyClient, BulkBook>();

/** The bulks of a session: a store for `useSyncExternalStore`. */
export class BulkBook {
  readonly scope: string;
  readonly #listeners = new Set<() => void>();
  #runs: readonly BulkRun[] | null = null;

  private constructor(scope: string) {
    this.scope = scope;
  }

  static of(client: CdkeyClient, scope: string): BulkBook {
    let book = books.get(client);
    if (book === undefined) {
      book = new BulkBook(scope);
      books.set(client, book);
    }
    return book;
  }

  /** Null until they were read. */
  readonly runs = (): readonly BulkRun[] | null => this.#runs;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads those that there are, also of other tabs. */
  async load(): Promise<void> {
    const kept = await bulksOf(this.scope);
    const known = new Map((this.#runs ?? []).map((run) => [run.id, run]));
    this.#set(kept.map((bulk) => known.get(bulk.id) ?? new BulkRun(bulk)));
    await Promise.all((this.#runs ?? []).map((run) => run.refresh()));
  }

  /** A new one, of a table as it came. */
  async add(name: string, table: Table): Promise<BulkRun> {
    const run = new BulkRun({
      id: crypto.randomUUID(),
      scope: this.scope,
      name,
      createdAt: Date.now(),
      table,
      allowDuplicates: false,
      count: 0,
      amount: 0,
    });
    await putBulk(run.state().bulk);
    this.#set([run, ...(this.#runs ?? [])]);
    await run.refresh();
    return run;
  }

  /** Takes one away from this browser. Not while it runs. */
  async remove(run: BulkRun): Promise<void> {
    if (run.state().running !== null) return;
    await removeBulk(run.id);
    this.#set((this.#runs ?? []).filter((other) => other !== run));
  }

  #set(runs: readonly BulkRun[]): void {
    this.#runs = runs;
    for (const listener of this.#listeners) listener();
  }
}
