/**
 * Client for the quota cards (额度卡) of the ESP-AI platform.
 *
 * Every call checks its arguments before anything is sent, gives typed answers, and rejects with a {@link CdkeyError}
 * that says whether a transfer or a destroy can have happened.
 */

/** The calls, each of which goes to an endpoint of its own. */
export type Endpoint = 'list' | 'detail' | 'transfer' | 'destroy' | 'balanceLogs';

/**
 * Whether a transfer or a destroy can have happened: `'not_sent'` it never left here, `'rejected'` the service says that
 * it did not do it, `'unknown'` it may have happened or not: look at the cards before you repeat it.
 */
export type Outcome = 'not_sent' | 'rejected' | 'unknown';

/** What went wrong. Each code belongs to one class. */
export type ErrorCode =
  | 'invalid_argument'
  | 'invalid_config'
  | 'refused_by_rule'
  | 'key_conflict'
  | 'card_busy'
  | 'ledger_unavailable'
  | 'unauthenticated'
  | 'forbidden'
  | 'rate_limited'
  | 'api_rejected'
  | 'http_status'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'bad_response'
  | 'response_too_large'
  | 'pagination_stuck'
  | 'internal';

/**
 * Why an argument or an option was refused: for programs that show a text of their own beside a field. {@link explain} has one
 * for each, in Chinese and in English.
 */
export type RefusalReason =
  | 'missing'
  | 'empty'
  | 'null'
  | 'not_text'
  | 'control_characters'
  | 'too_long'
  | 'broken_unicode'
  | 'unreadable'
  | 'not_digits'
  | 'not_a_phone'
  | 'not_a_type_code'
  | 'not_a_number'
  | 'bigint'
  | 'not_whole_number'
  | 'not_plain_digits'
  | 'out_of_range'
  | 'below_one'
  | 'not_plain_object'
  | 'unknown_field'
  | 'two_values'
  | 'same_card'
  | 'trial_card'
  | 'more_than_held'
  | 'not_that_card'
  | 'not_iterable'
  | 'no_ids'
  | 'not_an_id'
  | 'repeated_id'
  | 'not_with_list_all'
  | 'not_a_signal'
  | 'no_key'
  | 'malformed_key'
  | 'key_not_text'
  | 'key_needed'
  | 'key_in_a_page'
  | 'not_a_function'
  | 'not_a_boolean'
  | 'not_from_zero'
  | 'not_from_one'
  | 'not_one_of'
  | 'no_fetch'
  | 'address_not_text'
  | 'spaces_in_address'
  | 'query_in_address'
  | 'user_in_address'
  | 'not_whole_address'
  | 'not_https'
  | 'insecure_address'
  | 'blocked_port'
  | 'not_headers'
  | 'not_a_header_name'
  | 'not_a_header_value'
  | 'reserved_header'
  | 'browsers_header'
  | 'repeated_header'
  | 'our_idempotency_key'
  | 'headers_failed'
  | 'no_key_in_environment'
  | 'without_client'
  | 'not_a_proxy'
  | 'not_pem'
  | 'not_its_key'
  | 'not_accepted';

/** The card types that the platform names: `0` to `5`. */
export type KnownCardType = '0' | '1' | '2' | '3' | '4' | '5';

/** A card type's code: a known one, or whatever the service sends next. */
export type CardTypeCode = KnownCardType | (string & Record<never, never>);

/** The codes of card types by name. */
export declare const CardType: {
  /** 免费体验卡, the free trial card: it takes part in no transfer and cannot be destroyed. */
  readonly Trial: '0';
  /** 青龙 */
  readonly Qinglong: '1';
  /** 九尾狐 */
  readonly Jiuweihu: '2';
  /** 玄武 */
  readonly Xuanwu: '3';
  /** 烛龙 */
  readonly Zhulong: '4';
  /** 饕餮 */
  readonly Taotie: '5';
};

/**
 * Whether a card, or a type's code, is a paid one (付费额度卡); false for a code that the platform does not name.
 * @throws {ValidationError} The argument is neither.
 */
