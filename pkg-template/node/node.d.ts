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

/** Text in PEM, or the bytes of it. */
export type Pem = string | Uint8Array;

/** Every one may be left out. An option that is not named here is refused. */
export interface NodeFetchOptions {
  /**
   * How many connections to one origin there are at most: a whole number from 1; 32 unless said otherwise. Calls beyond
   * it wait for a free one, and their deadline (`timeoutMs`) runs meanwhile; where it ends before they were sent, the outcome is
   * `not_sent`.
   */
  readonly connections?: number | undefined;
  /**
   * How long an unused connection is kept for the next call, in ms: a whole number from 0; 4000 unless said otherwise. A
   * service that says a shorter time is obeyed. 0 keeps none: each call has a connection of its own.
   */
  readonly keepAliveMs?: number | undefined;
  /**
   * How long a connection may take to come about, its TLS handshake included, in ms: a whole number from 1; 10000 unless said
   * otherwise. Behind a proxy each of three steps may take as long: the connection to the proxy, its answer, the TLS
   * handshake with the service.
   */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * The address of a proxy that has to be gone through, http or https, with a user and a password where it wants them (each
   * encoded as in any URL): `http://user:password@proxy.example:3128`. Neither ever shows in an error. Or `'env'`: what the
   * environment variables `HTTPS_PROXY` and `HTTP_PROXY` name (in lower case, too, which goes first), but for the hosts that
   * `NO_PROXY` lists. Without it there is none, whatever the environment says.
   *
   * A tunnel (CONNECT) goes through it to every service, plain http ones included. Where the proxy makes none, nothing was
   * sent, and the error says which proxy it was.
   */
  readonly proxy?: string | undefined;
  /**
   * Whom to trust, in the place of all authorities that Node knows: one or more certificates. It holds for a proxy that is spoken
   * to over TLS, too. To trust one more, name it in the environment variable `NODE_EXTRA_CA_CERTS`, or give
   * `[...rootCertificates, yours]` (of `node:tls`).
   */
  readonly ca?: Pem | readonly Pem[] | undefined;
  /** Who the client is, for a service that wants to know: its certificate, and those between it and its authority. */
  readonly cert?: Pem | undefined;
  /** The certificate's private key, without a passphrase. */
  readonly key?: Pem | undefined;
}

/** What it is called with. Redirects are never followed, whatever `redirect` says. */
export interface NodeFetchInit {
  /** `GET` unless said otherwise. */
  readonly method?: string | undefined;
  /** A plain object. `accept` and `user-agent` are added as Node's own `fetch` has them, unless they are in it. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | null | undefined;
  /**
   * Gives up the connection, and rejects with its own reason. A request that still waits for a connection is never sent, and the
   * call is rejected with a {@link NotSentError} named `AbortError`, whose `cause` is that reason.
   */
  readonly signal?: AbortSignal | null | undefined;
  readonly redirect?: 'manual' | undefined;
}

/**
 * It is certain that nothing of the request was written to a socket. A call is rejected with one where its signal fired before
 * that, and where a proxy made no tunnel. Behind an error of Node's own that does not say it (`read ECONNRESET` within a TLS
 * handshake), it stands as `cause`.
 */
export interface NotSentError extends Error {
  readonly code: 'ESPAI_NOT_SENT';
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
 * The option `fetch` of a client. It tries nothing again by itself; it rejects with Node's own errors (`code`, `syscall`) and with
 * {@link NotSentError}, by which the client knows whether anything was sent.
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
