/** Cards for the tests, the pictures and the figures of the panel: the same ones each time. */

const NAMES = ['琳琅', '星河', '青山', '张伟', '李娜', '王芳', 'Émile', 'محمد', 'Anna', '陈晨'];
/** 2026-11-20, in ms. */
const LATEST = 1_795_132_800_000;

/**
 * Cards of several hundred owners and of all types: empty ones, some that are nearly so, unlimited ones.
 * @param {number} count
 * @returns {import('espai-cdkey').Card[]}
 */
export function manyCards(count) {
  let seed = 20_261_120;
  /** @param {number} below */
  const random = (below) => {
    // The generator of C's standard: good enough to look like data, and the same everywhere.
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (seed >>> 8) % below;
  };
  return Array.from({ length: count }, (_, at) => {
    const owner = random(Math.max(5, Math.min(700, Math.ceil(count / 3))));
    const type = ['0', '1', '1', '1', '2', '2', '3', '3', '4', '5'][random(10)] ?? '1';
    const apiLimit = [0, random(50), random(1000), random(1000), random(10_000)][random(5)] ?? 0;
    return {
      id: `${random(0x7f_ff_ff).toString(16).padStart(6, '0')}${at.toString(16).padStart(26, '0')}`,
      code: codeOf(random(36 ** 4), at),
      type,
      apiLimit: type === '5' && random(2) === 0 ? null : apiLimit,
      userId: `u${String(owner).padStart(5, '0')}`,
      userPhone: String(13_800_000_000 + owner * 7_919),
      userName: `${NAMES[owner % NAMES.length]}${owner < NAMES.length ? '' : owner}`,
      createTime: LATEST - 86_400_000 - random(30_000_000) * 1000,
      updateTime: random(3) === 0 ? null : LATEST - random(80_000) * 1000,
    };
  });
}

/**
 * Eight characters. The last four are another number for each card below 36 ** 4, as the factor shares no divisor with that.
 * @param {number} random
 * @param {number} at
 */
function codeOf(random, at) {
  const last = (at * 1_299_709 + 46_656) % 36 ** 4;
  return random.toString(36).padStart(4, 'K').toUpperCase() + last.toString(36).padStart(4, 'q');
}
