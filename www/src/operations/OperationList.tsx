import { Link } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { Operation } from './api.ts';
import { StatusWord } from './StatusWord.tsx';
import { texts } from './texts.ts';
import { useSummary } from './useSummary.ts';
import './operations.css';

interface Props {
  readonly label: string;
  readonly operations: readonly Operation[];
}

/** Operations, one a row; on a phone one below the other. */
export function OperationList({ label, operations }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const summary = useSummary();
  const heads = [t.operations.status, t.operations.what, t.operations.key, t.operations.who, t.operations.when];
  return (
    <div className="operations" role="table" aria-label={label}>
      <div role="rowgroup" className="operations-head">
        <div role="row" className="row head operation-row">
          {heads.map((head) => (
            <span role="columnheader" key={head}>
              {head}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup">
        {operations.map((operation) => {
          const { key, status, updatedAt, actor, resolved } = operation;
          return (
            <div role="row" key={key} className="row operation-row" data-status={status}>
              <span role="cell">
                <StatusWord status={status} />
              </span>
              <span role="cell">
                <bdi>{summary(operation)}</bdi>
              </span>
              <span role="cell">
                <Link to={`/operations/${encodeURIComponent(key)}`} className="operation-key">
                  <bdi>{key}</bdi>
                </Link>
              </span>
              <span role="cell">
                <bdi>{actor ?? t.app.none}</bdi>
                {resolved !== undefined && (
                  <span className="why">
                    <bdi>{t.operations.said[resolved.as](resolved.by)}</bdi>
                  </span>
                )}
              </span>
              <span role="cell">{format.time(updatedAt)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
