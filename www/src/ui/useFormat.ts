import { CardType, type Card } from 'espai-cdkey';
import { texts } from '../i18n/common.ts';
import { type Language, localeOf } from '../i18n/language.ts';
import { useLanguage } from '../i18n/useLanguage.ts';

/** Made once a language: a formatter takes longer to make than to use, and every cell of a table has some. */
const made = new Map<Language, Format>();

/** Numbers and times as a language writes them. */
export type Format = ReturnType<typeof formatOf>;

/** Numbers and times as the language in use writes them. */
export function useFormat(): Format {
  const { language } = useLanguage();
  let format = made.get(language);
  if (format === undefined) {
    format = formatOf(language);
    made.set(language, format);
  }
  return format;
}

function formatOf(language: Language) {
  const t = texts[language];
  const locale = localeOf(language);
  const numbers = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const clocks = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  return {
    number: (value: number) => numbers.format(value),
    /**
     * What a card holds. Where the service names no number: that it is unlimited, of the type that is sold as such; of any
     * other, that there is nothing to show.
     */
    quota: ({ apiLimit, type }: Card) =>
      apiLimit !== null ? numbers.format(apiLimit) : type === CardType.Taotie ? t.card.unlimited : t.app.none,
    /** With its sign: `+10`, `-10`, `0`. */
    delta: (value: number) => signed.format(value),
    /** Day and minute of a time in ms. What the service sends may be no date at all. */
    time: (ms: number) => (isTime(ms) ? times.format(ms) : String(ms)),
    /** How long something takes, in its largest unit; `3 min`. */
    duration: (ms: number) => {
      const seconds = Math.max(1, Math.round(ms / 1000));
      const [value, unit] =
        seconds < 90
          ? [seconds, 'second']
          : seconds < 90 * 60
            ? [Math.round(seconds / 60), 'minute']
            : [Math.round(seconds / 360) / 10, 'hour'];
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
    },
    /** Hour to second. */
    clock: (ms: number) => clocks.format(ms),
  };
}

function isTime(ms: number): boolean {
  return !Number.isNaN(new Date(ms).getTime());
}