export declare function isPaid(typeOrCard: CardTypeCode | Pick<Card, 'type'>): boolean;

/**
 * What a person calls a card type: 青龙 or Qinglong. An unknown code is shown as itself.
 * @param language Chinese unless said otherwise.
 * @throws {ValidationError} The type is no text, or the language is another.
 */
export declare function cardTypeLabel(type: CardTypeCode, language?: 'zh' | 'en'): string;

/** A quota card. A plain object, so it can be stored, sent and cloned. */
export interface Card {
  /** The card's id, 32 hex digits in every example of the platform; names the card in a destroy. */
  readonly id: string;
  /** The redeem code (兑换码), 8 letters and digits in every example. */
  readonly code: string;
  /** The kind of card: see {@link CardType}, {@link isPaid} and {@link cardTypeLabel}. */
  readonly type: CardTypeCode;
  /** Remaining calls; may be below 0. Null where the service names no number: an unlimited card (不限次数), perhaps. */
  readonly apiLimit: number | null;
  /** The owner's id. */
  readonly userId: string | null;
  /** The owner's phone as text, so that it feeds back into `detail`. */
  readonly userPhone: string | null;
  /** The owner's nickname. */
  readonly userName: string | null;
  /** When the card was made, in milliseconds since the epoch. */
  readonly createTime: number | null;
  /** When the card was last changed, in milliseconds since the epoch; null until the first change. */
  readonly updateTime: number | null;
}

/** A whole number or its plain digits: `10` or `'10'`, not `'1e1'`, `'010'` or `10n`. */
export type Digits = number | string;

/** Filters of a list, all of which must hold. A field left out (or undefined) filters nothing; empty and null are refused. */
export interface CardFilter {
  /** The card's id. */
  readonly id?: string | undefined;
  /** The card type's code. */
  readonly type?: CardTypeCode | number | undefined;
  /** The redeem code. */
  readonly code?: string | undefined;
  /** The owner's nickname. */
  readonly userName?: string | undefined;
  /** The same by its name on the wire. */
  readonly user_name?: string | undefined;
  /** The same as the platform's table spells it. */
  readonly username?: string | undefined;
  /** The owner's phone, 1 to 20 digits. */
  readonly userPhone?: Digits | undefined;
  /** The same by its name on the wire. */
  readonly user_phone?: Digits | undefined;
  /** Remaining calls. The platform does not say whether this means exactly or at least. */
  readonly apiLimit?: Digits | undefined;
  /** The same by its name on the wire. */
  readonly api_limit?: Digits | undefined;
}

/** A query of one page. */
export interface ListQuery extends CardFilter {
  /** Which page, from 1; the service takes 1 where none is given. */
  readonly page?: Digits | undefined;
  /** How many cards a page holds, from 1; the service takes 9999 where none is given, and cuts the rest silently. */
  readonly limit?: Digits | undefined;
}

/** One page of cards. */
export interface CardPage {
  readonly cards: Card[];
  /** How many cards match in all. */
  readonly total: number;
  /** The page as asked for; 1 where none was. */
  readonly page: number;
  /** The page's size as asked for; 9999 where none was. */
  readonly limit: number;
  /** Whether there are cards after this page. */
  readonly hasMore: boolean;
}

/** Which card to look up. */
export interface DetailInput {
  /** The owner's phone, 1 to 20 digits; leading zeros are kept in a text. */
  readonly phone: Digits;
  /** The redeem code. */
  readonly code: string;
}

/** The target of a transfer, by either name of its fields. */
export type TransferTarget =
  | {
      /** The phone of the target card's owner. */
      readonly targetPhone: Digits;
      /** The target card's redeem code. */
      readonly targetCode: string;
    }
  | {
      /** The phone of the target card's owner. */
      readonly target_phone: Digits;
      /** The target card's redeem code. */
      readonly target_code: string;
    };

/** Which quota to move where. Both cards must be paid cards. */
export type TransferInput = DetailInput &
  TransferTarget & {
    /** How many calls to move, at least 1. */
    readonly limit: Digits;
  };

/** A card to destroy: its id, or something that has it, such as a {@link Card}. */
export type CardId = string | { readonly id: string };

