import { DeleteOutlined, SwapOutlined } from '@ant-design/icons';
import { Button, Space, Tooltip } from 'antd';
import { type Card, isPaid } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { useMay } from '../session/useSession.ts';
import { texts } from './texts.ts';
import { useMoveLinks } from './useMoveLinks.ts';

/** The two moves of one card. Destroying is offered by the rule that the platform states; the service decides. */
export function CardActions({ card }: { readonly card: Card }) {
  const t = useTexts(texts);
  const { onTransfer, onDestroy } = useMoveLinks();
  const mayTransfer = useMay('transfer', 'detail');
  const mayDestroy = useMay('destroy', 'list');
  const offered = isPaid(card) && card.apiLimit === 0;
  return (
    <Space size={4}>
      {mayTransfer && (
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
      )}
      {mayDestroy && (
        <Tooltip title={offered ? null : t.card.destroyNotOffered}>
          <Button
            size="small"
            danger
            icon={<DeleteOutlined aria-hidden />}
            disabled={!offered}
            aria-label={t.card.destroyCard(card.code)}
            onClick={() => onDestroy([card])}
          >
            {t.card.destroy}
          </Button>
        </Tooltip>
      )}
    </Space>
  );
}
