/** What an exit status means. */
export const EXIT = /** @type {const} */ ({
  done: 0,
  /** Refused by the service or its rules (before sending, too), the key, the rate. */
  refused: 1,
  /** Bad usage or input: an option, a file, a port that is taken; a question that was answered no. */
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
   * @param {import('./language.js').Words} words What is wrong, and what to do or to type instead.
   */
  constructor(status, words) {
    super(words.en);
    this.name = 'CommandError';
    this.status = status;
    this.words = words;
  }

  /** As `--json` tells it. */
  toJSON() {
    const code = this.status === EXIT.usage ? 'usage' : this.status === EXIT.refused ? 'refused' : 'failed';
    return { name: this.name, message: this.message, code };
  }
}

/**
 * Bad usage.
 * @param {string} en
 * @param {string} zh
 */
export function usage(en, zh) {
  return new Problem(EXIT.usage, { en, zh });
}
