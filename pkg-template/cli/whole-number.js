import { usage } from './exit.js';

/**
 * A whole number within bounds, in plain digits.
 * @param {string} text
 * @param {string} option
 * @param {number} most
 * @param {number} [least]
 */
export function wholeNumber(text, option, most, least = 0) {
  const number = Number(text);
  if (/^\d{1,15}$/.test(text) && number <= most && number >= least) return number;
  throw usage(
    `${option} must be a whole number from ${least} to ${most}`,
    `${option} 必须是 ${least} 到 ${most} 的整数`,
  );
}
