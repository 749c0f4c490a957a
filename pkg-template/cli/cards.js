/**
 * Cards as a person reads them.
 */
import { cardTypeLabel } from '../client/index.js';
import { maskedPhone } from './phone.js';
import { Table } from './table.js';

/** @typedef {import('../client/index.js').Card} Card */
/** @typedef {import('./language.js').Language} Language */

/** @type {Record<string, Record<Language, string>>} */
export const HEADS = {
  code: { en: 'CODE', zh: '兑换码' },
  type: { en: 'TYPE', zh: '类型' },
  apiLimit: { en: 'QUOTA', zh: '额度' },
  userName: { en: 'USER', zh: '用户' },
  userPhone: { en: 'PHONE', zh: '手机号' },
  createTime: { en: 'CREATED', zh: '创建时间' },
  updateTime: { en: 'UPDATED', zh: '更新时间' },
  userId: { en: 'USER ID', zh: '用户 ID' },
  id: { en: 'ID', zh: 'ID' },
};

/** What there is not. */
const NOTHING = '-';

/**
 * @param {number | null} value
 * @param {Language} language
 */
export function quota(value, language) {
  if (value === null) return language === 'zh' ? '不限次数' : 'unlimited';
  // Intl would take 10 ms for it.
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * A time, in the zone of who reads it.
 * @param {number | null} time
 */
export function moment(time) {
  if (time === null) return NOTHING;
  const at = new Date(time);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/**
 * @param {string | null} phone
 * @param {boolean} whole
 */
export function phoneText(phone, whole) {
  if (phone === null) return NOTHING;
  return whole ? phone : maskedPhone(phone);
}

/**
 * @typedef {object} View
 * @property {Language} language
 * @property {boolean} phones Whether they are shown whole.
 */

/**
 * @param {import('./program.js').Call} call
 * @returns {View}
 */
export function viewOf({ language, options }) {
  return { language, phones: options.showPhones === true };
}

/**
 * @param {View} view
 * @param {number | undefined} columns
 */
export function cardTable({ language }, columns) {
  const head = (/** @type {string} */ name) => HEADS[name]?.[language] ?? name;
  return new Table(
    [
      { head: head('code') },
      { head: head('type') },
      { head: head('apiLimit'), right: true },
      { head: head('userName'), shrinks: 8, drops: 2 },
      { head: head('userPhone'), drops: 3 },
      { head: head('createTime'), drops: 1 },
      { head: head('id') },
    ],
    columns,
  );
}

/**
 * @param {Card} card
 * @param {View} view
 */
export function cardRow(card, { language, phones }) {
  return [
    card.code,
    cardTypeLabel(card.type, language),
    quota(card.apiLimit, language),
    card.userName ?? NOTHING,
    phoneText(card.userPhone, phones),
    moment(card.createTime).slice(0, 10),
    card.id,
  ];
}

/**
 * All of one card, a line a field.
 * @param {Card} card
 * @param {View} view
 * @returns {[string, string][]}
 */
export function cardLines(card, { language, phones }) {
  const text = /** @type {Record<string, string>} */ ({
    id: card.id,
    code: card.code,
    type: cardTypeLabel(card.type, language),
    apiLimit: quota(card.apiLimit, language),
    userName: card.userName ?? NOTHING,
    userPhone: phoneText(card.userPhone, phones),
    userId: card.userId ?? NOTHING,
    createTime: moment(card.createTime),
    updateTime: moment(card.updateTime),
  });
  return Object.entries(text).map(([name, value]) => [HEADS[name]?.[language] ?? name, value]);
}
