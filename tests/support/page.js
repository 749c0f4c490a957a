/**
 * What the platform's page shows, and a key to go with it.
 */

/** 32 characters, none of which JSON or a pattern leaves alone. */
export const KEY = 'sk-"esp\\ai$& 0123456789abcdefgh~';

/** The card of the page's examples, as the service writes it. */
export const WIRE_CARD = Object.freeze({
  id: '772868ead56c48d68fd1924aa5ec3aac',
  create_time: 1743506056109,
  update_time: null,
  code: 'wNaa1GDw',
  user_id: '87215a4192654cea8781a1a596d23cae',
  api_limit: 500,
  type: '0',
  user_phone: 15916888888,
  user_name: '琳琅',
});

/** The same as this package gives it, keys in their order. */
export const CARD = Object.freeze({
  id: '772868ead56c48d68fd1924aa5ec3aac',
  code: 'wNaa1GDw',
  type: '0',
  apiLimit: 500,
  userId: '87215a4192654cea8781a1a596d23cae',
  userPhone: '15916888888',
  userName: '琳琅',
  createTime: 1743506056109,
  updateTime: null,
});

/** A usage record with the fields that the platform's documents show, in their order. The ids and the time are ours. */
export const WIRE_LOG = Object.freeze({
  id: '5f0c1f2bb5a14b0c8a4e6c1d9e7f3a20',
  create_time: 1745373345123,
  type: '2',
  user_id: '87215a4192654cea8781a1a596d23cae',
  cdkey_id: '772868ead56c48d68fd1924aa5ec3aac',
  api_limit: 1,
  user_name: '琳琅',
  user_email: '',
  user_phone: '15916888888',
});

/** The same as this package gives it, keys in their order. */
export const LOG = Object.freeze({
  id: '5f0c1f2bb5a14b0c8a4e6c1d9e7f3a20',
  cardId: '772868ead56c48d68fd1924aa5ec3aac',
  apiLimit: 1,
  type: '2',
  userId: '87215a4192654cea8781a1a596d23cae',
  userPhone: '15916888888',
  userName: '琳琅',
  userEmail: '',
  createTime: 1745373345123,
});

/** The page's 参数示例 of each call. */
export const LIST_INPUT = Object.freeze({
  id: '772868ead56c48d68fd1924aa5ec3aac',
  type: '0',
  code: 'wNaa1GDw',
  user_name: '琳琅',
  user_phone: '15916888888',
  api_limit: '423',
  page: '1',
  limit: '10',
});
export const DETAIL_INPUT = Object.freeze({ code: 'wNaa1GDw', phone: '15916888888' });
export const TRANSFER_INPUT = Object.freeze({
  code: 'wNaa1GDw',
  phone: '15916888888',
  target_code: '3AoPbLSQ',
  target_phone: '17516888888',
  limit: '10',
});
export const DESTROY_INPUT = Object.freeze([Object.freeze({ id: '196bd2a26e4d459f9dc7d12053a05c15' })]);

/** What the platform's documents show of usage records: an array of one object. */
export const LOGS_INPUT = Object.freeze([
  Object.freeze({ id: '772868ead56c48d68fd1924aa5ec3aac', page: '1', limit: '10' }),
]);
export const LOGS_ANSWER = Object.freeze({ message: '请求成功', data: [WIRE_LOG], totalNumber: 1, success: true });

/** The page's 返回示例 of each call. */
export const LIST_ANSWER = Object.freeze({ message: '请求成功', data: [WIRE_CARD], totalNumber: 1, success: true });
export const DETAIL_ANSWER = Object.freeze({ success: true, message: '请求成功', data: WIRE_CARD });
export const TRANSFER_ANSWER = Object.freeze({ success: true, message: '请求成功' });
export const DESTROY_ANSWER = Object.freeze({ success: true, message: '删除成功' });

/** The page's 错误示例. */
export const FAILURE = Object.freeze({ success: false, message: '系统错误:xxx', code: 500 });

/**
 * As many cards as wanted, as the service writes them.
 * @param {number} count
 */
export function wireCards(count) {
  return Array.from({ length: count }, (_, index) => ({
    ...WIRE_CARD,
    id: index.toString(16).padStart(32, '0'),
    code: `c${String(index).padStart(7, '0')}`,
    type: String((index % 5) + 1),
    api_limit: index,
  }));
}
