import { createContext, useContext } from 'react';
import type { Language } from './language.ts';

/** The language in use, and how to change it. */
export interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

export const LanguageContext = createContext<LanguageState | null>(null);

/** The language in use. Only below `LanguageProvider`. */
export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (state === null) throw new Error('useLanguage needs a LanguageProvider above it');
  return state;
}
