import { Tag, Typography } from 'antd';
import type { CdkeyEvent } from 'espai-cdkey';
import { useSyncExternalStore } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import type { CallLog } from '../session/callLog.ts';
import { useFormat } from '../ui/useFormat.ts';
import { texts } from './texts.ts';

const COLOURS: Readonly<Record<CdkeyEvent['type'], string>> = {
  request: 'default',
  response: 'green',
  retry: 'orange',
  error: 'red',
};

/** What the client did lately: its events, which hold no key, no phone and no card. */
export function CallList({ calls }: { readonly calls: CallLog }) {
  const t = useTexts(texts);
  const format = useFormat();
  const entries = useSyncExternalStore(calls.subscribe, calls.entries);
  if (entries.length === 0) return <Typography.Text type="secondary">{t.developer.logEmpty}</Typography.Text>;
  return (
    <ul className="calls">
      {entries.map(({ key, at, event }) => (
        <li key={key}>
          <Typography.Text type="secondary">{format.clock(at)}</Typography.Text>{' '}
          <Tag color={COLOURS[event.type]}>{event.type}</Tag> <code>{say(event)}</code>
        </li>
      ))}
    </ul>
  );
}

function say({ endpoint, attempt, httpStatus, code, outcome, durationMs, delayMs }: CdkeyEvent): string {
  return [
    endpoint,
    `#${attempt}`,
    httpStatus,
    code,
    outcome,
    durationMs === undefined ? undefined : `${Math.round(durationMs)} ms`,
    delayMs === undefined ? undefined : `+${Math.round(delayMs)} ms`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
