import { useVirtualizer } from '@tanstack/react-virtual';
import { Spin } from 'antd';
import type { Card } from 'espai-cdkey';
import { memo, type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { CardActions } from './CardActions.tsx';
import { CardCell } from './CardCell.tsx';
import { type Column, COLUMNS } from './columns.ts';
import type { Selection } from './selection.ts';
import type { Sort } from './sort.ts';
import { texts } from './texts.ts';
import './cards.css';

/** Cards to show: a page, or the 100,000 that were found. */
export interface CardViewProps {
  readonly count: number;
  readonly cardAt: (index: number) => Card | undefined;
  readonly columns: readonly Column[];
  readonly revealPhones: boolean;
  readonly loading: boolean;
  readonly selection: Selection;
  /** Whether anything can be done with a selection. */
  readonly withActions: boolean;
  /** Null where they cannot be sorted: a page is not all of them. */
  readonly sort: { readonly now: Sort | null; readonly onSort: (sort: Sort | null) => void } | null;
  /** Told anew when other cards are shown: the list then starts at its top. */
  readonly listKey: string;
  /** What stands where there is no card. */
  readonly empty: ReactNode;
}

/** In px. Fixed, so that the place of a row is known without measuring it. */
const ROW = 44;
/** How wide the buttons of a row are, in px. */
const ACTIONS = 200;

/**
 * A table of which only the rows in sight are in the page. Rejected: Ant Design's, whose issues have 10,000 virtual rows freeze on a tick
 * (ant-design#50343); and the core of TanStack Table 8, measured in Node at 100,000 cards: its rows took 1.5 s to make, each search 0.1 to
 * 0.3 s and a sort 0.7 s and more, where arrays took 0.02, 0.005 and 0.06 s.
 */
export function CardGrid(props: CardViewProps) {
  const { count, cardAt, columns, revealPhones, loading, selection, withActions, sort, listKey, empty } = props;
  const t = useTexts(texts);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    // A new search at the end of a long list would else show nothing.
    useFlushSync: false,
  });
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [listKey]);

  const widths = columns.map((column) => COLUMNS[column]);
  const actions = withActions ? ACTIONS : 0;
  const template = `${ROW}px ${widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')} ${actions}px`;
  const least = widths.reduce((sum, width) => sum + width, ROW + actions);
  const items = rows.getVirtualItems();
  return (
    <Spin spinning={loading}>
      <div className="grid" ref={scroller} tabIndex={0} role="group" aria-label={t.list.table}>
        <div
          role="table"
          aria-label={t.list.table}
          aria-rowcount={count + 1}
          className="grid-table"
          style={{ minWidth: least }}
        >
          <div role="rowgroup" className="grid-head">
            <div role="row" aria-rowindex={1} className="grid-row" style={{ gridTemplateColumns: template }}>
              <div role="columnheader" className="grid-cell">
                <SelectAll count={count} cardAt={cardAt} selection={selection} />
              </div>
              {columns.map((column) => (
                <Head key={column} column={column} sort={sort} />
              ))}
              {withActions && (
                <div role="columnheader" className="grid-cell grid-last">
                  {t.card.actions}
                </div>
              )}
            </div>
          </div>
          <div role="rowgroup" className="grid-body" style={{ height: rows.getTotalSize() }}>
            {items.map((item) => {
              const card = cardAt(item.index);
              return card === undefined ? null : (
                <Row
                  // By place: a search then changes the rows that are there, and makes no others.
                  key={item.key}
                  card={card}
                  index={item.index}
                  top={item.start}
                  columns={columns}
                  template={template}
                  revealPhones={revealPhones}
                  ticked={selection.has(card.id)}
                  selection={selection}
                  withActions={withActions}
                />
              );
            })}
          </div>
        </div>
        {count === 0 && !loading && empty}
      </div>
    </Spin>
  );
}

interface RowProps extends Pick<CardViewProps, 'columns' | 'revealPhones' | 'selection' | 'withActions'> {
  readonly card: Card;
  readonly index: number;
  readonly top: number;
  readonly template: string;
  readonly ticked: boolean;
}

const Row = memo(function Row(props: RowProps) {
  const { card, index, top, columns, template, revealPhones, ticked, selection, withActions } = props;
  const t = useTexts(texts);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="grid-row grid-data"
      data-ticked={ticked}
      style={{ gridTemplateColumns: template, transform: `translateY(${top}px)` }}
    >
      <div role="cell" className="grid-cell">
        <label className="tick">
          <input
            type="checkbox"
            checked={ticked}
            aria-label={t.choose.selectCard(card.code)}
            onChange={(event) => selection.set([card], event.target.checked)}
          />
        </label>
      </div>
      {columns.map((column) => (
        <div key={column} role="cell" className="grid-cell" data-column={column}>
          <CardCell card={card} column={column} revealPhones={revealPhones} />
        </div>
      ))}
      {withActions && (
        <div role="cell" className="grid-cell grid-last">
          <CardActions card={card} />
        </div>
      )}
    </div>
  );
});

function Head({ column, sort }: { readonly column: Column; readonly sort: CardViewProps['sort'] }) {
  const t = useTexts(texts);
  const name = t.card[column];
  if (sort === null) {
    return (
      <div role="columnheader" className="grid-cell" data-column={column} title={t.list.sortHint}>
        {name}
      </div>
    );
  }
  const { now, onSort } = sort;
  const isNow = now?.key === column;
  const next = !isNow ? { key: column, descending: false } : now.descending ? null : { key: column, descending: true };
  return (
    <div
      role="columnheader"
      className="grid-cell"
      data-column={column}
      aria-sort={!isNow ? 'none' : now.descending ? 'descending' : 'ascending'}
    >
      <button type="button" className="sort" title={t.list.sortBy(name)} onClick={() => onSort(next)}>
        {name} <span aria-hidden>{!isNow ? '↕' : now.descending ? '↓' : '↑'}</span>
      </button>
    </div>
  );
}

/** Ticks all cards of the list, in sight or not. */
export function SelectAll({ count, cardAt, selection }: Pick<CardViewProps, 'count' | 'cardAt' | 'selection'>) {
  const t = useTexts(texts);
  // Until both are known, and no further: there may be 100,000.
  let [some, all] = [false, count > 0 && selection.size >= count];
  for (let index = 0; index < count && selection.size > 0 && (all || !some); index += 1) {
    const card = cardAt(index);
    if (card !== undefined && selection.has(card.id)) some = true;
    else all = false;
  }
  const toggle = () => {
    const cards: Card[] = [];
    for (let index = 0; index < count; index += 1) {
      const card = cardAt(index);
      if (card !== undefined) cards.push(card);
    }
    selection.set(cards, !all);
  };
  return (
    <label className="tick">
      <input
        type="checkbox"
        checked={all}
        disabled={count === 0}
        aria-label={t.choose.selectAll(String(count))}
        ref={(node) => {
          if (node !== null) node.indeterminate = some && !all;
        }}
        onChange={toggle}
      />
    </label>
  );
}
