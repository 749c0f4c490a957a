import { kept, keep } from '../ui/kept.ts';

/** The languages of the page. */
export type Language = 'zh' | 'en';

/** Where the choice is kept. */
const KEY = 'espai-cdkey.language';

/** The language as HTML and `Intl` name it. */
export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

/** What the person chose before, else the browser's language: 中文 where it is Chinese, else English. */
export function initialLanguage(): Language {
  const choice = kept(KEY);
  if (choice === 'zh' || choice === 'en') return choice;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Keeps the choice for the next visit. */
export function keepLanguage(language: Language): void {
  keep(KEY, language);
}
