import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { styleNonce } from '../ui/nonce.ts';
import { appTheme } from '../ui/theme.ts';
import { useTheme } from '../ui/useTheme.ts';
import { texts } from './common.ts';
import { initialLanguage, keepLanguage, type Language, localeOf } from './language.ts';
import { LanguageContext, type LanguageState } from './useLanguage.ts';

/** Gives the language to all below it: Ant Design's own words, the page's title and `lang`. Ours are `useTexts`. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState<Language>(initialLanguage);
  const { dark } = useTheme();

  useEffect(() => {
    document.documentElement.lang = localeOf(language);
    document.title = texts[language].app.title;
  }, [language]);

  const state = useMemo<LanguageState>(
    () => ({
      language,
      setLanguage(next) {
        keepLanguage(next);
        choose(next);
      },
    }),
    [language],
  );
  const look = useMemo(() => appTheme(dark), [dark]);
  const csp = useMemo(() => {
    const nonce = styleNonce();
    return nonce === undefined ? {} : { nonce };
  }, []);

  return (
    <LanguageContext value={state}>
      <ConfigProvider
        locale={language === 'zh' ? zhCN : enUS}
        theme={look}
        csp={csp}
        // Else a name of two characters is split by a blank, for screen readers, too.
        button={{ autoInsertSpace: false }}
      >
        {children}
      </ConfigProvider>
    </LanguageContext>
  );
}
