import { Alert, Collapse, Descriptions, Flex, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/useLanguage.ts';
import { type Asked, detailsOf, explain, outcomeOf } from './explain.ts';

interface Props {
  readonly error: unknown;
  readonly asked: Asked;
  /** Buttons for what to do next. */
  readonly children?: ReactNode;
}

/** A failure: whether it happened, why, what to do next, and the details for those who want them. */
export function OutcomeAlert({ error, asked, children }: Props) {
  const { t } = useLanguage();
  const { severity, title, what, next, serviceSays, waitSeconds } = explain(error, asked, t);
  return (
    <Alert
      role="alert"
      type={severity}
      showIcon
      title={<strong>{title}</strong>}
      data-outcome={outcomeOf(error)}
      description={
        <Flex vertical gap={8}>
          <div>{what}</div>
          {serviceSays !== null && (
            <div>
              {t.outcome.serviceSays}: <Typography.Text strong>{serviceSays}</Typography.Text>
            </div>
          )}
          {waitSeconds !== null && <div>{t.outcome.waitSeconds(waitSeconds)}</div>}
          {next !== null && <Typography.Text strong>{next}</Typography.Text>}
          {children}
          <ErrorDetails error={error} />
        </Flex>
      }
    />
  );
}

function ErrorDetails({ error }: { readonly error: unknown }) {
  const { t } = useLanguage();
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
