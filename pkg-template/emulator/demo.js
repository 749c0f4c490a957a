/**
 * A platform to look at: some hundred cards of several owners and of every type, and a month of transfers between them.
 */
/** @typedef {import('../client/index.js').Card} Card */

const TRIAL = '0';
const CARDS = 320;
const TRANSFERS = 180;
const DAY = 24 * 60 * 60 * 1000;
const DAYS = 30;

const FAMILIES = ['陈', '林', '黄', '周', '吴', '徐', '孙', '马', '朱', '胡', '郭', '何'];
const NAMES = ['琳琅', '星河', '青山', '晓雨', '子墨', '思远', '一诺', '浩然', '若溪', '明哲'];
const COMPANIES = ['小智语音', '深圳创客空间', 'Maker Lab', '杭州智联', 'Voice & Co.', '蓝鲸科技'];
/** Most cards are small ones. */
const TYPES = ['0', '1', '1', '1', '1', '2', '2', '2', '3', '3', '4', '5'];
const QUOTAS = [0, 3, 12, 48, 100, 200, 500, 800, 1000, 2000, 5000, 12_000];

/**
 * Chance that is the same at each start, so that a picture of it is, too. (Numerical Recipes' generator: good enough to look at.)
 * @param {number} seed
 */
function chance(seed) {
  let state = seed;
  /**
   * @template T
   * @param {readonly T[]} all
   * @returns {T}
   */
  return (all) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return /** @type {T} */ (all[Math.floor((state / 2 ** 32) * all.length)]);
  };
}

/** @param {number} now */
function demoCards(now) {
  const pick = chance(20_261_126);
  const digits = [...'0123456789'];
  const letters = [...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'];
  const text = (/** @type {string[]} */ of, /** @type {number} */ length) =>
    Array.from({ length }, () => pick(of)).join('');
  const hex = () => text([...'0123456789abcdef'], 32);
  const owners = Array.from({ length: 36 }, (_, index) => ({
    userId: hex(),
    userPhone: `1${pick(['3', '5', '7', '8', '9'])}${text(digits, 9)}`,
    userName: index < COMPANIES.length ? (COMPANIES[index] ?? null) : `${pick(FAMILIES)}${pick(NAMES)}`,
  }));
  const days = Array.from({ length: 300 }, (_, day) => day);
  return Array.from({ length: CARDS }, (_, index) => {
    const type = pick(TYPES);
    const createTime = now - (pick(days) + DAYS) * DAY - index * 61_000;
    return {
      id: hex(),
      code: text(letters, 8),
      type,
      // One in four of the largest type has no limit.
      apiLimit: type === '5' && pick([true, false, false, false]) ? null : pick(QUOTAS),
      ...pick(owners),
      createTime,
      updateTime: null,
    };
  });
}

/**
 * @param {(options: object) => import('./instance.js').Emulator} createEmulator
 * @returns {Promise<import('./instance.js').Emulator>} One that holds them, with a month of usage records.
 */
export async function demoEmulator(createEmulator) {
  const started = Date.now();
  let past = started - DAYS * DAY;
  const emulator = createEmulator({ cards: demoCards(started), now: () => Math.min(past, Date.now()) });
  const pick = chance(7);
  const paid = emulator.cards().filter(({ type }) => type !== TRIAL);
  for (let moved = 0; moved < TRANSFERS; moved += 1) {
    past += (DAYS * DAY) / TRANSFERS;
    const [source, target] = [pick(paid), pick(paid)];
    // As the cards stood at first is near enough: what a card no longer holds is refused, and a refusal is no harm.
    if (source.id === target.id || (source.apiLimit ?? Infinity) < 100) continue;
    const answer = await emulator.fetch('https://emulator.invalid/cdkey/transfer', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: emulator.apiKey },
      body: JSON.stringify(move(source, target, pick([1, 5, 10, 20, 50]))),
    });
    await answer.text();
  }
  past = Infinity;
  return emulator;
}

/**
 * @param {Card} source
 * @param {Card} target
 * @param {number} limit
 */
function move(source, target, limit) {
  return {
    phone: source.userPhone,
    code: source.code,
    target_phone: target.userPhone,
    target_code: target.code,
    limit,
  };
}
