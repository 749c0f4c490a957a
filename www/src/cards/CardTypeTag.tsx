import { cardTypeLabel, isPaid } from 'espai-cdkey';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { texts } from './texts.ts';

/** A card's type in words. A type that this version does not know is shown as itself. Plain HTML: it stands in every row. */
export function CardTypeTag({ type }: { readonly type: string }) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  return (
    <span className="type" data-type={type} title={isPaid(type) ? t.card.paid : t.card.trial}>
      {cardTypeLabel(type, language)}
    </span>
  );
}
