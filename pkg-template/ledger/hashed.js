/**
 * `phones: 'hashed'`: a ledger that gets phone numbers as keyed hashes only, whatever database it is in.
 *
 * HMAC-SHA-256 by node:crypto. It has to have a key: all phone numbers of a country are hashed in seconds. So the fingerprint, which is of
 * the whole input, goes through it, too.
 */
import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import { ledgerError, refused } from './failure.js';

/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {import('./ledger.js').NewOperation} NewOperation */
/** @typedef {import('./ledger.js').LedgerOptions} LedgerOptions */
/** @typedef {import('../client/index.js').CdkeyClient} CdkeyClient */

const TAG = 'hmac-sha256:';
const PLAIN = 'plain';
const LEAST_BYTES = 32;
/** Of an input. */
const PHONES = ['phone', 'targetPhone'];

/**
 * The ledger as it keeps phones; refused where it was made to keep them otherwise.
 * @param {Ledger} ledger
 * @param {LedgerOptions} options
 * @returns {Promise<Ledger>}
 */
export async function keepingPhones(ledger, options) {
  const phones = phonesOf(options);
  if (typeof ledger.phones !== 'function') {
    if (phones === undefined) return ledger;
    throw refused('invalid_config', 'phones', "cannot be 'hashed' with a ledger that has no method phones()");
  }
  fits(await ledger.phones(phones?.mark ?? PLAIN), options);
  return phones === undefined ? ledger : new HashedLedger(ledger, phones);
}

/**
 * Refuses a ledger that was made otherwise.
 * @param {string} kept
 * @param {LedgerOptions} options
 */
export function fits(kept, options) {
  const wanted = phonesOf(options)?.mark ?? PLAIN;
  if (kept !== wanted) throw ledgerError('ledger_unavailable', otherwise(kept, wanted));
}

/**
 * @param {LedgerOptions} options
 * @returns {Phones | undefined}
 */
export function phonesOf({ phones = PLAIN, phoneKey }) {
  if (phones !== PLAIN && phones !== 'hashed') throw refused('invalid_config', 'phones', "must be 'plain' or 'hashed'");
  if (phones === PLAIN) {
    if (phoneKey === undefined) return undefined;
    throw refused('invalid_config', 'phoneKey', "goes with phones: 'hashed'");
  }
  const isKey = typeof phoneKey === 'string' || phoneKey instanceof Uint8Array;
  if (!isKey || Buffer.byteLength(phoneKey) < LEAST_BYTES) {
    throw refused(
      'invalid_config',
      'phoneKey',
      `must be a secret of at least ${LEAST_BYTES} bytes, a text or a Uint8Array (openssl rand -base64 32), the same for all programs that share the ledger`,
    );
  }
  return new Phones(phoneKey);
}

/**
 * @param {string} kept
 * @param {string} wanted
 */
function otherwise(kept, wanted) {
  if (kept === PLAIN) {
    return "this ledger keeps phone numbers plain, as it was made: open it without phones: 'hashed', or take a new ledger for hashed ones";
  }
  return wanted === PLAIN
    ? "this ledger keeps phone numbers as keyed hashes: open it with phones: 'hashed' and the phoneKey that it was made with (on the command line: ESPAI_LEDGER_PHONE_KEY)"
    : 'the phoneKey is another one than this ledger was made with: give that one; without it nobody can tell whose operations these are';
}

class Phones {
  #key;

  /** @param {string | Uint8Array} key */
  constructor(key) {
    this.#key = typeof key === 'string' ? key : Uint8Array.from(key);
  }

  /** What says which key it is, and not what it is. */
  get mark() {
    return `hashed:${this.#hash('key', '')}`;
  }

  /** @param {string} text */
  fingerprint(text) {
    return this.#hash('fingerprint', text);
  }

  /** @param {unknown} phone As it is, where it is hashed already or none. */
  hidden(phone) {
    return typeof phone !== 'string' || phone.startsWith(TAG) ? phone : TAG + this.#hash('phone', phone);
  }

  /**
   * What is hashed for one use is not the same for another.
   * @param {string} use
   * @param {string} text
   */
  #hash(use, text) {
    return createHmac('sha256', this.#key).update(`${use}\n${text}`).digest('hex');
  }
}

