import { Alert } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useSessionState } from '../session/useSession.ts';
import { OperationsError } from './api.ts';
import { texts } from './texts.ts';

interface Props {
  readonly error: unknown;
  /** What to do next. */
  readonly children?: ReactNode;
}

/** What went wrong between the page and the ledger. Where nobody is signed in any more, one is asked to. */
export function OperationsAlert({ error, children }: Props) {
  const t = useTexts(texts);
  const { recheck } = useSessionState();
  const status = error instanceof OperationsError ? error.status : 0;
  useEffect(() => {
    if (status === 401) void recheck();
  }, [status, recheck]);
  const words =
    status === null
      ? t.operations.unreachable
      : ({
          401: t.operations.signedOut,
          403: t.operations.forbidden,
          409: t.operations.raced,
          503: t.operations.ledger,
        }[status] ?? (error instanceof Error ? error.message : String(error)));
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={<strong>{t.operations.failed}</strong>}
      description={words}
      action={children}
    />
  );
}
