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

/**
 * Texts that Ant Design has paler than a person with weak eyes can read (4.5 to 1): placeholders and errors. Those of coloured tags
 * are in page.css, as its presets have no token.
 */
const READABLE = {
  light: {
    colorTextPlaceholder: 'rgba(0, 0, 0, 0.58)',
    colorTextDescription: 'rgba(0, 0, 0, 0.62)',
    colorError: '#c8232c',
    colorPrimaryHover: '#0b6b57',
  },
  dark: {
    colorTextPlaceholder: 'rgba(255, 255, 255, 0.6)',
    colorTextDescription: 'rgba(255, 255, 255, 0.62)',
    colorError: '#ff7875',
    colorPrimaryHover: '#1a7d68',
  },
} as const;

/** Ant Design's own look, in the colour of the icon; still where the person asks their system for less motion. */
export function appTheme(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      ...(dark ? READABLE.dark : READABLE.light),
      colorPrimary: dark ? '#1d8a72' : '#0e7c66',
      colorLink: dark ? '#4cc4aa' : '#0e7c66',
      borderRadius: 8,
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
  };
}
