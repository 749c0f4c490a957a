import { useVirtualizer } from '@tanstack/react-virtual';
import { Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import { useRef } from 'react';
import { CardTypeTag } from '../cards/CardTypeTag.tsx';
import { texts as cardTexts } from '../cards/texts.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { Holder } from '../cards/Holder.tsx';
import { useFormat } from '../ui/useFormat.ts';

/** A card, and what is said of it. */
export interface DestroyRow {
  readonly card: Card;
  readonly tone: 'good' | 'danger' | 'doubt' | 'quiet';
  readonly said: string;
  readonly why: string | null;
}

interface Props {
  readonly label: string;
  readonly head: string;
  readonly rows: readonly DestroyRow[];
}

/** Exactly which cards; only those in sight are built, as there may be thousands. */
export function DestroyTable({ label, head, rows }: Props) {
  const t = useTexts(cardTexts);
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 64,
    overscan: 8,
  });
  return (
    <div ref={box} className="rows" role="table" aria-label={label} aria-rowcount={rows.length + 1} tabIndex={0}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="row head destroy-row">
          <span role="columnheader">{t.card.code}</span>
          <span role="columnheader" className="number">
            {t.card.apiLimit}
          </span>
          <span role="columnheader">{head}</span>
        </div>
      </div>
      <div role="rowgroup" className="rows-all" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { card, tone, said, why } = row;
          return (
            <div
              role="row"
              key={key}
              aria-rowindex={index + 2}
              data-index={index}
              ref={virtual.measureElement}
              className="row placed destroy-row"
              style={{ transform: `translateY(${start}px)` }}
            >
              <span role="cell">
                <Typography.Text code>{card.code}</Typography.Text> <CardTypeTag type={card.type} />
                <span className="holder ellipsis">
                  <Holder card={card} />
                </span>
              </span>
              <span role="cell" className="number">
                {format.quota(card)}
              </span>
              <span role="cell">
                <strong className={`tone-${tone}`}>{said}</strong>
                {why !== null && <span className="why">{why}</span>}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
