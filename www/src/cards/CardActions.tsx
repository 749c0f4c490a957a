import { DeleteOutlined, SwapOutlined } from '@ant-design/icons';
import { type Card, isPaid } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { useMay } from '../session/useSession.ts';
import { texts } from './texts.ts';
import { useMoveLinks } from './useMoveLinks.ts';
import './cards.css';

/**
 * The two moves of one card. Destroying is offered by the rule that the platform states; the service decides. Plain buttons: those of
 * the library, in every row, cost the scrolling its frames.
 */
export function CardActions({ card }: { readonly card: Card }) {
  const t = useTexts(texts);
  const { onTransfer, onDestroy } = useMoveLinks();
  const mayTransfer = useMay('transfer', 'detail');
  const mayDestroy = useMay('destroy', 'list');
  const offered = isPaid(card) && card.apiLimit === 0;
  return (
    <span className="actions">
      {mayTransfer && (
        <button
          type="button"
          className="plain-button"
          disabled={card.userPhone === null}
          aria-label={t.card.transferFrom(card.code)}
          title={card.userPhone === null ? t.card.noPhone : undefined}
          onClick={() => onTransfer(card)}
        >
          <SwapOutlined aria-hidden /> {t.card.transfer}
        </button>
      )}
      {mayDestroy && (
        <button
          type="button"
          className="plain-button danger"
          disabled={!offered}
          aria-label={t.card.destroyCard(card.code)}
          title={offered ? undefined : t.card.destroyNotOffered}
          onClick={() => onDestroy([card])}
        >
          <DeleteOutlined aria-hidden /> {t.card.destroy}
        </button>
      )}
    </span>
  );
}
