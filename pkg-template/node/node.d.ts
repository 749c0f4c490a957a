/**
 * A `fetch` for the client over Node's faster transport: sockets of undici without what a WHATWG fetch does around them.
 * For Node only.
 *
 * ```js
 * import { CdkeyClient } from 'espai-cdkey';
 * import { createFetch } from 'espai-cdkey/node';
 *
 * const fetch = createFetch();
 * const client = new CdkeyClient({ apiKey: process.env.ESPAI_API_KEY, fetch });
 * console.log(await client.list());
 * await fetch.close();
 * ```
 */

/** Every one may be left out. An option that is not named here is refused. */
export interface NodeFetchOptions {
  /**
   * How many connections to one origin there are at most: a whole number from 1; 32 unless said otherwise. Calls beyond
   * it wait for a free one, and their deadline (`timeoutMs`) runs meanwhile.
   */
  readonly connections?: number | undefined;
  /**
   * How long an unused connection is kept for the next call, in ms: a whole number from 0; 4000 unless said otherwise. A
   * service that says a shorter time is obeyed. 0 keeps none: each call has a connection of its own.
   */
  readonly keepAliveMs?: number | undefined;
}

/** What it is called with. Redirects are never followed, whatever `redirect` says. */
export interface NodeFetchInit {
  /** `GET` unless said otherwise. */
  readonly method?: string | undefined;
  /** A plain object. `accept` and `user-agent` are added as Node's own `fetch` has them, unless they are in it. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | null | undefined;
  /** Gives up the connection; a request that still waits for one is never sent. */
  readonly signal?: AbortSignal | null | undefined;
  readonly redirect?: 'manual' | undefined;
}

/** An answer, as the client reads it: less than a `Response`. */
export interface NodeAnswer {
  readonly status: number;
  readonly headers: {
    /** A header by its name in any case; null where the answer has none such. */
    get(name: string): string | null;
  };
  /**
   * The body's bytes, unpacked, to be read once: read it to its end, or leave the loop, or the connection stays taken.
   * Null for an answer that has none (204, 205, 304).
   */
  readonly body: AsyncIterable<Uint8Array> | null;
  /**
   * All bytes of the body at once, in place of `body`; null where there are more than `most`, which are not read then.
   */
  bytesUpTo(most: number): Promise<Uint8Array | null>;
}

/**
 * The option `fetch` of a client. It tries nothing again by itself; it rejects with Node's own errors (`code`, `syscall`),
 * by which the client knows whether anything was sent.
 */
export interface NodeFetch {
  (url: string, init?: NodeFetchInit): Promise<NodeAnswer>;
  /**
   * Waits for the calls under way, closes all connections, and resolves when that is done. Calls made after it are
   * rejected. It may be called more than once. A process ends without it, too: unused connections do not hold it.
   */
  close(): Promise<void>;
}

/**
 * Connects to nothing before the first call. The instance can be shared by any number of clients.
 * @throws {ValidationError} `invalid_config`, with the option's name as `path`.
 */
export declare function createFetch(options?: NodeFetchOptions): NodeFetch;
