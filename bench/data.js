/**
 * The answers that everybody decodes: made, not recorded, so that they can be shown; the same in every run.
 */
import { createHash } from 'node:crypto';

/**
 * A card as the platform's page shows it on the wire.
 * @typedef {object} WireCard
 * @property {string} id
 * @property {number} create_time
 * @property {number | null} update_time
 * @property {string} code
 * @property {string} user_id
 * @property {number} api_limit
 * @property {string} type
 * @property {number | null} user_phone
 * @property {string | null} user_name
 */

const NAMES = [
  '琳琅',
  '小智',
  '王小明',
  'Anna Müller',
  'esp-user',
  '青龙用户',
  'li.wei',
  '张"三"',
  '🌱 garden',
  'n\\a',
];

/**
 * @param {string} what
 * @param {number} index
 */
const hex = (what, index) => createHash('md5').update(`${what} ${index}`).digest('hex');

/**
 * @param {number} count
 * @param {number} cardsOfOwner How many cards an owner has; one in ten owners has no name, one in twenty no phone.
 * @returns {WireCard[]}
 */
export function wireCards(count, cardsOfOwner = 3) {
  return Array.from({ length: count }, (_, index) => {
    const owner = Math.floor(index / cardsOfOwner);
    const created = 1_743_506_056_109 + index * 61_813;
    return {
      id: hex('card', index),
      create_time: created,
      update_time: index % 3 === 0 ? null : created + 7_200_000,
      code: createHash('md5').update(`code ${index}`).digest('base64url').slice(0, 8),
      user_id: hex('owner', owner),
      api_limit: (index * 37) % 5000,
      type: String(index % 6),
      user_phone: owner % 20 === 19 ? null : 15_900_000_000 + ((owner * 7_919) % 99_999_999),
      user_name: owner % 10 === 9 ? null : `${NAMES[owner % NAMES.length]}${owner < 10 ? '' : owner}`,
    };
  });
}

/**
 * @param {WireCard[]} cards
 * @param {number} total How many cards there are, where these are a page of them.
 */
export function listAnswer(cards, total = cards.length) {
  return Buffer.from(JSON.stringify({ message: '请求成功', data: cards, totalNumber: total, success: true }));
}

/** @param {WireCard} card */
export function detailAnswer(card) {
  return Buffer.from(JSON.stringify({ success: true, message: '请求成功', data: card }));
}

/**
 * The card that the client has to make of it. It is said here once more, so that ours is checked by something else.
 * @param {WireCard} wire
 */
export function asCard(wire) {
  return {
    id: wire.id,
    code: wire.code,
    type: wire.type,
    apiLimit: wire.api_limit,
    userId: wire.user_id,
    userPhone: wire.user_phone === null ? null : String(wire.user_phone),
    userName: wire.user_name,
    createTime: wire.create_time,
    updateTime: wire.update_time,
  };
}

export const LARGE = 9999;
