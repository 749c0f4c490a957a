import { AuditOutlined, SearchOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { useOverlay } from '../ui/useOverlay.ts';
import { type Look, type Operation, reconcile } from './api.ts';
import { OperationsAlert } from './OperationsAlert.tsx';
import { ResolveDialog } from './ResolveDialog.tsx';
import { texts } from './texts.ts';

interface Props {
  readonly operation: Operation;
  readonly onChanged: () => void;
}

type Stage =
  | { readonly at: 'still' }
  | { readonly at: 'looking' }
  | { readonly at: 'looked'; readonly look: Look }
  | { readonly at: 'failed'; readonly error: unknown };

/** The two ways to settle what is open: by its cards, or by a person's word. */
export function Settling({ operation, onChanged }: Props) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const { id, access } = useSession();
  const [stage, setStage] = useState<Stage>({ at: 'still' });
  const { overlay, show, close } = useOverlay<'resolve'>();
  const { key, status } = operation;
  const isOpen = status === 'unknown' || status === 'sent';
  const changed = () => {
    void queries.invalidateQueries({ queryKey: [id, 'operations'] });
    onChanged();
  };
  const look = async () => {
    setStage({ at: 'looking' });
    try {
      setStage({ at: 'looked', look: (await reconcile(key)).look });
    } catch (error) {
      setStage({ at: 'failed', error });
    }
    changed();
  };
  if (access.operations !== 'settle') {
    return <Typography.Text type="secondary">{t.operations.mayNot}</Typography.Text>;
  }
  return (
    <Flex vertical gap={12}>
      <div role="status">
        {stage.at === 'looked' && (
          <Alert
            type={stage.look === 'done' ? 'success' : 'info'}
            showIcon
            title={t.look[stage.look]}
            data-look={stage.look}
          />
        )}
      </div>
      {stage.at === 'failed' && <OperationsAlert error={stage.error} />}
      {isOpen ? (
        <>
          <Flex gap={8} wrap>
            <Button
              type="primary"
              icon={<SearchOutlined aria-hidden />}
              loading={stage.at === 'looking'}
              onClick={() => void look()}
            >
              {t.operations.reconcile}
            </Button>
            {status === 'unknown' && (
              <Button icon={<AuditOutlined aria-hidden />} onClick={() => show('resolve')}>
                {t.operations.resolve}
              </Button>
            )}
          </Flex>
          <Typography.Text type="secondary">{t.operations.reconcileHelp}</Typography.Text>
        </>
      ) : (
        stage.at !== 'looked' && <Typography.Text type="secondary">{t.look.over}</Typography.Text>
      )}
      {overlay === 'resolve' && (
        <ResolveDialog
          operationKey={key}
          who={access.actor ?? t.app.none}
          onClose={close}
          onResolved={() => {
            setStage({ at: 'still' });
            changed();
          }}
        />
      )}
    </Flex>
  );
}
