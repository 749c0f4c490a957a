/**
 * The quota-card service of the ESP-AI platform, in this process: its rules, its answers and its faults, for development,
 * demos and tests. It needs no key and no network, and moves no real quota.
 *
 * ```js
 * import { CdkeyClient } from 'espai-cdkey';
 * import { createEmulator } from 'espai-cdkey/emulator';
 *
 * const emulator = createEmulator();
 * const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
 * console.log(await client.list());
 * ```
 */
import type { Card, Endpoint } from '../client/index.js';

export type { Card, Endpoint };

/** A card in the service's own words, as its answers hold it: what a list gave can be pasted in. */
export interface WireCard {
  readonly id: string | number;
  readonly code: string | number;
  readonly type: string | number;
  /** `null` for an unlimited card. */
  readonly api_limit: number | string | null;
  readonly user_id?: string | number | null | undefined;
  readonly user_phone?: string | number | null | undefined;
  readonly user_name?: string | number | null | undefined;
  readonly create_time?: number | string | null | undefined;
  readonly update_time?: number | string | null | undefined;
}

/** A card for the emulator: `id`, `code`, `type` and `apiLimit` must be there, the last `null` for an unlimited card. */
export type CardInput = Pick<Card, 'id' | 'code' | 'type'> & { readonly apiLimit: number | null } & {
  readonly [Field in Exclude<keyof Card, 'id' | 'code' | 'type' | 'apiLimit'>]?: Card[Field] | undefined;
};

export interface EmulatorOptions {
  /**
   * The key that is accepted: 32 printable ASCII characters. Without one: from the seed; without a seed: by chance, which
   * a Worker has only within a request.
   */
  readonly apiKey?: string | undefined;
  /**
   * The cards it starts with. No two may share an id, or a phone and a code.
   * Without them: those of the platform's page and a paid card of every type.
   */
  readonly cards?: readonly (CardInput | WireCard)[] | undefined;
  /** Settles the key, and the ids and codes of the cards it makes itself. From 0. Never for a key that guards anything. */
  readonly seed?: number | undefined;
  /** How long every answer takes, in ms; 0 unless said otherwise. */
  readonly latencyMs?: number | undefined;
  /** The clock that sets `updateTime`: whole milliseconds since the epoch; `Date.now` unless said otherwise. */
  readonly now?: (() => number) | undefined;
  /** How a list reads `api_limit`: at least so much (the one reading under which the platform's example agrees with itself), or exactly. */
  readonly apiLimitFilter?: 'atLeast' | 'exact' | undefined;
  /** Called after each change, before its answer leaves; `cards()` has them all. What it throws is ignored. */
  readonly onChange?: ((change: Change) => void) | undefined;
}

/** What became of the cards. */
export interface Change {
  readonly type: 'transfer' | 'destroy' | 'reset';
  /** Of a transfer the source and the target as they are now, of a destroy those that are gone, of a reset all. */
  readonly cards: readonly Card[];
}

/** What every fault can say. */
export interface FaultBase {
  /** The one endpoint it befalls; any where none is named. */
  readonly endpoint?: Endpoint | undefined;
  /** How many requests it befalls; 1 unless said otherwise. */
  readonly times?: number | undefined;
  /** How many requests it lets pass first; 0 unless said otherwise. */
  readonly skip?: number | undefined;
  /**
   * Whether it comes before or after the change is made: `'after'` unless said otherwise for truncate, garbage, slow-body
   * and huge-body, else `'before'`.
   */
  readonly when?: 'before' | 'after' | undefined;
}

/** How long nothing happens first, in ms. */
export interface Delayed {
  readonly ms?: number | undefined;
}

/** An envelope's parts; `null` leaves one out of it. */
export interface EnvelopeParts {
  readonly code?: number | string | boolean | null | undefined;
  readonly message?: string | null | undefined;
}

/** A `retry-after` header: seconds, or a date as HTTP writes it. */
export interface RetryAfter {
  readonly retryAfter?: number | string | undefined;
}

