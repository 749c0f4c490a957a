import { ArrowLeftOutlined, CloudDownloadOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Card as Box, Flex, Progress, Space, Switch, Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import { useEffect, useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useMay, useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { keepColumns, keptColumns } from './columns.ts';
import { ColumnsButton } from './ColumnsButton.tsx';
import { ExportButton } from './ExportButton.tsx';
import { FilterForm } from './FilterForm.tsx';
import { LoadedCards } from './LoadedCards.tsx';
import { PagedCards } from './PagedCards.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { texts } from './texts.ts';
import { useAllCards, useSelection } from './useCardStores.ts';
import { useCardQuery } from './useCardQuery.ts';
import { useCards } from './useCards.ts';

/** The cards: page by page as the service cuts them, or all at once. Which of both is in the address, as the filters are. */
export function CardsScreen() {
  const t = useTexts(texts);
  const format = useFormat();
  const { client } = useSession();
  const { query, params, change, setFilters, setPage } = useCardQuery();
  const wantsAll = params.get('all') === '1';
  const { all, state } = useAllCards();
  const selection = useSelection();
  const [columns, setColumns] = useState(keptColumns);
  const [revealPhones, setRevealPhones] = useState(false);
  const { data, error, isFetching, isPlaceholderData, refetch } = useCards(query, !wantsAll);
  const mayMove = useMay('transfer', 'detail');
  const mayDestroy = useMay('destroy', 'list');
  const view = { columns, revealPhones, selection, withActions: mayMove || mayDestroy };

  // Other filters, or a reload of the page: what is loaded is not what is asked for.
  const wanted = JSON.stringify(query.filters);
  const isLoaded = state.at !== 'none' && JSON.stringify(state.filters) === wanted;
  useEffect(() => {
    if (wantsAll && !isLoaded) void all.load(JSON.parse(wanted));
  }, [wantsAll, isLoaded, wanted, all]);

  // Stopped here, after the address has changed: before, the effect above would begin it again.
  useEffect(() => {
    if (!wantsAll) return undefined;
    return () => {
      if (all.state().at === 'loading') all.clear();
    };
  }, [wantsAll, all]);
  const leave = () => change({ all: null, q: null, sort: null });
  const allOfFilter = async (signal: AbortSignal) => {
    const cards: Card[] = [];
    for await (const card of client.listAll({ ...query.filters }, { pageSize: 2000, signal })) cards.push(card);
    return cards;
  };

  return (
    <Flex vertical gap={16}>
      <h2 className="visually-hidden">{t.list.title}</h2>
      <Box size="small">
        <FilterForm key={wanted} filters={query.filters} error={wantsAll ? null : error} onSearch={setFilters} />
      </Box>
      <Box size="small">
        <Flex justify="space-between" align="center" wrap gap={8} className="toolbar">
          <Space wrap>
            <Button
              icon={<ReloadOutlined aria-hidden />}
              loading={isFetching}
              onClick={() => void (wantsAll ? all.load(query.filters) : refetch())}
            >
              {t.filter.refresh}
            </Button>
            {wantsAll ? (
              <Button icon={<ArrowLeftOutlined aria-hidden />} onClick={leave}>
                {t.all.leave}
              </Button>
            ) : (
              <Button
                icon={<CloudDownloadOutlined aria-hidden />}
                title={t.all.loadHelp}
                onClick={() => change({ all: '1', page: null })}
              >
                {t.all.load}
              </Button>
            )}
          </Space>
          <Space wrap>
            <label className="reveal">
              <Switch size="small" checked={revealPhones} onChange={setRevealPhones} /> {t.card.revealPhones}
            </label>
            <ColumnsButton
              columns={columns}
              onChange={(next) => {
                keepColumns(next);
                setColumns(next);
              }}
            />
            {!wantsAll && <ExportButton label={t.choose.export} cards={allOfFilter} />}
          </Space>
        </Flex>
        <SelectionBar selection={selection} />
        {!wantsAll && (
          <PagedCards
            {...view}
            query={query}
            page={data}
            error={error}
            isFetching={isFetching}
            isPlaceholder={isPlaceholderData}
            onPage={setPage}
            onRefresh={() => void refetch()}
          />
        )}
        {wantsAll && state.at === 'loading' && (
          <Flex vertical gap={8} className="sending" role="status">
            <Typography.Text>
              {t.all.loading(format.number(state.loaded), state.total === null ? '…' : format.number(state.total))}
            </Typography.Text>
            <Progress
              aria-label={t.all.load}
              percent={state.total === null ? 0 : Math.floor((100 * state.loaded) / Math.max(1, state.total))}
            />
            <div>
              <Button onClick={leave}>{t.all.stop}</Button>
            </div>
          </Flex>
        )}
        {wantsAll && state.at === 'failed' && (
          <OutcomeAlert error={state.error} asked="read">
            <div>
              <Button size="small" onClick={() => void all.load(query.filters)}>
                {t.app.retry}
              </Button>
            </div>
          </OutcomeAlert>
        )}
        {wantsAll && state.at === 'done' && (
          <LoadedCards
            {...view}
            loaded={state}
            params={params}
            onParams={change}
            onReload={() => void all.load(query.filters)}
          />
        )}
      </Box>
    </Flex>
  );
}
