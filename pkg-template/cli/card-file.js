/**
 * Cards in a file: a JSON array.
 */
import { readFileSync } from 'node:fs';
import { EXIT, Problem } from './exit.js';
import { codeOf, whyOf } from './system-error.js';

/**
 * What a file of cards holds; whether they are cards is for the emulator to say.
 * @param {string} file
 * @param {{ optional?: boolean }} [options] `optional`: a file that is not there gives undefined.
 * @returns {unknown[] | undefined}
 */
export function readCards(file, { optional = false } = {}) {
  /** @type {string} */
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = codeOf(error);
    if (optional && code === 'ENOENT') return undefined;
    const why = code.startsWith('ERR_') ? { en: 'it is not UTF-8', zh: '不是 UTF-8 编码' } : whyOf(error);
    throw new Problem(EXIT.usage, { en: `cannot read ${file}: ${why.en}`, zh: `无法读取 ${file}: ${why.zh}` });
  }
  /** @type {unknown} */
  let cards;
  try {
    cards = JSON.parse(text);
  } catch {
    throw new Problem(EXIT.usage, { en: `${file} is not JSON`, zh: `${file} 不是合法的 JSON` });
  }
  if (!Array.isArray(cards)) {
    throw new Problem(EXIT.usage, {
      en: `${file} must hold a JSON array of cards`,
      zh: `${file} 必须是额度卡的 JSON 数组`,
    });
  }
  return cards;
}
