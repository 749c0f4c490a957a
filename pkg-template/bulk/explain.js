/**
 * Tells a problem of a file to a person, in one line: where, what, and what to do. By the reasons of `bulk/src/problem.rs`, and for a
 * value's by the very texts that `explain` has.
 */
import { en as valuesEn } from '../client/explain.en.js';
import { zh as valuesZh } from '../client/explain.zh.js';
import { en } from './explain.en.js';
import { zh } from './explain.zh.js';

/** @typedef {import('./problem.js').Problem} Problem */
/** @typedef {Problem & { name: string }} Facts With the column as a person knows it. */
/** @typedef {string | ((facts: Facts) => string)} Text */

/**
 * @typedef {object} Texts
 * @property {(line: number) => string} line
 * @property {(name: string) => string} column
 * @property {string} colon
 * @property {Record<string, Text>} reasons
 */

/**
 * @param {Problem} problem
 * @param {unknown} [language]
 */
export function explainProblem(problem, language = 'zh') {
  const [texts, values] = language === 'en' ? [en, valuesEn] : [zh, valuesZh];
  const { reason, line, column, header } = problem;
  const name = header ?? values.fields[column ?? ''] ?? column ?? '';
  const facts = { ...problem, name };
  /** @type {Text | undefined} */
  const own = Object.hasOwn(texts.reasons, reason) ? texts.reasons[reason] : undefined;
  const said = typeof own === 'function' ? own(facts) : (own ?? ofValue(reason, name, values));
  const place = [
    ...(line === undefined ? [] : [texts.line(line)]),
    ...(column === undefined || reason === 'missing_column' ? [] : [texts.column(name)]),
  ];
  return place.length === 0 ? said : `${place.join(language === 'en' ? ', ' : '，')}${texts.colon}${said}`;
}

/**
 * @param {string} reason
 * @param {string} field
 * @param {import('../client/explain.js').Texts} values
 */
function ofValue(reason, field, values) {
  const text = /** @type {Record<string, import('../client/explain.js').Text>} */ (values.reasons)[reason];
  if (typeof text !== 'function') return text ?? reason;
  return text({
    code: 'invalid_argument',
    outcome: 'not_sent',
    endpoint: 'transfer',
    retryable: false,
    path: field,
    field,
    reason,
    message: '',
    apiMessage: '',
    apiCode: undefined,
    httpStatus: undefined,
    waitSeconds: undefined,
  });
}
