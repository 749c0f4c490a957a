import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Pagination, Spin, Typography } from 'antd';
import type { BalanceLog } from 'espai-cdkey';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { texts } from './texts.ts';

/** Records a page. */
const LIMIT = 20;

/** What the service tells of a card's use, newest first as it comes. */
export function UsageRecords({ cardId }: { readonly cardId: string }) {
  const t = useTexts(texts);
  const { id, client } = useSession();
  const [page, setPage] = useState(1);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [id, 'logs', cardId, page],
    queryFn: ({ signal }) => client.balanceLogs({ id: cardId, page, limit: LIMIT }, { signal }),
  });
  if (error !== null) {
    return (
      <OutcomeAlert error={error} asked="read">
        <div>
          <Button size="small" onClick={() => void refetch()}>
            {t.app.retry}
          </Button>
        </div>
      </OutcomeAlert>
    );
  }
  if (data === undefined) return <Spin />;
  if (data.total === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.one.logsNone} />;
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{t.one.logsHelp}</Typography.Text>
      <Spin spinning={isFetching}>
        <RecordTable logs={data.logs} />
      </Spin>
      {data.total > LIMIT && (
        <Pagination current={page} pageSize={LIMIT} total={data.total} showSizeChanger={false} onChange={setPage} />
      )}
    </Flex>
  );
}

function RecordTable({ logs }: { readonly logs: readonly BalanceLog[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <table className="comparison">
      <caption className="visually-hidden">{t.one.logs}</caption>
      <thead>
        <tr>
          <th scope="col">{t.one.time}</th>
          <th scope="col" className="number">
            {t.one.amount}
          </th>
          <th scope="col">{t.one.recordType}</th>
          <th scope="col">{t.card.userName}</th>
        </tr>
      </thead>
      <tbody>
        {logs.map(({ id, createTime, apiLimit, type, userName }) => (
          <tr key={id}>
            <td>{createTime === null ? t.app.none : format.time(createTime)}</td>
            <td className="number">{apiLimit === null ? t.app.none : format.number(apiLimit)}</td>
            <td>{type ?? t.app.none}</td>
            <td>
              <bdi className="name">{userName ?? t.app.none}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
