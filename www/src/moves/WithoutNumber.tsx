import { Alert } from 'antd';
import type { Card } from 'espai-cdkey';
import { useLanguage } from '../i18n/useLanguage.ts';

/** Says of which cards the numbers can tell nothing, as the service names none. */
export function WithoutNumber({ cards }: { readonly cards: readonly Card[] }) {
  const { t } = useLanguage();
  return cards
    .filter((card) => card.apiLimit === null)
    .map((card) => <Alert key={card.id} type="info" showIcon title={t.card.noNumber(card.code)} />);
}
