/**
 * A backend that holds the key, so that pages need none: checked requests in, the platform's own wire format out.
 *
 * `new CdkeyClient({ apiKey: null, baseUrl: '/api' })` in a page talks to it unchanged. It answers every request that it has
 * read, and makes a move that carries an `idempotency-key` once, however often a browser or a proxy sends it.
 */
import type { BalanceLogsQuery, CdkeyClient, Endpoint, ErrorCode, Outcome } from '../client/index.js';
import type { DestroyOperation, OperationCallOptions, TransferOperation } from '../ledger/ledger.js';

/** What `authorize` is told of a request: what is asked for, checked, in camelCase. It differs by `endpoint`. */
export type Asked = (
  | {
      readonly endpoint: 'list';
      /** Only what was given. */
      readonly input: {
        readonly id?: string;
        readonly type?: string;
        readonly code?: string;
        readonly userName?: string;
        readonly userPhone?: string;
        readonly apiLimit?: number;
        readonly page?: number;
        readonly limit?: number;
      };
    }
  | { readonly endpoint: 'detail'; readonly input: { readonly phone: string; readonly code: string } }
  | {
      readonly endpoint: 'transfer';
      readonly input: {
        readonly phone: string;
        readonly code: string;
        readonly targetPhone: string;
        readonly targetCode: string;
        /** How many calls are to be moved, at least 1. */
        readonly limit: number;
      };
    }
  | {
      readonly endpoint: 'destroy';
      /** The ids of the cards. */
      readonly input: readonly string[];
    }
  | {
      readonly endpoint: 'balanceLogs';
      readonly input: { readonly [Name in keyof BalanceLogsQuery]?: Name extends 'id' ? string : number };
    }
) & {
  /** Node's own request, with what a framework has put there (`session`, `user`): where it came in through {@link toNodeListener}. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each framework has a type of its own for it.
  readonly incoming?: any;
};

/** Who asks, and what this person may do at most. A name that is not here is refused: it may be a limit that was misspelled. */
export interface Grant {
  /** Who it is, by a name or an id of yours; not empty. It is told to `onEvent`, and keys are remembered for each. */
  readonly actor: string;
  /** What this person may do, of what the handler serves; all of it where it is left out. */
  readonly allow?: readonly Endpoint[] | undefined;
  /** How much this person may move with one transfer; any amount where it is left out. */
  readonly maxTransfer?: number | undefined;
}

/** An audit line. It holds no key and no full phone number, not even where an actor is named by one. */
export interface ServerEvent {
  /** Null where it was refused before it was known who asks. */
  readonly actor: string | null;
  /** Null where no endpoint was asked for. */
  readonly endpoint: Endpoint | null;
  /** Whether it can have happened; not there where it has. */
  readonly outcome?: Outcome;
  /** What went wrong: a code of the client's errors, or of a refusal. Not there where nothing did. */
  readonly code?: ErrorCode | RefusalCode | (string & Record<never, never>);
  readonly durationMs: number;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
}

/** Codes of what the handler itself refuses, beside those that the client's errors have as well. */
export type RefusalCode =
  'not_found' | 'method_not_allowed' | 'unsupported_type' | 'too_large' | 'key_conflict' | 'store_unavailable';

/**
 * What is remembered of moves, where several processes serve one site: a Redis, a table. Values are texts, and names are hashes: neither
 * holds a phone, a code or a key. Without one, each process remembers its own.
 */
export interface IdempotencyStore {
  /** What was put there; undefined or null where nothing was. */
  get(name: string): string | null | undefined | PromiseLike<string | null | undefined>;
  /**
   * Puts it there, and keeps it for `ttlMs`. With `ifAbsent` only where nothing is, in one step (`SET … NX`, `ON CONFLICT DO
   * NOTHING`), and gives `false` where something was: that one step is what keeps two processes from making one move at the same time.
   */
  set(name: string, value: string, how: { readonly ttlMs: number; readonly ifAbsent: boolean }): unknown;
}

/** The `Operations` of `espai-cdkey/ledger`, as far as a handler uses them. */
export interface RecordedMoves {
  transfer(input: TransferOperation, options?: OperationCallOptions): Promise<unknown>;
  destroy(input: DestroyOperation, options?: OperationCallOptions): Promise<unknown>;
}

/** What a handler is made with. An option that is not named here is refused. */
export interface HandlerOptions {
  /**
   * The client that holds the key. Give it a `timeoutMs` below that of the page's client (25000, say), so that the page is told how it
   * ended.
   */
  readonly client: CdkeyClient;
  /**
   * Says who asks: `false` where nobody is signed in (401), else who it is. May be async. Where it throws, or gives nothing within
   * 10 s, that is a refusal, too; where it gives something else, it is a mistake that is answered with 500. The request's
   * body has been read by then; what it held is `input`.
   */
  readonly authorize: (request: Request, asked: Asked) => false | Grant | PromiseLike<false | Grant>;
  /** What is served at all; `['list', 'detail']` where it is left out: to move quota, to destroy and to see usage is opted into. */
  readonly allow?: readonly Endpoint[] | undefined;
  /**
   * Pages of these origins may ask, beside those of the handler's own; exact ones, such as `https://panel.example`. Behind a proxy that
   * ends TLS the page's own origin belongs here. Answers carry no credentials: such a page signs in by a header.
   */
  readonly origins?: readonly string[] | undefined;
  /** What stands before `/cdkey/…`: `'/api'`. Nothing where it is left out. */
  readonly basePath?: string | undefined;
  /** The longest body that is read, from 1 to 16777216; 65536 where it is left out. */
  readonly maxBodyBytes?: number | undefined;
  /** Where what was done is remembered for several processes; without it, each remembers its last 10,000 moves for 24 hours. */
  readonly idempotency?: IdempotencyStore | undefined;
  /**
   * Writes every move into a ledger before it is sent: `new Operations({ client, ledger })`, with the same client. The request's
   * `idempotency-key` is the operation's key (one is made where there is none), and who asks is its `actor`. So a key is remembered over
   * restarts, a repeat gives what is known by then, and nothing is sent that could not be written down. Transfers are verified, and a
   * destroy may name one card.
   */
  readonly operations?: RecordedMoves | undefined;
  /** Told of every request once, refused ones too. What it throws is ignored. */
  readonly onEvent?: ((event: ServerEvent) => unknown) | undefined;
}

/** Answers a request. It never rejects. A second argument is for {@link toNodeListener}; what else a framework gives is ignored. */
export type Handler = (request: Request, more?: unknown) => Promise<Response>;

/**
 * Makes a handler of requests.
 * @throws {ValidationError} `invalid_config`, with the option's name as `path`.
 */
export declare function createHandler(options: HandlerOptions): Handler;

/** `http.IncomingMessage`, or what is made like it. */
export interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: object;
}

/** `http.ServerResponse`, or what is made like it. */
export interface NodeOutgoing {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body?: Uint8Array): unknown;
}

/**
 * A handler as a listener of `node:http`, of Express and of all that is made like them. It always answers, so mount it at a path of its
 * own, and before body parsers: behind one it takes `request.body`, in which a key that stood twice is not seen any more.
 */
export declare function toNodeListener(
  handler: (request: Request, more: { readonly incoming: unknown }) => Response | PromiseLike<Response>,
): (incoming: NodeIncoming, outgoing: NodeOutgoing) => Promise<void>;