/** @implements {Ledger} */
export class HashedLedger {
  #ledger;
  #phones;
  /**
   * @param {Ledger} ledger
   * @param {Phones} phones
   */
  constructor(ledger, phones) {
    this.#ledger = ledger;
    this.#phones = phones;
    // What not every ledger has.
    const browse = ledger.browse?.bind(ledger);
    if (browse) Object.assign(this, { browse });
    const enqueue = ledger.enqueue?.bind(ledger);
    if (enqueue) {
      Object.assign(this, {
        enqueue: (/** @type {readonly NewOperation[]} */ operations) => enqueue(this.#hidden(operations)),
      });
    }
  }

  get kind() {
    return this.#ledger.kind;
  }

  /** What keeps it. */
  get inner() {
    return this.#ledger;
  }

  /** @param {NewOperation} operation */
  fingerprint({ fingerprint }) {
    return this.#phones.fingerprint(fingerprint);
  }

  /** @param {unknown} phone */
  hidden(phone) {
    return this.#phones.hidden(phone);
  }

  /** @param {readonly NewOperation[]} operations */
  enter(operations) {
    return this.#ledger.enter(this.#hidden(operations));
  }

  /** @param {string} key */
  get(key) {
    return this.#ledger.get(key);
  }

  /**
   * @param {string} key
   * @param {number} revision
   * @param {import('./ledger.js').Change} change
   */
  change(key, revision, change) {
    const evidence = withPhones(change.evidence, (phone) => this.#phones.hidden(phone));
    return this.#ledger.change(key, revision, { ...change, evidence });
  }

  /** @param {import('./ledger.js').Page} page */
  list(page) {
    return this.#ledger.list(page);
  }

  /** @param {import('./ledger.js').LivingProcess | null} living */
  beat(living) {
    return this.#ledger.beat(living);
  }

  /** @param {string} id */
  leave(id) {
    return this.#ledger.leave(id);
  }

  close() {
    return this.#ledger.close();
  }

  /** @param {readonly NewOperation[]} operations */
  #hidden(operations) {
    return operations.map((operation) => {
      const input = { ...operation.input };
      for (const name of PHONES) {
        if (name in input) input[name] = /** @type {string} */ (this.#phones.hidden(input[name]));
      }
      return { ...operation, input, fingerprint: this.#phones.fingerprint(operation.fingerprint) };
    });
  }
}

/**
 * Evidence whose cards have other phones.
 * @template T
 * @param {T} evidence
 * @param {(phone: unknown) => unknown} change
 * @returns {T}
 */
export function withPhones(evidence, change) {
  const text = JSON.stringify(evidence, (name, value) => (name === 'userPhone' ? change(value) : value));
  return text === undefined ? evidence : JSON.parse(text);
}

/**
 * The input as the service takes it. Hashed phones are found again by what the service lists of the card's code: it is that whose hash is the
 * same. Null where it lists no such card, or more than it shows.
 * @param {{ ledger: Ledger, client: CdkeyClient }} world
 * @param {Stored} operation
 * @param {object} [options] Of the client's calls.
 * @returns {Promise<Stored['input'] | null>}
 */
export async function inputOf({ ledger, client }, { kind, input }, options) {
  if (!(ledger instanceof HashedLedger) || kind !== 'transfer') return input;
  const found = { ...input };
  for (const [code, phone] of /** @type {const} */ ([
    ['code', 'phone'],
    ['targetCode', 'targetPhone'],
  ])) {
    const { cards } = await client.list({ code: String(input[code]) }, options);
    const card = cards.find(
      (each) => each.code === input[code] && each.userPhone !== null && ledger.hidden(each.userPhone) === input[phone],
    );
    if (card?.userPhone == null) return null;
    found[phone] = card.userPhone;
  }
  return found;
}

/**
 * Cards as the client takes them: one whose phone is hashed is as one of which the service tells no phone.
 * @template T
 * @param {{ ledger: Ledger }} world
 * @param {T} cards
 * @returns {T}
 */
export function plainCards({ ledger }, cards) {
  return ledger instanceof HashedLedger ? withPhones(cards, () => null) : cards;
}

/**
 * The ledger's own name for an input: what tells whether two are one.
 * @param {Ledger} ledger
 * @param {NewOperation} operation
 */
export function fingerprintIn(ledger, operation) {
  return ledger instanceof HashedLedger ? ledger.fingerprint(operation) : operation.fingerprint;
}
