/**
 * Who is signed in, and the link that signs one person in. In memory only: what ends the program ends every session.
 *
 * Tokens are random and of 256 bits, so there is nothing to guess and nothing to limit.
 */
import { randomBytes } from 'node:crypto';

/** @typedef {{ actor: string, ends: number }} Session */

/** A working day. A panel that moves quota is not left open for longer. */
const LASTS_MS = 12 * 60 * 60 * 1000;
/** More than any team has; the one that was opened first goes. */
const MOST = 1000;

export class Sessions {
  /** @type {Map<string, Session>} */
  #open = new Map();
  /** @type {{ token: string, actor: string } | undefined} */
  #link;
  #now;

  /** @param {() => number} [now] In ms. It only ever runs forward: a clock that is set back would lengthen a session. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /**
   * The token of a link that signs in once. An earlier one that was not used is worth nothing any more.
   * @param {string} actor
   */
  offer(actor) {
    const token = fresh();
    this.#link = { token, actor };
    return token;
  }

  /**
   * @param {string} token
   * @returns {string | undefined} Whom it signs in; nobody where it is not the link's, or was used before.
   */
  redeem(token) {
    const link = this.#link;
    if (link === undefined || link.token !== token) return undefined;
    this.#link = undefined;
    return link.actor;
  }

  /** @param {string} actor */
  open(actor) {
    const token = fresh();
    this.#open.set(token, { actor, ends: this.#now() + LASTS_MS });
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST && oldest !== undefined) this.#open.delete(oldest);
    return token;
  }

  /**
   * @param {string | undefined} token
   * @returns {string | undefined} Who it is.
   */
  actorOf(token) {
    const session = token === undefined ? undefined : this.#open.get(token);
    if (token === undefined || session === undefined) return undefined;
    if (session.ends > this.#now()) return session.actor;
    this.#open.delete(token);
    return undefined;
  }

  /** @param {string | undefined} token */
  close(token) {
    if (token !== undefined) this.#open.delete(token);
  }
}

function fresh() {
  return randomBytes(32).toString('base64url');
}
