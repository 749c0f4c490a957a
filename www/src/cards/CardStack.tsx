import { Card as Panel, Flex, Spin, Typography } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { CardActions } from './CardActions.tsx';
import type { CardTableProps } from './CardTable.tsx';
import { CardTypeTag } from './CardTypeTag.tsx';
import { maskPhone } from './phone.ts';
import { texts } from './texts.ts';

/** A page of cards on a phone: one below the other, what matters most first. */
export function CardStack({ cards, loading, revealPhones, empty }: CardTableProps) {
  const t = useTexts(texts);
  const format = useFormat();
  if (cards.length === 0 && !loading) return empty;
  return (
    <Spin spinning={loading}>
      <ul className="stack" aria-label={t.app.cards}>
        {cards.map((card) => (
          <li key={card.id}>
            <Panel size="small">
              <Flex justify="space-between" align="start" gap={8}>
                <div>
                  <Typography.Text code>{card.code}</Typography.Text> <CardTypeTag type={card.type} />
                  <div className="holder">
                    {card.userName ?? t.app.none} ·{' '}
                    {card.userPhone === null ? t.app.none : revealPhones ? card.userPhone : maskPhone(card.userPhone)}
                  </div>
                </div>
                <div className="quota">
                  <div className="number">{format.quota(card)}</div>
                  <Typography.Text type="secondary">{t.card.apiLimit}</Typography.Text>
                </div>
              </Flex>
              <Flex justify="end">
                <CardActions card={card} />
              </Flex>
            </Panel>
          </li>
        ))}
      </ul>
    </Spin>
  );
}
