import type { Dictionary } from './en.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** The languages of the page. */
export type Language = 'zh' | 'en';

/** Where the choice is kept. */
const KEY = 'espai-cdkey.language';

const DICTIONARIES: Record<Language, Dictionary> = { zh, en };

/** The words of a language. */
export function dictionaryOf(language: Language): Dictionary {
  return DICTIONARIES[language];
}

/** The language as HTML and `Intl` name it. */
export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

/** What the person chose before, else the browser's language: 中文 where it is Chinese, else English. */
export function initialLanguage(): Language {
  const kept = readKept();
  if (kept !== null) return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Keeps the choice for the next visit, where the browser lets us. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage is off: the choice holds for this visit.
  }
}

function readKept(): Language | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'zh' || kept === 'en' ? kept : null;
  } catch {
    return null;
  }
}
