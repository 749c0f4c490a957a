import { ReloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Alert, Button, Card as Box, Empty, Flex, Spin, Typography } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { type Filter, listOperations, listUnknown } from './api.ts';
import { OperationFilter } from './OperationFilter.tsx';
import { OperationList } from './OperationList.tsx';
import { OperationsAlert } from './OperationsAlert.tsx';
import { texts } from './texts.ts';
import { useFilter } from './useFilter.ts';

/** The moves that the backend has written down: those that nobody knows the end of first, then all, the newest first. */
export function OperationsScreen() {
  const t = useTexts(texts);
  const { filter, setFilter } = useFilter();
  return (
    <Flex vertical gap={16}>
      {filter.status === undefined && <Unknown filter={filter} />}
      <Box title={<h2 className="box-title">{t.operations.title}</h2>} size="small">
        <Typography.Paragraph type="secondary">{t.operations.intro}</Typography.Paragraph>
        <OperationFilter key={JSON.stringify(filter)} filter={filter} onFilter={setFilter} />
      </Box>
      <All filter={filter} />
    </Flex>
  );
}

/** Always in sight, however old they are. */
function Unknown({ filter }: { readonly filter: Filter }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { id } = useSession();
  const { data } = useQuery({
    queryKey: [id, 'operations', 'unknown', filter],
    queryFn: ({ signal }) => listUnknown(filter, signal),
  });
  if (data === undefined || data.operations.length === 0) return null;
  const { length } = data.operations;
  const count = `${format.number(length)}${data.next === null ? '' : '+'}`;
  return (
    <section aria-label={t.status.unknown} className="unknown-operations">
      <Alert
        type="warning"
        showIcon
        title={<strong>{length === 1 ? t.operations.unknownOne : t.operations.unknownTitle(count)}</strong>}
        description={t.operations.unknownHelp}
      />
      <OperationList label={t.status.unknown} operations={data.operations} />
    </section>
  );
}

function All({ filter }: { readonly filter: Filter }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { id } = useSession();
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [id, 'operations', 'all', filter],
    queryFn: ({ pageParam, signal }) => listOperations(filter, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  const all = data?.pages.flatMap(({ operations }) => operations);
  return (
    <Box size="small">
      <Flex justify="space-between" align="center" wrap gap={8} className="toolbar">
        <Typography.Text type="secondary" role="status">
          {all !== undefined && t.operations.count(format.number(all.length))}
        </Typography.Text>
        <Button icon={<ReloadOutlined aria-hidden />} loading={isFetching} onClick={() => void refetch()}>
          {t.operations.refresh}
        </Button>
      </Flex>
      {error !== null && (
        <OperationsAlert error={error}>
          <Button size="small" onClick={() => void refetch()}>
            {t.app.retry}
          </Button>
        </OperationsAlert>
      )}
      {all === undefined && error === null && <Spin />}
      {all?.length === 0 && (
        <Empty description={Object.keys(filter).length > 0 ? t.operations.noneFits : t.operations.none} />
      )}
      {all !== undefined && all.length > 0 && <OperationList label={t.operations.table} operations={all} />}
      {hasNextPage && (
        <Flex justify="center" className="pages">
          <Button loading={isFetching} onClick={() => void fetchNextPage()}>
            {t.operations.older}
          </Button>
        </Flex>
      )}
    </Box>
  );
}
