import { theme, type ThemeConfig } from 'antd';
import { keep, kept } from './kept.ts';

/** What a person chooses: light, dark, or as their system says. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'espai-cdkey.theme';

/** The choice of the last visit; the system's where there was none. */
export function keptThemeChoice(): ThemeChoice {
  const choice = kept(KEY);
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}

/** Keeps the choice for the next visit. */
export function keepThemeChoice(choice: ThemeChoice): void {
  keep(KEY, choice);
}

/** Ant Design's own look, in the colour of the icon; still where the person asks their system for less motion. */
export function appTheme(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: dark ? '#2aa98d' : '#0e7c66',
      colorLink: dark ? '#4cc4aa' : '#0e7c66',
      borderRadius: 8,
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
  };
}