/** A success. */
export interface Done {
  /** The service's words; null where it sent none. */
  readonly message: string | null;
}

/** Which usage records. A field left out (or undefined) is not sent; empty and null are refused. */
export interface BalanceLogsQuery {
  /** The id of the card whose records are asked for; those of every card where none is given. */
  readonly id?: string | undefined;
  /** Which page, from 1; the service takes 1 where none is given. */
  readonly page?: Digits | undefined;
  /** How many records a page holds, from 1; the service takes 9999 where none is given. */
  readonly limit?: Digits | undefined;
}

/**
 * A usage record (额度卡使用记录) as the service tells it. What `type` and `apiLimit` mean is not documented by the platform, and
 * by itself a record proves nothing: neither that a transfer happened nor that it did not.
 */
export interface BalanceLog {
  /** The record's id. */
  readonly id: string;
  /** The id of the card that it is about. */
  readonly cardId: string | null;
  /** As it came; 1 in the platform's example. */
  readonly apiLimit: number | null;
  /** As it came; `'2'` in the platform's example. Nothing says that it is a card's type. */
  readonly type: string | null;
  /** The owner's id. */
  readonly userId: string | null;
  /** The owner's phone as text. */
  readonly userPhone: string | null;
  /** The owner's nickname. */
  readonly userName: string | null;
  /** The owner's e-mail address; may be empty. */
  readonly userEmail: string | null;
  /** When the record was made, in milliseconds since the epoch. */
  readonly createTime: number | null;
}

/** One page of usage records, in the service's order. */
export interface BalanceLogPage {
  readonly logs: BalanceLog[];
  /** How many records there are in all. */
  readonly total: number;
  /** The page as asked for; 1 where none was. */
  readonly page: number;
  /** The page's size as asked for; 9999 where none was. */
  readonly limit: number;
  /** Whether there are records after this page. */
  readonly hasMore: boolean;
}

/** The last argument of every call. */
export interface CallOptions {
  /** Ends the call; the error is an {@link AbortError} whose `cause` is the signal's reason. */
  readonly signal?: AbortSignal | null | undefined;
  /** How long each attempt may take, its body included, in milliseconds; overrides the client's. */
  readonly timeoutMs?: number | undefined;
  /** How often it is tried again at most; overrides the client's. */
  readonly maxRetries?: number | undefined;
}

/** The last argument of `transfer`. */
export interface TransferOptions extends CallOptions {
  /** Whether both cards are read before and after: see {@link Verified}. */
  readonly verify?: boolean | undefined;
}

/** Both cards of a transfer, one read after the other. */
export interface TransferCards {
  /** The card that the quota comes from. */
  readonly source: Card;
  /** The card that it goes to. */
  readonly target: Card;
}

/** A transfer that happened, and what its cards hold. */
export interface Verified extends Done {
  /** `'response'`: the service said so. `'reconciliation'`: its answer was lost, and both cards show exactly this transfer. */
  readonly confirmedBy: 'response' | 'reconciliation';
  readonly before: TransferCards;
  /** Null where a card could not be read after the service had said that it happened. */
  readonly after: TransferCards | null;
}

/**
 * What the cards say of a transfer whose answer was lost. `'likely_applied'`: exactly the amount is gone from the one and has come
 * to the other. `'not_observed'`: neither has moved, also after looking again. `'conflict'`: anything else, as somebody else may
 * use the cards. `'unreadable'`: a card could not be read, is another one, or holds no number that counts down.
 */
export type Verdict = 'likely_applied' | 'not_observed' | 'conflict' | 'unreadable';

/** A verdict, and the cards that it was made by. It proves no more than was seen. */
export interface Evidence {
  readonly verdict: Verdict;
  readonly before: TransferCards;
  /** Null where a card could not be read. */
  readonly after: TransferCards | null;
}

