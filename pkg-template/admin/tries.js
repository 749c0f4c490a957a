/**
 * How often a password may be wrong. Counted by name and over all names: behind a reverse proxy every address is the proxy's, and
 * what it says of the browser's address, others can say, too. The price is that somebody who knows a name can lock it for a while;
 * sessions that are open go on.
 *
 * rate-limiter-flexible counts: the most used of its kind; only its part for memory is in the bundle.
 */
// @ts-expect-error its types are of the whole, which brings ten databases' limiters along
import Limiter from 'rate-limiter-flexible/lib/RateLimiterMemory.js';

/** @type {typeof import('rate-limiter-flexible').RateLimiterMemory} */
const RateLimiterMemory = Limiter;

const WINDOW_S = 15 * 60;
const WRONG_OF_ONE_NAME = 10;
const WRONG_OF_ALL = 100;
const ALL = 'all';

export class Tries {
  #ofName = new RateLimiterMemory({ points: WRONG_OF_ONE_NAME, duration: WINDOW_S });
  #ofAll = new RateLimiterMemory({ points: WRONG_OF_ALL, duration: WINDOW_S });

  /**
   * Counts the try before it is made, so that many at once are no way around.
   * @param {string} name
   * @returns {Promise<number | undefined>} In how many seconds to try again; undefined where it may be tried now.
   */
  async begin(name) {
    try {
      await this.#ofAll.consume(ALL);
      await this.#ofName.consume(name);
      return undefined;
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      return Math.ceil(/** @type {{ msBeforeNext: number }} */ (refused).msBeforeNext / 1000);
    }
  }

  /**
   * It was right: it does not count.
   * @param {string} name
   */
  async right(name) {
    await this.#ofName.delete(name);
    await this.#ofAll.reward(ALL);
  }
}
