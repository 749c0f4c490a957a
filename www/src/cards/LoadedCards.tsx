import { SearchOutlined } from '@ant-design/icons';
import { Alert, Button, Empty, Flex, Input, Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import { useEffect, useMemo, useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { LoadedCards as Loaded } from './allCards.ts';
import { CardView } from './CardView.tsx';
import type { CardViewProps } from './CardGrid.tsx';
import { ExportButton } from './ExportButton.tsx';
import { search } from './search.ts';
import { orderOf, sortOf, sortText } from './sort.ts';
import { texts } from './texts.ts';

/** How long the address waits for the next letter, in ms: browsers refuse a page that writes it all the time. */
const PAUSE = 400;

interface Props extends Pick<CardViewProps, 'columns' | 'revealPhones' | 'selection' | 'withActions'> {
  readonly loaded: Loaded;
  readonly params: URLSearchParams;
  readonly onParams: (changes: Readonly<Record<string, string | null>>, replace?: boolean) => void;
  readonly onReload: () => void;
}

/** All cards of the filters, in memory: sorted by any column, searched at each letter. */
export function LoadedCards({ loaded, params, onParams, onReload, ...view }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const { cards, hay } = loaded;
  const [typed, setTyped] = useState(params.get('q') ?? '');
  const [sort, setSort] = useState(() => sortOf(params.get('sort')));
  const sortName = sort === null ? null : sortText(sort);
  const order = useMemo(() => orderOf(cards, sort), [cards, sort]);
  const found = useMemo(() => search(hay, order, typed), [hay, order, typed]);

  useEffect(() => {
    const timer = setTimeout(() => onParams({ q: typed.trim(), sort: sortName }, true), PAUSE);
    return () => clearTimeout(timer);
  }, [typed, sortName, onParams]);

  const cardAt = (index: number): Card | undefined => {
    const at = found[index];
    return at === undefined ? undefined : cards[at];
  };
  const total = format.number(cards.length);
  return (
    <>
      {loaded.stale && (
        <Alert
          type="warning"
          showIcon
          role="status"
          className="toolbar"
          title={t.all.stale}
          action={
            <Button size="small" onClick={onReload}>
              {t.all.again}
            </Button>
          }
        />
      )}
      <Flex justify="space-between" align="center" wrap gap={8} className="toolbar">
        <Input
          className="search"
          aria-label={t.all.search}
          title={t.all.searchHelp}
          placeholder={t.all.searchHelp}
          prefix={<SearchOutlined aria-hidden />}
          autoComplete="off"
          spellCheck={false}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Flex align="center" gap={8} wrap>
          <Typography.Text type="secondary" role="status">
            {typed.trim() === ''
              ? t.list.total(total, cards.length === 1)
              : t.list.found(format.number(found.length), total)}
            {' · '}
            {t.all.loadedAt(format.clock(loaded.loadedAt))}
          </Typography.Text>
          <ExportButton
            label={t.choose.export}
            cards={() => Promise.resolve(Array.from(found, (at) => cards[at]).filter((card) => card !== undefined))}
          />
        </Flex>
      </Flex>
      <CardView
        {...view}
        count={found.length}
        cardAt={cardAt}
        loading={false}
        sort={{ now: sort, onSort: setSort }}
        listKey={`${typed}\n${sortName ?? ''}`}
        empty={<Empty description={typed.trim() === '' ? t.list.empty : t.list.emptySearch} />}
      />
    </>
  );
}
