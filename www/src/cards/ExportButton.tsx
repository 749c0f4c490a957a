import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import type { Card } from 'espai-cdkey';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { Format } from './exportCards.ts';
import { texts } from './texts.ts';

interface Props {
  readonly label: string;
  /** Exactly the cards that the file shall have. */
  readonly cards: (signal: AbortSignal) => Promise<readonly Card[]>;
}

/** Saves cards as a spreadsheet. Phones are whole in it: the file is the data that was asked for. */
export function ExportButton({ label, cards }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(kind: Format): Promise<void> {
    if (busy) return;
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    try {
      const chosen = await cards(controller.signal);
      // Loaded only here: the rules of a spreadsheet's cells are wasm of their own.
      const { exportCards } = await import('./exportCards.ts');
      await exportCards(chosen, kind);
      void message.success(t.choose.exported(format.number(chosen.length)));
    } catch {
      if (!controller.signal.aborted) void message.error(t.choose.exportFailed);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      disabled={busy}
      menu={{
        items: [
          { key: 'csv', label: t.choose.csv },
          { key: 'xlsx', label: t.choose.xlsx },
        ],
        onClick: ({ key }) => void run(key === 'xlsx' ? 'xlsx' : 'csv'),
      }}
    >
      <Button icon={<DownloadOutlined aria-hidden />} loading={busy} aria-haspopup="menu">
        {label}
      </Button>
    </Dropdown>
  );
}
