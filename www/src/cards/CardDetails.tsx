import { Descriptions } from 'antd';
import type { Card } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { CardTypeTag } from './CardTypeTag.tsx';
import { maskPhone } from './phone.ts';
import { texts } from './texts.ts';

interface Props {
  readonly card: Card;
  readonly revealPhone?: boolean;
  /** Fields side by side, where the page is wide. */
  readonly columns?: 1 | 2;
}

/** All that is known of one card. */
export function CardDetails({ card, revealPhone = false, columns = 2 }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const phone = card.userPhone === null ? t.app.none : revealPhone ? card.userPhone : maskPhone(card.userPhone);
  const written = (text: string | null) => (text === null ? t.app.none : <bdi className="name">{text}</bdi>);
  return (
    <Descriptions
      bordered
      size="small"
      column={{ xs: 1, md: columns }}
      items={[
        { key: 'code', label: t.card.code, children: <code>{written(card.code)}</code> },
        { key: 'type', label: t.card.type, children: <CardTypeTag type={card.type} /> },
        { key: 'apiLimit', label: t.card.apiLimit, children: <strong>{format.quota(card)}</strong> },
        { key: 'userName', label: t.card.userName, children: written(card.userName) },
        { key: 'userPhone', label: t.card.userPhone, children: phone },
        { key: 'userId', label: t.card.userId, children: <code>{written(card.userId)}</code> },
        { key: 'id', label: t.card.id, children: <code>{written(card.id)}</code> },
        {
          key: 'createTime',
          label: t.card.createTime,
          children: card.createTime === null ? t.app.none : format.time(card.createTime),
        },
        {
          key: 'updateTime',
          label: t.card.updateTime,
          children: card.updateTime === null ? t.card.never : format.time(card.updateTime),
        },
      ]}
    />
  );
}
