import { createContext, useContext } from 'react';
import type { ThemeChoice } from './theme.ts';

/** Light or dark, why, and how to change it. */
export interface ThemeState {
  readonly choice: ThemeChoice;
  readonly dark: boolean;
  readonly setChoice: (choice: ThemeChoice) => void;
}

export const ThemeContext = createContext<ThemeState | null>(null);

/** The theme in use. Only below `ThemeProvider`. */
export function useTheme(): ThemeState {
  const state = useContext(ThemeContext);
  if (state === null) throw new Error('useTheme needs a ThemeProvider above it');
  return state;
}
