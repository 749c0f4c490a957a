import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { wordsOf } from '../i18n/useTexts.ts';
import { texts } from '../i18n/common.ts';
import { LanguageContext } from '../i18n/useLanguage.ts';

interface Props {
  readonly children: ReactNode;
}

/** What a person sees where this page itself breaks: words and a way on, not a white page. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  static override contextType = LanguageContext;
  declare context: React.ContextType<typeof LanguageContext>;
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    const t = wordsOf(texts, this.context?.language ?? 'en');
    return (
      <Result
        status="error"
        title={t.app.crashed}
        extra={
          <Button type="primary" onClick={() => location.reload()}>
            {t.app.reload}
          </Button>
        }
      />
    );
  }
}
