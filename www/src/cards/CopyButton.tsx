import { CopyOutlined } from '@ant-design/icons';
import { App } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { texts } from './texts.ts';
import './cards.css';

/** Copies a code with one click. */
export function CopyButton({ code }: { readonly code: string }) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  return (
    <button
      type="button"
      className="plain-button copy"
      aria-label={t.list.copy(code)}
      title={t.list.copy(code)}
      onClick={() => {
        copy(code).then(
          () => message.success(t.list.copied),
          () => message.error(t.list.copyFailed),
        );
      }}
    >
      <CopyOutlined aria-hidden />
    </button>
  );
}

/** Where the page is not on https or loopback, a browser has no clipboard for it at all. */
async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
