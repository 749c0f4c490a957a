import { Alert, Button, Flex, Typography } from 'antd';
import { type Card, isPaid } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { cardsOf, type Pair, type TransferOrder } from './move.ts';
import { useOpenMoves } from './useOpenMoves.ts';
import { WithoutNumber } from './WithoutNumber.tsx';
import { texts } from './texts.ts';

interface Props {
  readonly order: TransferOrder;
  readonly before: Pair;
  readonly onEdit: () => void;
  readonly onConfirm: () => void;
}

/** What a transfer will do, before it does. Where the service is likely to refuse it says so; the service decides. */
export function TransferPreview({ order, before, onEdit, onConfirm }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const openMoves = useOpenMoves();
  const { source, target } = before;
  const amount = format.number(order.limit);
  const busy = openMoves.all.some((open) => cardsOf(open.move).some((id) => id === source.id || id === target.id));
  const warnings = [
    ...[source, target].filter((card) => !isPaid(card)).map((card) => t.transfer.warnTrial(card.code)),
    ...(source.apiLimit !== null && source.apiLimit < order.limit ? [t.transfer.warnQuota] : []),
    ...(busy ? [t.transfer.warnUnsettled] : []),
  ];
  /** What a card without a number will hold, nobody can say. */
  const afterwards = ({ apiLimit }: Card, change: number) =>
    apiLimit === null ? t.app.none : format.number(apiLimit + change);
  return (
    <Flex vertical gap={16}>
      <div>
        <Typography.Title level={3}>{t.transfer.previewTitle}</Typography.Title>
        <Typography.Text>{t.transfer.summary(amount, source.code, target.code)}</Typography.Text>
      </div>
      <ComparisonTable
        heads={[t.transfer.before, t.transfer.after]}
        rows={[
          {
            key: source.id,
            label: t.transfer.source,
            card: source,
            cells: [format.quota(source), afterwards(source, -order.limit)],
          },
          {
            key: target.id,
            label: t.transfer.target,
            card: target,
            cells: [format.quota(target), afterwards(target, order.limit)],
          },
        ]}
      />
      <WithoutNumber cards={[source, target]} />
      {warnings.map((warning) => (
        <Alert key={warning} type="warning" showIcon title={warning} />
      ))}
      <Flex justify="end" gap={8} wrap>
        <Button onClick={onEdit}>{t.transfer.edit}</Button>
        <Button type="primary" onClick={onConfirm}>
          {t.transfer.confirm(amount)}
        </Button>
      </Flex>
    </Flex>
  );
}
