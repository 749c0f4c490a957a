import { wasm } from './client.js';
import { ValidationError } from './errors.js';

const CODES = /** @type {const} */ ({
  Trial: '0',
  Qinglong: '1',
  Jiuweihu: '2',
  Xuanwu: '3',
  Zhulong: '4',
  Taotie: '5',
});

/** The page's type codes (list, field `type`); `0` is of the platform's examples. */
export const CardType = Object.freeze(CODES);

/** @param {unknown} typeOrCard */
export function isPaid(typeOrCard) {
  const code =
    typeof typeOrCard === 'object' && typeOrCard !== null && 'type' in typeOrCard ? typeOrCard.type : typeOrCard;
  return wasm.run((glue) => glue.isPaid(text(code, 'type')));
}

/**
 * @param {unknown} type
 * @param {unknown} [language]
 */
export function cardTypeLabel(type, language = 'zh') {
  if (language !== 'zh' && language !== 'en') throw invalid('language', 'not_one_of', "must be 'zh' or 'en'");
  return wasm.run((glue) => glue.cardTypeLabel(text(type, 'type'), language === 'en'));
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function text(value, path) {
  if (typeof value !== 'string') throw invalid(path, 'not_text', "must be a type's code as a text, such as '1'");
  return value;
}

/**
 * @param {string} path
 * @param {import('./index.js').RefusalReason} reason
 * @param {string} says
 */
function invalid(path, reason, says) {
  return new ValidationError({ message: `${path} ${says} [invalid_argument]`, code: 'invalid_argument', path, reason });
}
