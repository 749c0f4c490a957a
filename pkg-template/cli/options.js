/**
 * A command's options, read by node:util, which is kept and strict.
 */
import { parseArgs } from 'node:util';
import { EXIT, Problem } from './exit.js';

/**
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 * @param {string[]} args
 * @param {Options} options
 * @returns {ReturnType<typeof parseArgs<{ options: Options, strict: true }>>['values']}
 */
export function readOptions(args, options) {
  try {
    const { values } = parseArgs({ args, options: { ...options, lang: { type: 'string' } }, strict: true });
    const { lang } = /** @type {{ lang?: string }} */ (values);
    if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
      throw new Problem(EXIT.usage, { en: '--lang must be zh or en', zh: '--lang 必须是 zh 或 en' });
    }
    return /** @type {any} */ (values);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's words, in English; their first sentence says it all.
    const says = error.message.split('. ')[0] ?? error.message;
    throw new Problem(EXIT.usage, { en: `${says}; see --help`, zh: `${says}; 请看 --help` });
  }
}

/**
 * Gives an option that may stand alone a value where it does, which node:util has no way to say: `--cors` is `--cors=*`.
 * @param {readonly string[]} args
 * @param {string} option
 * @param {string} alone
 * @param {(next: string) => boolean} isValue Whether what follows it is its value.
 */
export function withValue(args, option, alone, isValue) {
  return args.map((arg, index) => (arg === option && !isValue(args[index + 1] ?? '') ? `${option}=${alone}` : arg));
}

/**
 * A whole number within bounds, in plain digits.
 * @param {string} text
 * @param {string} option
 * @param {number} most
 */
export function wholeNumber(text, option, most) {
  const number = Number(text);
  if (/^\d{1,15}$/.test(text) && number <= most) return number;
  throw new Problem(EXIT.usage, {
    en: `${option} must be a whole number from 0 to ${most}`,
    zh: `${option} 必须是 0 到 ${most} 的整数`,
  });
}
