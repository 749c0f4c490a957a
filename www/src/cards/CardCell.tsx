import type { Card } from 'espai-cdkey';
import { Link } from 'react-router';
import { texts as common } from '../i18n/common.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { CardTypeTag } from './CardTypeTag.tsx';
import type { Column } from './columns.ts';
import { CopyButton } from './CopyButton.tsx';
import { maskPhone } from './phone.ts';

interface Props {
  readonly card: Card;
  readonly column: Column;
  readonly revealPhones: boolean;
}

/** One field of a card. What a person wrote stands in a `<bdi>`: a name from right to left must not turn the rest of the row. */
export function CardCell({ card, column, revealPhones }: Props) {
  const t = useTexts(common);
  const format = useFormat();
  switch (column) {
    case 'code':
      return (
        <>
          <Link to={`/cards/${encodeURIComponent(card.id)}`} className="code">
            <bdi>{card.code}</bdi>
          </Link>
          <CopyButton code={card.code} />
        </>
      );
    case 'type':
      return <CardTypeTag type={card.type} />;
    case 'apiLimit':
      return format.quota(card);
    case 'userPhone':
      return card.userPhone === null ? t.app.none : revealPhones ? card.userPhone : maskPhone(card.userPhone);
    case 'createTime':
      return card.createTime === null ? t.app.none : format.time(card.createTime);
    case 'updateTime':
      return card.updateTime === null ? t.card.never : format.time(card.updateTime);
    default: {
      const text = card[column];
      return text === null ? t.app.none : <bdi title={text}>{text}</bdi>;
    }
  }
}
