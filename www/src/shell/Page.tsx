import { useQueryClient } from '@tanstack/react-query';
import { Button, Card as Box, Flex, Modal, Result, Spin, Typography } from 'antd';
import { useEffect, useRef } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OpenMovesProvider } from '../moves/OpenMovesProvider.tsx';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { IS_PANEL } from '../session/connection.ts';
import { PanelError } from '../session/panel.ts';
import { SignInForm } from '../session/SignInForm.tsx';
import { texts } from '../session/texts.ts';
import { SessionContext, useSessionState } from '../session/useSession.ts';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { useOverlay } from '../ui/useOverlay.ts';
import { Header } from './Header.tsx';
import { type Overlay, Workspace } from './Workspace.tsx';

/** The page in every stage of its connection. */
export function Page() {
  const t = useTexts(texts);
  const { stage } = useSessionState();
  const { overlay, show, close } = useOverlay<Overlay>();
  useRetryAfterSignIn(stage.at === 'open' && stage.ended !== null);
  return (
    <>
      <Header onDeveloper={() => show('developer')} onSettings={() => show('settings')} />
      <ErrorBoundary>
        {stage.at === 'open' ? (
          // Keyed: nothing of one session, no page number and no open dialog, is left in the next.
          <SessionContext value={stage.session} key={stage.session.id}>
            <OpenMovesProvider>
              <Workspace overlay={overlay} onClose={close} />
            </OpenMovesProvider>
          </SessionContext>
        ) : (
          <main className="main" id="content">
            <NotOpen onSettings={() => show('settings')} />
          </main>
        )}
        {stage.at === 'open' && stage.ended !== null && (
          <Modal open title={t.signIn.again} footer={null} closable={false} keyboard={false}>
            <Flex vertical gap={16}>
              <Typography.Text>{t.signIn.kept}</Typography.Text>
              <SignInForm login={stage.ended} inWork />
            </Flex>
          </Modal>
        )}
        {stage.at !== 'open' && overlay === 'settings' && <SettingsDialog locked={false} onClose={close} />}
      </ErrorBoundary>
    </>
  );
}

/** Reads that failed because nobody was signed in are made again once somebody is. Moves never are. */
function useRetryAfterSignIn(ended: boolean): void {
  const queries = useQueryClient();
  const was = useRef(ended);
  useEffect(() => {
    if (was.current && !ended) {
      void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
    }
    was.current = ended;
  }, [ended, queries]);
}

function NotOpen({ onSettings }: { readonly onSettings: () => void }) {
  const t = useTexts(texts);
  const { stage, restart } = useSessionState();
  if (stage.at === 'signIn') {
    return (
      <Box title={<h2 className="box-title">{t.signIn.title}</h2>} className="sign-in">
        <SignInForm login={stage.login} />
      </Box>
    );
  }
  if (stage.at !== 'failed') {
    return (
      <Flex vertical align="center" gap={12} className="sending" role="status">
        <Spin />
        <Typography.Text type="secondary">{t.app.opening}</Typography.Text>
      </Flex>
    );
  }
  if (stage.error instanceof PanelError) {
    return (
      <Result
        status="warning"
        title={t.app.openFailed}
        subTitle={t.signIn.unreachable}
        extra={
          <Button type="primary" onClick={restart}>
            {t.app.retry}
          </Button>
        }
      />
    );
  }
  return (
    <Flex vertical gap={12}>
      <Typography.Text>{t.app.openFailed}</Typography.Text>
      <OutcomeAlert error={stage.error} asked="read">
        <Flex gap={8}>
          {!IS_PANEL && (
            <Button type="primary" onClick={onSettings}>
              {t.app.settings}
            </Button>
          )}
          <Button onClick={restart}>{t.app.retry}</Button>
        </Flex>
      </OutcomeAlert>
    </Flex>
  );
}
