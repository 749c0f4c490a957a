import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { appTheme } from '../ui/theme.ts';
import { dictionaryOf, initialLanguage, keepLanguage, type Language, localeOf } from './language.ts';
import { LanguageContext, type LanguageState } from './useLanguage.ts';

/** Gives the language to all below it: our words, Ant Design's own, the page's title and `lang`. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState<Language>(initialLanguage);
  const t = dictionaryOf(language);

  useEffect(() => {
    document.documentElement.lang = localeOf(language);
    document.title = t.app.title;
  }, [language, t]);

  const state = useMemo<LanguageState>(
    () => ({
      language,
      t,
      setLanguage(next) {
        keepLanguage(next);
        choose(next);
      },
    }),
    [language, t],
  );

  return (
    <LanguageContext value={state}>
      <ConfigProvider
        locale={language === 'zh' ? zhCN : enUS}
        theme={appTheme}
        // Else a name of two characters is split by a blank, for screen readers, too.
        button={{ autoInsertSpace: false }}
      >
        {children}
      </ConfigProvider>
    </LanguageContext>
  );
}
