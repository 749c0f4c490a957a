/** What an exit status means. */
export const EXIT = /** @type {const} */ ({
  done: 0,
  /** Refused by the service: its rules, the key, the rate. */
  refused: 1,
  /** Bad usage or input: an option, a file, a port that is taken. */
  usage: 2,
  /** A transfer or a destroy whose outcome is unknown. */
  unknown: 3,
  /** No usable answer otherwise; a file that cannot be written. */
  failed: 4,
});

/** Something to tell the user, and the status to end with. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {import('./language.js').Words} words
   */
  constructor(status, words) {
    super(words.en);
    this.status = status;
    this.words = words;
  }
}
