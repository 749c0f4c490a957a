import { Typography } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { Operation } from './api.ts';
import { texts } from './texts.ts';

/** Who did what and when, as far as it is written down. */
export function History({ operation }: { readonly operation: Operation }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { actor, attempts, createdAt, updatedAt, status, error, resolved } = operation;
  const moment = (ms: number) => `${format.time(ms)} (${format.clock(ms)})`;
  return (
    <ol className="operation-history">
      <li>
        <time dateTime={new Date(createdAt).toISOString()}>{moment(createdAt)}</time>
        <bdi>{actor === undefined ? t.operations.askedByNobody : t.operations.asked(actor)}</bdi>
        <span className="quiet">{t.operations.attempts(format.number(attempts))}</span>
      </li>
      {resolved === undefined && (
        <li>
          <time dateTime={new Date(updatedAt).toISOString()}>{moment(updatedAt)}</time>
          <span>{t.operations.written(t.status[status])}</span>
        </li>
      )}
      {error !== undefined && (
        <li>
          <span className="quiet">{t.operations.error}</span>
          <Typography.Text code className="name">
            {String(error['message'])}
          </Typography.Text>
        </li>
      )}
      {resolved !== undefined && (
        <li>
          <time dateTime={new Date(resolved.at).toISOString()}>{moment(resolved.at)}</time>
          <strong>
            <bdi>{t.operations.said[resolved.as](resolved.by)}</bdi>
          </strong>
          <bdi className="name">{resolved.note}</bdi>
        </li>
      )}
    </ol>
  );
}