/** The last argument of `destroyMany`. */
export interface ManyOptions extends CallOptions {
  /** How many run at once at most, from 1; 4 where none is given. */
  readonly concurrency?: number | undefined;
  /** Whether nothing more begins after one that failed or whose outcome is unknown. */
  readonly stopOnError?: boolean | undefined;
  /** Told after each item has ended. What it throws is ignored. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
}

/** The last argument of `transferMany`. */
export interface TransferManyOptions extends ManyOptions, TransferOptions {}

/** How far a bulk is. */
export interface Progress {
  /** How many items there are in all: of an array only. */
  readonly total?: number;
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
  /** How many have ended in a second, over the whole time. */
  readonly perSecond: number;
  /** How long the rest will take at this rate: of an array only. */
  readonly remainingMs?: number;
}

/** What came of one item. */
export type ManyResult<Input, Value = Done> = {
  /** Its place in the input, from 0. */
  readonly index: number;
  /** The item as it was given. */
  readonly input: Input;
} & (
  | { readonly status: 'done'; readonly value: Value; readonly error?: never }
  | {
      /** `'failed'`: it did not happen. `'unknown'`: it may have happened or not. Its `error` says why. */
      readonly status: 'failed' | 'unknown';
      readonly error: CdkeyError;
      readonly value?: never;
    }
  | {
      /** It was not begun. */
      readonly status: 'skipped';
      readonly value?: never;
      readonly error?: never;
    }
);

/** The last argument of `listAll`. */
export interface ListAllOptions extends CallOptions {
  /** How many cards are asked for at a time, from 1; 500 where none is given. */
  readonly pageSize?: Digits | undefined;
}

/** What is told to `onEvent`. It holds no key, no phone and no card. */
export interface CdkeyEvent {
  /** `error` comes once, for the call's end; a failed attempt that is made again is a `retry`. */
  readonly type: 'request' | 'response' | 'retry' | 'error';
  /** One number a call (a page of `listAll` is one), the same in each of its events. */
  readonly callId: number;
  readonly endpoint: Endpoint;
  /** From 1; 0 where the call came to no attempt. */
  readonly attempt: number;
  /** Since the attempt began, in milliseconds. */
  readonly durationMs?: number;
  readonly httpStatus?: number;
  readonly outcome?: Outcome;
  readonly code?: ErrorCode;
  /** How long it waits before the next attempt, in milliseconds. */
  readonly delayMs?: number;
}

/** What a `fetch` is called with. */
export interface FetchInit {
  readonly method: 'POST';
  /** A plain object, its names in lower case. */
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

/** A `fetch` of your own. What it gives is never trusted. */
export type Fetch = (url: string, init: FetchInit) => Promise<unknown>;

/** Headers by their names; one that is undefined is left out. */
export type MoreHeaders = Readonly<Record<string, string | undefined>>;

/** What a client is made with. An option that is not named here is refused. */
export interface CdkeyClientOptions {
  /**
   * The secret open_api_key, 32 printable ASCII characters; null only with a `baseUrl` of your own backend. Undefined, as an
   * environment variable that is not set, is refused.
   */
  readonly apiKey: string | null | undefined;
  /**
   * https, or http to a loopback host; a path in it is a prefix. In a page it may be relative (`/api`). Where a page's
   * module is rendered on a server first, such a client is made all the same, and only a call of it there is refused.
   * `https://api.espai.fun` where none is given.
   */
  readonly baseUrl?: string | undefined;
  /** How long one attempt may take, its body included, in milliseconds; 30000 where none is given. */
  readonly timeoutMs?: number | undefined;
  /** How often reads (`list`, `detail`, `balanceLogs`), and moves of which nothing was sent, are tried again; 2 where none is given. */
  readonly maxRetries?: number | undefined;
  /** The longest answer that is read, in bytes; 32 MiB where none is given. */
  readonly maxResponseBytes?: number | undefined;
  /** How the filter by user name is spelled on the wire. */
  readonly userNameField?: 'user_name' | 'username' | undefined;
  /** Used in place of the runtime's own. */
  readonly fetch?: Fetch | undefined;
  /**
   * More headers, or a function that gives them, called for each attempt: a token that changes. Never `content-type` or `host`,
   * and `authorization` only where `apiKey` is null: a backend's own log-in. In a page none that the browser sets itself, such
   * as `cookie`. Their values are masked wherever an error repeats them.
   *
   * A function may be async, runs in the caller's async context, and takes of the attempt's `timeoutMs`. Where it throws, or
   * what it gives is refused, nothing is sent, and the call is rejected with a {@link ValidationError} `invalid_config` (`path`
   * is `headers`, or names the header; `cause` is what was thrown, rebuilt with nothing secret): it is not tried again. Where it
   * does not settle in time, the outcome of the attempt is `not_sent`.
   */
  readonly headers?: MoreHeaders | (() => MoreHeaders | PromiseLike<MoreHeaders>) | undefined;
  /**
   * Where `apiKey` is null, transfers and destroys carry `idempotency-key`: a UUID, the same in all attempts of one call, by which
   * a backend tells what a browser or a proxy has sent again. One in `headers` is refused beside it. `false` leaves it out; `true`
   * unless said otherwise. The platform itself knows no such header, and is sent none.
   */
  readonly idempotencyHeader?: boolean | undefined;
  /** Told of every attempt. What it throws is ignored. */
  readonly onEvent?: ((event: CdkeyEvent) => unknown) | undefined;
  /** Permits http to a host that is not this machine: the key travels in the clear. */
  readonly allowInsecureHttp?: boolean | undefined;
  /** Permits a key in a web page, where everyone can read it. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** The calls. A client can be shared and used for many calls at once. */
export declare class CdkeyClient {
  /**
   * Checks every option at once; nothing is sent.
   * @throws {ValidationError} `invalid_config`, with the option's name as `path`.
   */
  constructor(options: CdkeyClientOptions);

