import { cardTypeLabel, CardType, isPaid } from 'espai-cdkey';
import { Tag } from 'antd';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { texts } from './texts.ts';

const COLOURS: Readonly<Record<string, string>> = {
  [CardType.Qinglong]: 'cyan',
  [CardType.Jiuweihu]: 'magenta',
  [CardType.Xuanwu]: 'geekblue',
  [CardType.Zhulong]: 'volcano',
  [CardType.Taotie]: 'purple',
};

/** A card's type in words. A type that this version does not know is shown as itself. */
export function CardTypeTag({ type }: { readonly type: string }) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  return (
    <Tag color={COLOURS[type] ?? 'default'} title={isPaid(type) ? t.card.paid : t.card.trial}>
      {cardTypeLabel(type, language)}
    </Tag>
  );
}
