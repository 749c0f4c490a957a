/**
 * Both cards of a transfer, before it and after, as a person reads them.
 */
import { cardTypeLabel } from '../client/index.js';
import { HEADS, phoneText, quota } from './cards.js';
import { Table } from './table.js';

/** @typedef {import('./rehearse.js').Cards} Cards */
/** @typedef {import('./cards.js').View} View */

/**
 * @param {Cards} before
 * @param {{ source: number | null, target: number | null } | null} after Their quotas; null where nobody has read them.
 * @param {View} view
 * @param {number | undefined} columns
 * @param {import('./style.js').Style} style
 */
export function pairText(before, after, { language, phones }, columns, style) {
  const head = (/** @type {string} */ name) => HEADS[name]?.[language] ?? name;
  const zh = language === 'zh';
  const table = new Table(
    [
      { head: '' },
      { head: head('code') },
      { head: head('type'), drops: 1 },
      { head: head('userName'), shrinks: 6, drops: 2 },
      { head: head('userPhone') },
      { head: zh ? '转让前' : 'BEFORE', right: true },
      { head: zh ? '转让后' : 'AFTER', right: true },
    ],
    columns,
  );
  const rows = /** @type {const} */ (['source', 'target']).map((side) => {
    const card = before[side];
    const name = side === 'source' ? { zh: '转出', en: 'from' } : { zh: '转入', en: 'to' };
    return [
      name[language],
      card.code,
      cardTypeLabel(card.type, language),
      card.userName ?? '-',
      phoneText(card.userPhone, phones),
      quota(card.apiLimit, language),
      after === null ? '?' : quota(after[side], language),
    ];
  });
  return table.text(rows, style);
}
