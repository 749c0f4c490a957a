import { Grid, Table, type TableColumnsType, Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { CardActions } from './CardActions.tsx';
import { CardStack } from './CardStack.tsx';
import { CardTypeTag } from './CardTypeTag.tsx';
import { maskPhone } from './phone.ts';
import { texts } from './texts.ts';

/** A page of cards, as a table where there is room for one and as a stack where there is not. */
export interface CardTableProps {
  readonly cards: readonly Card[];
  readonly loading: boolean;
  readonly revealPhones: boolean;
  /** What stands where there is no card. */
  readonly empty: ReactNode;
}

export function CardTable(props: CardTableProps) {
  const { md } = Grid.useBreakpoint();
  return md === false ? <CardStack {...props} /> : <WideTable {...props} />;
}

function WideTable({ cards, loading, revealPhones, empty }: CardTableProps) {
  const t = useTexts(texts);
  const format = useFormat();
  const columns: TableColumnsType<Card> = [
    {
      title: t.card.code,
      dataIndex: 'code',
      render: (code: string) => <Typography.Text code>{code}</Typography.Text>,
    },
    { title: t.card.type, dataIndex: 'type', render: (type: string) => <CardTypeTag type={type} /> },
    {
      title: t.card.apiLimit,
      dataIndex: 'apiLimit',
      align: 'right',
      className: 'number',
      render: (_, card) => format.quota(card),
    },
    { title: t.card.userName, dataIndex: 'userName', render: (name: string | null) => name ?? t.app.none },
    {
      title: t.card.userPhone,
      dataIndex: 'userPhone',
      className: 'number',
      render: (phone: string | null) => (phone === null ? t.app.none : revealPhones ? phone : maskPhone(phone)),
    },
    {
      title: t.card.updateTime,
      dataIndex: 'updateTime',
      responsive: ['xl'],
      render: (time: number | null) => (time === null ? t.card.never : format.time(time)),
    },
    {
      title: t.card.id,
      dataIndex: 'id',
      responsive: ['lg'],
      render: (id: string) => (
        <Typography.Text type="secondary" copyable={{ text: id }} title={id}>
          <code>{id.length > 8 ? `${id.slice(0, 8)}…` : id}</code>
        </Typography.Text>
      ),
    },
    {
      title: t.card.actions,
      key: 'actions',
      fixed: 'end',
      render: (_, card) => <CardActions card={card} />,
    },
  ];
  return (
    <Table<Card>
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={cards}
      loading={loading}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: empty }}
    />
  );
}
