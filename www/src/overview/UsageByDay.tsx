import { useQuery } from '@tanstack/react-query';
import { Card as Box, Empty, Spin } from 'antd';
import { useMemo } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { Figure } from './Figure.tsx';
import { byDay } from './summary.ts';
import { texts } from './texts.ts';

/** So many of the newest records: what one answer of the service holds where no limit is named. */
const MOST = 9999;

/** How many usage records each day has. */
export function UsageByDay() {
  const t = useTexts(texts);
  const format = useFormat();
  const { id, client } = useSession();
  const { data, error } = useQuery({
    queryKey: [id, 'logs', 'all'],
    queryFn: ({ signal }) => client.balanceLogs({ limit: MOST }, { signal }),
  });
  const days = useMemo(() => byDay(data?.logs ?? []), [data]);
  const bars = useMemo(() => days.map(({ day, count }) => ({ label: day, value: count })), [days]);
  if (error !== null) return <OutcomeAlert error={error} asked="read" />;
  if (data !== undefined && days.length > 0) {
    return (
      <Figure
        title={t.overview.days}
        unit={t.overview.records}
        bars={bars}
        heads={[t.overview.day, t.overview.records]}
        rows={days.toReversed().map(({ day, count }) => [day, format.number(count)])}
        note={t.overview.recordsNote(format.number(data.logs.length), format.number(data.total))}
      />
    );
  }
  return (
    <Box title={<h3 className="box-title">{t.overview.days}</h3>}>
      {data === undefined ? (
        <Spin />
      ) : (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.overview.recordsNone} />
      )}
    </Box>
  );
}
