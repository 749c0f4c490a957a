import { Button, Flex, Typography } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { useMay } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { ExportButton } from './ExportButton.tsx';
import type { Selection } from './selection.ts';
import { texts } from './texts.ts';
import { useMoveLinks } from './useMoveLinks.ts';

/** How many cards are ticked, over all pages and searches, and what can be done with them. */
export function SelectionBar({ selection }: { readonly selection: Selection }) {
  const t = useTexts(texts);
  const format = useFormat();
  const { onDestroy } = useMoveLinks();
  const mayDestroy = useMay('destroy', 'list');
  const { size } = selection;
  return (
    <div role="status" className="selection-place">
      {size > 0 && (
        <Flex align="center" gap={8} wrap className="selection">
          <Typography.Text strong>{t.choose.selected(format.number(size), size === 1)}</Typography.Text>
          <ExportButton label={t.choose.exportSelected} cards={() => Promise.resolve(selection.cards())} />
          {mayDestroy && (
            <Button danger onClick={() => onDestroy(selection.cards())}>
              {t.choose.destroy}
            </Button>
          )}
          <Button type="text" onClick={selection.clear}>
            {t.choose.clear}
          </Button>
        </Flex>
      )}
    </div>
  );
}
