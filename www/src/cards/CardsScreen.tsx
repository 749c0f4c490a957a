import { ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Card as Panel, Empty, Flex, Pagination, Space, Switch, Typography } from 'antd';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { CardTable } from './CardTable.tsx';
import { FilterForm } from './FilterForm.tsx';
import { FIRST_PAGE, isFiltered } from './query.ts';
import { useCards } from './useCards.ts';
import { texts } from './texts.ts';

/** The list of cards: filters, the cards, and the way through their pages. */
export function CardsScreen() {
  const t = useTexts(texts);
  const [query, setQuery] = useState(FIRST_PAGE);
  const [revealPhones, setRevealPhones] = useState(false);
  const { data, error, isFetching, isPlaceholderData, refetch } = useCards(query);

  // The last card of the last page was destroyed: show the page before it.
  const lastPage = data === undefined ? 1 : Math.max(1, Math.ceil(data.total / query.limit));
  if (data !== undefined && !isPlaceholderData && error === null && query.page > lastPage) {
    setQuery({ ...query, page: lastPage });
  }

  return (
    <Flex vertical gap={16}>
      <Panel size="small">
        <FilterForm error={error} onSearch={(filters) => setQuery({ ...query, filters, page: 1 })} />
      </Panel>
      <Panel size="small">
        <Flex justify="space-between" align="center" wrap gap={8} className="toolbar">
          <Space wrap>
            <Button icon={<ReloadOutlined aria-hidden />} loading={isFetching} onClick={() => void refetch()}>
              {t.filter.refresh}
            </Button>
          </Space>
          <label className="reveal">
            <Switch size="small" checked={revealPhones} onChange={setRevealPhones} /> {t.card.revealPhones}
          </label>
        </Flex>
        {error !== null && (
          <Flex vertical gap={8} className="toolbar">
            <OutcomeAlert error={error} asked="read">
              <div>
                <Button size="small" onClick={() => void refetch()}>
                  {t.app.retry}
                </Button>
              </div>
            </OutcomeAlert>
            {data !== undefined && data.cards.length > 0 && <Alert type="info" title={t.list.stale} />}
          </Flex>
        )}
        {(error === null || data !== undefined) && (
          <CardTable
            cards={data?.cards ?? []}
            loading={isFetching}
            revealPhones={revealPhones}
            empty={<Empty description={isFiltered(query) ? t.list.empty : t.list.emptyAll} />}
          />
        )}
        {data !== undefined && (
          <Flex justify="space-between" align="center" wrap gap={8} className="pages">
            <Typography.Text type="secondary" role="status">
              {t.list.total(data.total)}
            </Typography.Text>
            <Pagination
              current={query.page}
              pageSize={query.limit}
              total={data.total}
              showSizeChanger
              pageSizeOptions={[5, 10, 20, 50, 100]}
              responsive
              onChange={(page, limit) => setQuery({ ...query, page: limit === query.limit ? page : 1, limit })}
            />
          </Flex>
        )}
      </Panel>
    </Flex>
  );
}
