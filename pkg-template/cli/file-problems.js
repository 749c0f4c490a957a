/**
 * What is wrong with a file of many: all of it at once, before anything is sent.
 */
import { BulkError, explainProblem } from '../bulk/bulk.node.js';
import { EXIT, Problem, usage } from './exit.js';
import { codeOf, whyOf } from './system-error.js';

/** @typedef {import('../bulk/problem.js').Problem} FileProblem */
/** @typedef {Record<string, import('./language.js').Words>} Hints What a command adds where a problem has this reason. */

/** Lines of the report; a file with more is wrong in the same way all over. */
const MOST = 100;

/**
 * Awaits what reads a file, and says in the user's words why it cannot be used.
 * @template T
 * @param {string} file
 * @param {Promise<T>} read
 * @returns {Promise<T>}
 */
export async function reading(file, read) {
  try {
    return await read;
  } catch (error) {
    if (error instanceof BulkError) throw problemOf(file, error.problems);
    const code = codeOf(error);
    if (!/^E[A-Z]+$/.test(code)) throw error;
    const why = whyOf(error);
    throw usage(`cannot use ${file}: ${why.en}`, `无法使用 ${file}: ${why.zh}`);
  }
}

/**
 * @param {string} file
 * @param {readonly FileProblem[]} problems
 * @param {Hints} [hints]
 * @throws {Problem} There are some.
 */
export function refuse(file, problems, hints) {
  if (problems.length > 0) throw problemOf(file, problems, hints);
}

/**
 * @param {string} file
 * @param {readonly FileProblem[]} problems
 * @param {Hints} [hints]
 */
function problemOf(file, problems, hints = {}) {
  const first = problems.slice(0, MOST);
  const more = problems.length - first.length;
  const lines = (/** @type {'zh' | 'en'} */ language) =>
    first.map((each) => `\n  ${explainProblem(each, language)}`).join('');
  const hinted = Object.entries(hints).filter(([reason]) => problems.some((problem) => problem.reason === reason));
  const said = (/** @type {'zh' | 'en'} */ language) => hinted.map(([, words]) => `\n→ ${words[language]}`).join('');
  return new Problem(EXIT.usage, {
    en: `${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}; nothing was sent:${lines('en')}${more > 0 ? `\n  and ${more} more` : ''}${said('en')}`,
    zh: `${file} 有 ${problems.length} 处问题，没有发出任何请求：${lines('zh')}${more > 0 ? `\n  另有 ${more} 处` : ''}${said('zh')}`,
  });
}
