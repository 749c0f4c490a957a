import { useVirtualizer } from '@tanstack/react-virtual';
import { Segmented, Typography } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { maskPhone } from '../cards/phone.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { type BulkState, type LineStatus, statusOf } from './BulkRun.ts';
import { texts } from './texts.ts';

const TONES = { waiting: 'quiet', sending: 'quiet', done: 'good', failed: 'danger', unknown: 'doubt' } as const;
const STATUSES = ['done', 'failed', 'unknown', 'sending', 'waiting'] as const;

/** Every line and what became of it. Only those in sight are built: there may be ten thousand. */
export function LineList({ state: { lines, rows, counts, running } }: { readonly state: BulkState }) {
  const t = useTexts(texts);
  const format = useFormat();
  const [wanted, setWanted] = useState<LineStatus | 'everything'>('everything');
  const shown = useMemo(
    () => (wanted === 'everything' ? lines : lines.filter(({ line }) => statusOf(rows.get(line), running) === wanted)),
    [lines, rows, running, wanted],
  );
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => 64,
    overscan: 8,
  });
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? t.app.none : format.number(value);
  return (
    <div>
      <div className="toolbar scrolled">
        <Segmented
          aria-label={t.bulk.filter}
          value={wanted}
          onChange={setWanted}
          options={[
            { value: 'everything' as const, label: `${t.bulk.everything} ${format.number(lines.length)}` },
            ...STATUSES.filter((status) => counts[status] > 0 || status === wanted).map((status) => ({
              value: status,
              label: `${t.bulk.status[status]} ${format.number(counts[status])}`,
            })),
          ]}
        />
      </div>
      {shown.length === 0 && <Typography.Text type="secondary">{t.bulk.none}</Typography.Text>}
      <div
        ref={box}
        className="rows"
        role="table"
        aria-label={t.bulk.list}
        aria-rowcount={shown.length + 1}
        tabIndex={0}
        hidden={shown.length === 0}
      >
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className="row head bulk-row">
            <span role="columnheader">{t.bulk.line}</span>
            <span role="columnheader">{t.bulk.from}</span>
            <span role="columnheader">{t.bulk.to}</span>
            <span role="columnheader" className="number">
              {t.bulk.limit}
            </span>
            <span role="columnheader">{t.bulk.result}</span>
          </div>
        </div>
        <div role="rowgroup" className="rows-all" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = shown[index];
            if (line === undefined) return null;
            const { input } = line;
            const row = rows.get(line.line);
            const status = statusOf(row, running);
            return (
              <div
                role="row"
                key={line.line}
                aria-rowindex={index + 2}
                data-index={index}
                data-line={line.line}
                data-status={status}
                ref={virtual.measureElement}
                className="row placed bulk-row"
                style={{ transform: `translateY(${start}px)` }}
              >
                <span role="cell">{line.line}</span>
                <span role="cell">
                  <Typography.Text code>{input.code}</Typography.Text>
                  <span className="holder">{maskPhone(input.phone)}</span>
                </span>
                <span role="cell">
                  <Typography.Text code>{input.targetCode}</Typography.Text>
                  <span className="holder">{maskPhone(input.targetPhone)}</span>
                </span>
                <span role="cell" className="number">
                  {format.number(Number(input.limit))}
                </span>
                <span role="cell">
                  <strong className={`tone-${TONES[status]}`}>{t.bulk.status[status]}</strong>
                  {row !== undefined && row.source_before !== null && (
                    <span className="why number">
                      {t.bulk.balances(number(row.source_before), number(row.source_after))} ·{' '}
                      {t.bulk.balances(number(row.target_before), number(row.target_after))}
                    </span>
                  )}
                  {row !== undefined && row.message !== '' && <bdi className="why">{row.message}</bdi>}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
