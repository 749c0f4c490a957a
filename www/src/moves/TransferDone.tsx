import { Alert, Button, Flex } from 'antd';
import type { Verified } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { texts } from './texts.ts';

interface Props {
  readonly value: Verified;
  readonly onAgain: () => void;
}

/** A transfer that happened, and what the cards say of it. That read may have failed; the transfer is done. */
export function TransferDone({ value: { message, confirmedBy, before, after }, onAgain }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const description = confirmedBy === 'reconciliation' ? t.transfer.shown : message;
  return (
    <Flex vertical gap={16}>
      <Alert type="success" showIcon title={t.transfer.done} description={description} role="status" />
      {after === null ? (
        <Alert type="info" title={t.transfer.doneAfterFailed} />
      ) : (
        <ComparisonTable
          heads={[t.unsettled.before, t.unsettled.now]}
          rows={(['source', 'target'] as const).map((side) => ({
            key: side,
            label: t.transfer[side],
            card: after[side],
            cells: [format.quota(before[side]), format.quota(after[side])],
          }))}
        />
      )}
      <Flex justify="end">
        <Button type="primary" onClick={onAgain}>
          {t.transfer.again}
        </Button>
      </Flex>
    </Flex>
  );
}
