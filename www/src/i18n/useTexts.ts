import { texts as common } from './common.ts';
import type { Language } from './language.ts';
import type { Texts } from './texts.ts';
import { useLanguage } from './useLanguage.ts';

/** The words that every feature has besides its own. */
export type Common = (typeof common)['en'];

const merged = new WeakMap<object, Common>();

/** The words of a feature, and the common ones, in a language. The same object each time, so that effects may depend on it. */
export function wordsOf<T extends object>(texts: Texts<T>, language: Language): T & Common {
  const own = texts[language];
  let words = merged.get(own);
  if (words === undefined) {
    words = { ...common[language], ...own };
    merged.set(own, words);
  }
  return words as T & Common;
}

/** {@link wordsOf} in the language in use. */
export function useTexts<T extends object>(texts: Texts<T>): T & Common {
  return wordsOf(texts, useLanguage().language);
}
