import { ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Empty, Flex, Pagination, Typography } from 'antd';
import type { Card, CardPage } from 'espai-cdkey';
import { useEffect } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { CardView } from './CardView.tsx';
import type { CardViewProps } from './CardGrid.tsx';
import { type CardQuery, isFiltered } from './query.ts';
import { texts } from './texts.ts';
import { PAGE_SIZES } from './useCardQuery.ts';

interface Props extends Pick<CardViewProps, 'columns' | 'revealPhones' | 'selection' | 'withActions'> {
  readonly query: CardQuery;
  readonly page: CardPage | undefined;
  readonly error: Error | null;
  /** A reading is under way. */
  readonly isFetching: boolean;
  /** `page` is still the one that was asked for before. */
  readonly isPlaceholder: boolean;
  readonly onPage: (page: number, limit: number) => void;
  readonly onRefresh: () => void;
}

const NONE: readonly Card[] = [];

/** Cards by the service's own filters and pages. */
export function PagedCards(props: Props) {
  const { query, page, error, isFetching, isPlaceholder, onPage, onRefresh, ...view } = props;
  const t = useTexts(texts);
  const format = useFormat();
  const cards = page?.cards ?? NONE;

  // The last card of the last page was destroyed, or the address names a page that is not: show the last one.
  const last = page === undefined ? query.page : Math.max(1, Math.ceil(page.total / query.limit));
  const isBeyond = page !== undefined && !isPlaceholder && error === null && query.page > last;
  useEffect(() => {
    if (isBeyond) onPage(last, query.limit);
  }, [isBeyond, last, query.limit, onPage]);

  return (
    <>
      {error !== null && (
        <Flex vertical gap={8} className="toolbar">
          <OutcomeAlert error={error} asked="read">
            <div>
              <Button size="small" icon={<ReloadOutlined aria-hidden />} onClick={onRefresh}>
                {t.app.retry}
              </Button>
            </div>
          </OutcomeAlert>
          {cards.length > 0 && <Alert type="info" title={t.list.stale} />}
        </Flex>
      )}
      {(error === null || page !== undefined) && (
        <CardView
          {...view}
          count={cards.length}
          cardAt={(index) => cards[index]}
          loading={isFetching}
          sort={null}
          listKey={JSON.stringify(query)}
          empty={<Empty description={isFiltered(query) ? t.list.empty : t.list.emptyAll} />}
        />
      )}
      {page !== undefined && (
        <Flex justify="space-between" align="center" wrap gap={8} className="pages">
          <Typography.Text type="secondary" role="status">
            {t.list.total(format.number(page.total), page.total === 1)}
          </Typography.Text>
          <Pagination
            current={query.page}
            pageSize={query.limit}
            total={page.total}
            showSizeChanger
            showQuickJumper={page.total > query.limit}
            pageSizeOptions={[...PAGE_SIZES]}
            responsive
            onChange={onPage}
          />
        </Flex>
      )}
    </>
  );
}
