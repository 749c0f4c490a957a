import { Alert, Collapse, Descriptions, Flex, Typography } from 'antd';
import { explain } from 'espai-cdkey';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { detailsOf, outcomeOf } from './failure.ts';
import { texts } from './texts.ts';

interface Props {
  readonly error: unknown;
  /** What was asked for. Reads change nothing, so only moves have an outcome to worry about. */
  readonly asked: 'read' | 'transfer' | 'destroy';
  /** Buttons for what to do next. */
  readonly children?: ReactNode;
}

/** A failure in the client's own words, and the details for those who want them. */
export function OutcomeAlert({ error, asked, children }: Props) {
  const { language } = useLanguage();
  const { title, what, todo } = explain(error, language);
  const outcome = outcomeOf(error);
  return (
    <Alert
      role="alert"
      type={asked !== 'read' && outcome === 'unknown' ? 'warning' : 'error'}
      showIcon
      title={<strong>{title}</strong>}
      data-outcome={outcome}
      description={
        <Flex vertical gap={8}>
          <div>{what}</div>
          <Typography.Text strong>{todo}</Typography.Text>
          {children}
          <ErrorDetails error={error} />
        </Flex>
      }
    />
  );
}

function ErrorDetails({ error }: { readonly error: unknown }) {
  const t = useTexts(texts);
  const items = detailsOf(error).map(([key, value]) => ({ key, label: key, children: <code>{value}</code> }));
  return (
    <Collapse
      ghost
      size="small"
      className="details"
      items={[
        {
          key: 'details',
          label: t.outcome.details,
          children: <Descriptions size="small" column={1} items={items} />,
        },
      ]}
    />
  );
}