  /**
   * A client by the environment: `apiKey` from `ESPAI_API_KEY`, `baseUrl` from `ESPAI_BASE_URL`, where they are set and the
   * options do not name them.
   * @throws {ValidationError} `invalid_config`: as the constructor; no key at all.
   */
  static fromEnv(options?: Partial<CdkeyClientOptions>): CdkeyClient;

  /** One page of cards. With no filter, every card of the account, 9999 at most: see {@link CdkeyClient.listAll}. */
  list(query?: ListQuery, options?: CallOptions): Promise<CardPage>;

  /**
   * Every card once, page by page, whatever the service's page cut. Errors come with the first `next()`; pages that do
   * not add up, also after going through them again, are a {@link DecodeError} `pagination_stuck`.
   */
  listAll(query?: CardFilter, options?: ListAllOptions): AsyncGenerator<Card, void, undefined>;

  /** One card, by its owner's phone and its code. */
  detail(input: DetailInput, options?: CallOptions): Promise<Card>;

  /**
   * Moves quota from one paid card to another. It is never sent twice by itself unless it is certain that the first did
   * not happen. On an error, `outcome` says whether it can have happened.
   */
  transfer(input: TransferInput, options?: TransferOptions & { readonly verify?: false | undefined }): Promise<Done>;
  /**
   * The same with both cards read before and after it. What the rules refuse (a free trial card, more than the source holds) is
   * not sent: `refused_by_rule`. Where the answer was lost, the cards say whether it happened: the result has `confirmedBy`, or the
   * error, still `unknown`, has `evidence`.
   */
  transfer(input: TransferInput, options: TransferOptions & { readonly verify: true }): Promise<Verified>;
  transfer(
    input: TransferInput,
    options: TransferOptions & { readonly verify?: boolean | undefined },
  ): Promise<Done | Verified>;
  /** The first form once more. */
  // eslint-disable-next-line @typescript-eslint/unified-signatures -- `ReturnType` takes what stands last.
  transfer(input: TransferInput, options?: TransferOptions & { readonly verify?: false | undefined }): Promise<Done>;

  /**
   * What the cards say of a transfer that ended `unknown`: `before` is as they were read before it (an error's
   * `evidence.before`). It reads both cards, again where neither has moved, and changes nothing.
   */
  settle(input: TransferInput, before: TransferCards, options?: CallOptions): Promise<Evidence>;

