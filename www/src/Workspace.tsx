import { Alert, Flex, Tabs } from 'antd';
import type { Card } from 'espai-cdkey';
import { lazy, Suspense, useState } from 'react';
import { CardList } from './cards/CardList.tsx';
import { LookupPanel } from './cards/LookupPanel.tsx';
import { useLanguage } from './i18n/useLanguage.ts';
import { DestroyDialog } from './moves/DestroyDialog.tsx';
import { OpenMovesNotice } from './moves/OpenMovesNotice.tsx';
import { TransferDialog } from './moves/TransferDialog.tsx';
import { useOpenMoves } from './moves/useOpenMoves.ts';
import type { Session } from './session/session.ts';
import { SettingsDialog } from './settings/SettingsDialog.tsx';

// For the few who look under the hood: not in the first load.
const FaultDrawer = lazy(() => import('./developer/FaultDrawer.tsx').then((all) => ({ default: all.FaultDrawer })));

/** What stands over the page. One at a time. */
export type Overlay =
  | { readonly kind: 'transfer'; readonly source: Card | null }
  | { readonly kind: 'destroy'; readonly card: Card }
  | { readonly kind: 'settings' }
  | { readonly kind: 'developer' };

interface Props {
  readonly session: Session;
  readonly overlay: Overlay | null;
  readonly onShow: (overlay: Overlay) => void;
  readonly onClose: () => void;
}

/** The page with an open session: the cards, and what is done with them. */
export function Workspace({ session, overlay, onShow, onClose }: Props) {
  const { t } = useLanguage();
  const { all } = useOpenMoves();
  const [drawerWanted, setDrawerWanted] = useState(false);
  if (overlay?.kind === 'developer' && !drawerWanted) setDrawerWanted(true);
  const onTransfer = (source: Card) => onShow({ kind: 'transfer', source });
  const onDestroy = (card: Card) => onShow({ kind: 'destroy', card });
  return (
    <Flex vertical gap={16}>
      {session.emulator !== null && <Alert type="info" showIcon title={t.app.demoNotice} />}
      <OpenMovesNotice />
      <Tabs
        destroyOnHidden={false}
        items={[
          {
            key: 'cards',
            label: t.app.cards,
            children: (
              <CardList
                onTransfer={onTransfer}
                onDestroy={onDestroy}
                onNewTransfer={() => onShow({ kind: 'transfer', source: null })}
              />
            ),
          },
          {
            key: 'lookup',
            label: t.app.lookup,
            children: <LookupPanel onTransfer={onTransfer} onDestroy={onDestroy} />,
          },
        ]}
      />
      {overlay?.kind === 'transfer' && <TransferDialog source={overlay.source} onClose={onClose} />}
      {overlay?.kind === 'destroy' && <DestroyDialog card={overlay.card} onClose={onClose} />}
      {overlay?.kind === 'settings' && <SettingsDialog locked={all.length > 0} onClose={onClose} />}
      {drawerWanted && (
        <Suspense>
          <FaultDrawer session={session} open={overlay?.kind === 'developer'} onClose={onClose} />
        </Suspense>
      )}
    </Flex>
  );
}
