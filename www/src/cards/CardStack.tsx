import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Spin } from 'antd';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { CardActions } from './CardActions.tsx';
import { CardCell } from './CardCell.tsx';
import { type CardViewProps, SelectAll } from './CardGrid.tsx';
import { texts } from './texts.ts';
import './cards.css';

/** How high a card is before it was measured, in px. */
const GUESS = 150;

/** Cards on a phone: one below the other, what matters most first, with targets for a thumb. Only those in sight are in the page. */
export function CardStack({ count, cardAt, revealPhones, loading, selection, withActions, empty }: CardViewProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const now = list.current?.getBoundingClientRect().top;
    if (now !== undefined) setTop(now + window.scrollY);
  }, []);
  const items = useWindowVirtualizer({ count, estimateSize: () => GUESS, overscan: 4, scrollMargin: top, gap: 8 });
  if (count === 0 && !loading) return empty;
  return (
    <Spin spinning={loading}>
      <div className="stack-head">
        <SelectAll count={count} cardAt={cardAt} selection={selection} />
        <span aria-hidden>{t.choose.selectAll(format.number(count))}</span>
      </div>
      <ul className="stack" aria-label={t.list.table} ref={list} style={{ height: items.getTotalSize() }}>
        {items.getVirtualItems().map((item) => {
          const card = cardAt(item.index);
          if (card === undefined) return null;
          const ticked = selection.has(card.id);
          return (
            <li
              key={card.id}
              ref={items.measureElement}
              data-index={item.index}
              data-ticked={ticked}
              aria-setsize={count}
              aria-posinset={item.index + 1}
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              <div className="stack-main">
                <label className="tick">
                  <input
                    type="checkbox"
                    checked={ticked}
                    aria-label={t.choose.selectCard(card.code)}
                    onChange={(event) => selection.set([card], event.target.checked)}
                  />
                </label>
                <div className="stack-what">
                  <div>
                    <CardCell card={card} column="code" revealPhones={revealPhones} />{' '}
                    <CardCell card={card} column="type" revealPhones={revealPhones} />
                  </div>
                  <div className="holder">
                    <CardCell card={card} column="userName" revealPhones={revealPhones} /> ·{' '}
                    <CardCell card={card} column="userPhone" revealPhones={revealPhones} />
                  </div>
                </div>
                <div className="quota">
                  <div className="number">{format.quota(card)}</div>
                  <span className="quiet">{t.card.apiLimit}</span>
                </div>
              </div>
              {withActions && <CardActions card={card} />}
            </li>
          );
        })}
      </ul>
    </Spin>
  );
}
