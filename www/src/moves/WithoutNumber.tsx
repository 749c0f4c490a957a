import { Alert } from 'antd';
import type { Card } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { texts } from './texts.ts';

/** Says of which cards the numbers can tell nothing, as the service names none. */
export function WithoutNumber({ cards }: { readonly cards: readonly Card[] }) {
  const t = useTexts(texts);
  return cards
    .filter((card) => card.apiLimit === null)
    .map((card) => <Alert key={card.id} type="info" showIcon title={t.card.noNumber(card.code)} />);
}
