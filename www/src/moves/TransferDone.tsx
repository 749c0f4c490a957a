import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Spin } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import type { Move } from './move.ts';
import { readPair } from './readPair.ts';
import { texts } from './texts.ts';

interface Props {
  readonly move: Extract<Move, { kind: 'transfer' }>;
  /** The service's words. */
  readonly message: string | null;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** A transfer that the service confirmed, with both cards as they are now. That read may fail; the transfer is done. */
export function TransferDone({ move, message, onAgain, onClose }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const { id, client } = useSession();
  const { before, order } = move;
  const after = useQuery({
    queryKey: [id, 'after', move],
    queryFn: ({ signal }) => readPair(client, order, { signal }),
    gcTime: 0,
  });
  return (
    <Flex vertical gap={16}>
      <Alert type="success" showIcon title={t.transfer.done} description={message} role="status" />
      {after.isPending && <Spin />}
      {after.isError && <Alert type="info" title={t.transfer.doneAfterFailed} />}
      {after.data !== undefined && (
        <ComparisonTable
          heads={[t.unsettled.before, t.unsettled.now]}
          rows={[
            {
              key: 'source',
              label: t.transfer.source,
              card: after.data.source,
              cells: [format.quota(before.source), format.quota(after.data.source)],
            },
            {
              key: 'target',
              label: t.transfer.target,
              card: after.data.target,
              cells: [format.quota(before.target), format.quota(after.data.target)],
            },
          ]}
        />
      )}
      <Flex justify="end" gap={8}>
        <Button onClick={onAgain}>{t.transfer.again}</Button>
        <Button type="primary" onClick={onClose}>
          {t.app.close}
        </Button>
      </Flex>
    </Flex>
  );
}