/** Something that goes wrong. */
export type Fault = FaultBase &
  (
    | {
        /** The answer comes late: `ms` is 1000 unless said otherwise. */
        readonly fault: 'latency';
        readonly ms?: number | undefined;
      }
    | {
        /** No answer ever comes. */
        readonly fault: 'hang';
      }
    | ({
        /** The connection is reset with no answer. */
        readonly fault: 'drop';
      } & Delayed)
    | ({
        /** The connection is cut within the body, after `bytes` of it; after half of it unless said otherwise. */
        readonly fault: 'truncate';
        readonly bytes?: number | undefined;
      } & Delayed)
    | ({
        /** A body that is neither UTF-8 nor JSON; `status` is 200 unless said otherwise. */
        readonly fault: 'garbage';
        readonly status?: number | undefined;
      } & Delayed)
    | ({
        /** A proxy's HTML page; `status` is 502 unless said otherwise. */
        readonly fault: 'html';
        readonly status?: number | undefined;
      } & Delayed &
        RetryAfter)
    | ({
        /** A status from 200 to 599 (500 unless said otherwise), with an envelope where `code` or `message` is given. */
        readonly fault: 'status';
        readonly status?: number | undefined;
      } & Delayed &
        RetryAfter &
        EnvelopeParts)
    | ({
        /** A failure envelope: `code` is 500 and `status` 200 unless said otherwise. */
        readonly fault: 'envelope';
        readonly status?: number | undefined;
      } & Delayed &
        RetryAfter &
        EnvelopeParts)
    | ({
        /** A redirect to `location` (`/moved` unless said otherwise); `status` is 302 unless said otherwise. */
        readonly fault: 'redirect';
        readonly status?: 301 | 302 | 303 | 307 | 308 | undefined;
        readonly location?: string | undefined;
      } & Delayed)
    | {
        /** The body comes in pieces over `ms`, 2000 unless said otherwise. */
        readonly fault: 'slow-body';
        readonly ms?: number | undefined;
      }
    | ({
        /** A body of valid JSON with no length told, of `bytes`: 64 MiB unless said otherwise. */
        readonly fault: 'huge-body';
        readonly bytes?: number | undefined;
      } & Delayed)
  );

/** Where an emulator listens, and to whom. */
export interface ListenOptions {
  /** 0, which takes a free one, unless said otherwise. One that `fetch` and browsers block is refused. */
  readonly port?: number | undefined;
  /** `127.0.0.1` unless said otherwise, so that only this machine can call. */
  readonly host?: string | undefined;
  /**
   * Whether pages of other origins may call it: `true` for any, or exact origins, such as `['https://panel.example']`;
   * `false` unless said otherwise.
   */
  readonly cors?: boolean | readonly string[] | undefined;
  /**
   * Whether programs on this machine may order faults (`POST /_control/inject`), read all cards (`GET /_control/cards`) and
   * start over (`POST /_control/reset`) with no key; pages may from the origins in `cors`. `false` unless said otherwise.
   */
  readonly control?: boolean | undefined;
}

/** Where a backend of one's own has its endpoints. */
export interface BackendOptions {
  /** What stands before `/cdkey/…` in a path: `'/api'`, or nothing unless said otherwise. */
  readonly basePath?: string | undefined;
}

/** An emulator on a socket. */
export interface EmulatorServer {
  /** The client's `baseUrl`. */
  readonly url: string;
  /** Cuts every connection, hanging ones too, and gives the port back. */
  close(): Promise<void>;
}

/** A service of one's own. */
export interface Emulator {
  /** The key that it accepts. */
  readonly apiKey: string;
  /** The service as a `fetch`, whatever the host of the address; needs no `this`. */
  readonly fetch: typeof globalThis.fetch;
  /** What it holds now. */
  cards(): Card[];
  /**
   * Lets something go wrong with the next requests. Faults wait in the order they were injected; a request meets one.
   * @throws {ValidationError} An option is wrong, or belongs to another fault.
   */
  inject(fault: Fault): void;
  /** Back to the start, between two tests say: its first cards, no usage records, and no fault that waits. The key stays. */
  reset(): void;
  /**
   * A backend of one's own in front of it, as a `fetch` for clients with `apiKey: null`: takes exactly
   * `POST {basePath}/cdkey/<endpoint>`, adds the key, and answers 404 to all else. Where the emulator's answer is lost, it
   * answers 502 with nothing readable, as a backend must. What it has begun it sees to its end, also for a caller that left.
   * @throws {ValidationError} An option is wrong.
   */
  backend(options?: BackendOptions): typeof globalThis.fetch;
  /**
   * Answers on a real socket (Node).
   * @throws {ValidationError} (as a rejection) An option is wrong, or the port is taken.
   */
  listen(options?: ListenOptions): Promise<EmulatorServer>;
}

/**
 * Makes a service.
 * @throws {ValidationError} An option is wrong: `path` names it (`cards[3].api_limit`).
 */
export declare function createEmulator(options?: EmulatorOptions): Emulator;

/**
 * Makes a service to look at: some hundred made-up cards of several owners and of every type, an unlimited one among them, and a month of
 * transfers between them. The same at each start, but for its key and its times, which end now.
 */
export declare function createDemoEmulator(): Promise<Emulator>;
