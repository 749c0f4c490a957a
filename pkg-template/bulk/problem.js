/**
 * What is wrong with a file, and where: `Problem` of `bulk/src/problem.rs`.
 * @typedef {object} Problem
 * @property {string} reason
 * @property {number} [line] In the file, from 1.
 * @property {string} [column] By its name in camelCase.
 * @property {string} [header] What the file calls the column.
 * @property {number} [first] The earlier line that this one repeats.
 */

import { explainProblem } from './explain.js';

/** A whole file that cannot be used. */
export class BulkError extends Error {
  /** @param {Problem[]} problems At least one. */
  constructor(problems) {
    super(problems.map((problem) => explainProblem(problem, 'en')).join('\n'));
    this.name = 'BulkError';
    this.problems = problems;
  }

  /** The first one. */
  get problem() {
    return /** @type {Problem} */ (this.problems[0]);
  }
}
