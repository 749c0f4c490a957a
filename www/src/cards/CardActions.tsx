import { DeleteOutlined, SwapOutlined } from '@ant-design/icons';
import { Button, Space, Tooltip } from 'antd';
import { type Card, isPaid } from 'espai-cdkey';
import { useLanguage } from '../i18n/useLanguage.ts';

/** What can be done with a card. */
export interface CardActionHandlers {
  readonly onTransfer: (card: Card) => void;
  readonly onDestroy: (card: Card) => void;
}

/** The two moves of one card. Destroying is offered by the rule that the platform states; the service decides. */
export function CardActions({ card, onTransfer, onDestroy }: CardActionHandlers & { readonly card: Card }) {
  const { t } = useLanguage();
  const offered = isPaid(card) && card.apiLimit === 0;
  return (
    <Space size={4}>
      <Tooltip title={card.userPhone === null ? t.card.noPhone : null}>
        <Button
          size="small"
          icon={<SwapOutlined aria-hidden />}
          disabled={card.userPhone === null}
          aria-label={t.card.transferFrom(card.code)}
          onClick={() => onTransfer(card)}
        >
          {t.card.transfer}
        </Button>
      </Tooltip>
      <Tooltip title={offered ? null : t.card.destroyNotOffered}>
        <Button
          size="small"
          danger
          icon={<DeleteOutlined aria-hidden />}
          disabled={!offered}
          aria-label={t.card.destroyCard(card.code)}
          onClick={() => onDestroy(card)}
        >
          {t.card.destroy}
        </Button>
      </Tooltip>
    </Space>
  );
}
