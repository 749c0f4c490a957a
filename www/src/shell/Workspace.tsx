import { Alert } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OpenMovesNotice } from '../moves/OpenMovesNotice.tsx';
import { useOpenMoves } from '../moves/useOpenMoves.ts';
import { useSession } from '../session/useSession.ts';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { Navigation } from './Navigation.tsx';
import { Screens } from './Screens.tsx';
import { texts } from './texts.ts';

// For the few who look under the hood: not in the first load, and not in a panel at all.
const FaultDrawer =
  import.meta.env.MODE === 'panel'
    ? null
    : lazy(() => import('../developer/FaultDrawer.tsx').then((all) => ({ default: all.FaultDrawer })));

/** What stands over the page. One at a time. */
export type Overlay = 'settings' | 'developer';

interface Props {
  readonly overlay: Overlay | null;
  readonly onClose: () => void;
}

/** The page with an open session: the navigation, what is not settled, and the screen. */
export function Workspace({ overlay, onClose }: Props) {
  const t = useTexts(texts);
  const session = useSession();
  const { all } = useOpenMoves();
  const [drawerWanted, setDrawerWanted] = useState(false);
  if (overlay === 'developer' && !drawerWanted) setDrawerWanted(true);
  return (
    <div className="frame">
      <a className="skip" href="#content" onClick={toContent}>
        {t.shell.skip}
      </a>
      <Navigation />
      <main className="main" id="content" tabIndex={-1}>
        {session.emulator !== null && <Alert type="info" showIcon title={t.app.demoNotice} className="notice" />}
        <OpenMovesNotice />
        <Screens />
      </main>
      {overlay === 'settings' && <SettingsDialog locked={all.length > 0} onClose={onClose} />}
      {FaultDrawer !== null && drawerWanted && (
        <Suspense>
          <FaultDrawer session={session} open={overlay === 'developer'} onClose={onClose} />
        </Suspense>
      )}
    </div>
  );
}

/** By hand: the address's hash is the screen. */
function toContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
