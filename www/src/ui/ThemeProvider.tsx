import { type ReactNode, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { keepThemeChoice, keptThemeChoice, type ThemeChoice } from './theme.ts';
import { ThemeContext, type ThemeState } from './useTheme.ts';

const system = matchMedia('(prefers-color-scheme: dark)');

function onSystem(changed: () => void) {
  system.addEventListener('change', changed);
  return () => system.removeEventListener('change', changed);
}

/** Gives light or dark to all below it, and to `page.css` by an attribute of the document. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [choice, choose] = useState<ThemeChoice>(keptThemeChoice);
  const systemIsDark = useSyncExternalStore(onSystem, () => system.matches);
  const dark = choice === 'system' ? systemIsDark : choice === 'dark';

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);

  const state = useMemo<ThemeState>(
    () => ({
      choice,
      dark,
      setChoice(next) {
        keepThemeChoice(next);
        choose(next);
      },
    }),
    [choice, dark],
  );
  return <ThemeContext value={state}>{children}</ThemeContext>;
}