  /**
   * Many transfers, some at a time: one result for each, in the order of the inputs, and none is sent twice by itself. What shares
   * a card never runs at once. A bad item is a failed one. The inputs may be endless; they are read only as far as there is room.
   * Leaving the loop stops what has not begun, and waits for what has.
   */
  transferMany<Input extends TransferInput>(
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options: TransferManyOptions & { readonly verify: true },
  ): AsyncGenerator<ManyResult<Input, Verified>, void, undefined>;
  transferMany<Input extends TransferInput>(
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options?: TransferManyOptions,
  ): AsyncGenerator<ManyResult<Input>, void, undefined>;

  /** Many destroys, each of one card and in a request of its own: as {@link CdkeyClient.transferMany}. */
  destroyMany<Id extends CardId>(
    ids: Iterable<Id> | AsyncIterable<Id>,
    options?: ManyOptions,
  ): AsyncGenerator<ManyResult<Id>, void, undefined>;

  /**
   * Destroys paid cards whose quota is 0, in one request. Whether the service destroys several all or none is not known;
   * one id a call leaves no doubt.
   */
  destroy(ids: CardId | readonly CardId[], options?: CallOptions): Promise<Done>;

  /**
   * Usage records (额度卡使用记录), of one card or of all, a page at a time. A read; an array of one query, as the platform's
   * own example has it, is taken, too. What a record's `type` and `apiLimit` mean is not documented, and by itself a record
   * proves nothing.
   */
  balanceLogs(query?: BalanceLogsQuery | readonly [BalanceLogsQuery], options?: CallOptions): Promise<BalanceLogPage>;
}

/** A durable move, as `espai-cdkey/ledger` writes it down. */
export interface LedgerOperation {
  /** The caller's name for it; one key is one operation. */
  readonly key: string;
  readonly kind: 'transfer' | 'destroy';
  /** What is moved, checked and in camelCase. */
  readonly input: Readonly<Record<string, string | number>>;
  readonly status: 'prepared' | 'sent' | 'done' | 'failed' | 'unknown';
  /** How often its request may have left. */
  readonly attempts: number;
  /**
   * What the cards said: of a transfer `{ verdict, before: { source, target }, after }`, of a destroy `{ verdict, before: { card }, after }`.
   * `verdict` is null where the service's own answer said it, and as long as it is under way; `after` is null where nothing was read.
   */
  readonly evidence: { readonly verdict: Verdict | null; readonly before: unknown; readonly after: unknown } | null;
  /** In ms since the epoch, by the clock of the ledger. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** What the last attempt was rejected with: as `toJSON()` of the error, without cards. */
  readonly error?: Readonly<Record<string, unknown>>;
  /** A person's word. */
  readonly resolved?: {
    readonly as: 'done' | 'failed';
    readonly by: string;
    readonly note: string;
    readonly at: number;
  };
  /** Who asked for it, where somebody was named. */
  readonly actor?: string;
}

/** Every rejection. `instanceof` holds between the ESM and the CJS copy of one process, too. */
export declare class CdkeyError extends Error {
  protected constructor(...internals: never[]);
  /** What went wrong. */
  readonly code: ErrorCode;
  /** Which call; null for a configuration. */
  readonly endpoint: Endpoint | null;
  /** Whether a transfer or a destroy can have happened. Reads carry it by the same rules. */
  readonly outcome: Outcome;
  /** Whether sending the same again may help and cannot harm. */
  readonly retryable: boolean;
  /** How many attempts were made. */
  readonly attempts: number;
  /** The place of what was refused: a field in your spelling, an option, or a place in the answer (`data[17].api_limit`). */
  readonly path?: string;
  /** Why what stands at `path` was refused; on every {@link ValidationError}. */
  readonly reason?: RefusalReason;
  /** The answer's HTTP status, where one came. */
  readonly httpStatus?: number;
  /** The envelope's `code`, where it is a number. */
  readonly apiCode?: number;
  /** The service's words, with the key and phone numbers masked. */
  readonly apiMessage?: string;
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /**
   * What the cards say, on a verified transfer whose outcome is unknown. It is not printed with the error, and has masked phones in
   * `toJSON()`.
   */
  readonly evidence?: Evidence;
  /**
   * The operation that a call of `espai-cdkey/ledger` belongs to, as it stands in the ledger: `{ key, kind, status … }`. Not printed with
   * the error, and with masked phones in `toJSON()`.
   */
  readonly operation?: LedgerOperation;
  /** All of these fields, `name` and `message`, as a plain object: for a log, or for another thread, where a clone loses them. */
  toJSON(): Record<string, unknown>;
}

/** Refused before anything was sent; `path` names the place, and `reason` what is wrong there. */
export declare class ValidationError extends CdkeyError {
  readonly name: 'ValidationError';
  readonly code: 'invalid_argument' | 'invalid_config' | 'refused_by_rule';
  readonly reason: RefusalReason;
}
/** Of the ledger of operations (`espai-cdkey/ledger`): nothing was sent, or `outcome` says that it is not known. */
export declare class LedgerError extends CdkeyError {
  readonly name: 'LedgerError';
  readonly code: 'key_conflict' | 'card_busy' | 'ledger_unavailable';
}
/** The key, or a backend's log-in, is not accepted (401), or may not do this (403). */
export declare class AuthenticationError extends CdkeyError {
  readonly name: 'AuthenticationError';
  readonly code: 'unauthenticated' | 'forbidden';
}
/** Too many requests (429); `retryAfterMs` where the service says how long to wait. */
export declare class RateLimitError extends CdkeyError {
  readonly name: 'RateLimitError';
  readonly code: 'rate_limited';
}
/** The service answered `success: false`; see `apiCode`, `apiMessage` and `outcome`. */
export declare class ApiError extends CdkeyError {
  readonly name: 'ApiError';
  readonly code: 'api_rejected';
}
/** A status outside 2xx without the service's envelope, or a redirect, which is never followed. */
export declare class HttpError extends CdkeyError {
  readonly name: 'HttpError';
  readonly code: 'http_status';
}
/** No answer. */
export declare class NetworkError extends CdkeyError {
  readonly name: 'NetworkError';
  readonly code: 'network';
}
/** `timeoutMs` passed, the body included. */
export declare class TimeoutError extends CdkeyError {
  readonly name: 'TimeoutError';
  readonly code: 'timeout';
}
/** The caller's signal; `cause` is its reason. */
export declare class AbortError extends CdkeyError {
  readonly name: 'AbortError';
  readonly code: 'aborted';
}
/** An answer outside the contract; `path` names the place. */
export declare class DecodeError extends CdkeyError {
  readonly name: 'DecodeError';
  readonly code: 'bad_response' | 'response_too_large' | 'pagination_stuck';
}
/** A defect of this package, or a runtime that it cannot work in. The client still works afterwards. */
export declare class InternalError extends CdkeyError {
  readonly name: 'InternalError';
  readonly code: 'internal';
}

/** An error, told to a person. */
export interface Explanation {
  /** In one line: what came of the call, and why. */
  readonly title: string;
  /** What happened; of a transfer or a destroy also whether quota or a card can have changed. */
  readonly what: string;
  /** What to do next. */
  readonly todo: string;
}

/**
 * Tells an error to a person, by its `code`, `outcome`, `endpoint`, `path` and `reason`. Also one that was sent from another
 * thread or process as what its `toJSON` gives. Of an error that is not ours it says just that, and repeats none of its words:
 * they may hold a secret. It never throws.
 * @param language Chinese unless `'en'`.
 */
export declare function explain(error: unknown, language?: 'zh' | 'en'): Explanation;

/**
 * Gives the client what verified transfers, `settle`, `transferMany` and `destroyMany` need besides. It loads that by itself, by an
 * `import()`, when the first of them is made. In a service worker there is no `import()`, and a page that must not wait later may do it
 * beforehand:
 *
 * ```js
 * import { provideMoves } from 'espai-cdkey';
 * import * as moves from 'espai-cdkey/moves';
 *
 * provideMoves(moves);
 * ```
 */
export declare function provideMoves(moves: typeof import('../moves/moves.js')): void;
