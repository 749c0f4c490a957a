import { Button, Flex, Spin, Typography } from 'antd';
import { AppHeader } from './AppHeader.tsx';
import { useLanguage } from './i18n/useLanguage.ts';
import { OpenMovesProvider } from './moves/OpenMovesProvider.tsx';
import { OutcomeAlert } from './outcome/OutcomeAlert.tsx';
import { SessionContext, useSessionState } from './session/useSession.ts';
import { SettingsDialog } from './settings/SettingsDialog.tsx';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { useOverlay } from './ui/useOverlay.ts';
import { type Overlay, Workspace } from './Workspace.tsx';

/** The page in every stage of its connection. */
export function Page() {
  const { t } = useLanguage();
  const { stage, restart } = useSessionState();
  const { overlay, show, close } = useOverlay<Overlay>();
  return (
    <>
      <AppHeader onDeveloper={() => show({ kind: 'developer' })} onSettings={() => show({ kind: 'settings' })} />
      <main className="main">
        <ErrorBoundary>
          {stage.at === 'open' && (
            // Keyed: nothing of one session, no page number and no open dialog, is left in the next.
            <SessionContext value={stage.session} key={stage.session.id}>
              <OpenMovesProvider>
                <Workspace session={stage.session} overlay={overlay} onShow={show} onClose={close} />
              </OpenMovesProvider>
            </SessionContext>
          )}
          {stage.at === 'opening' && (
            <Flex vertical align="center" gap={12} className="sending" role="status">
              <Spin />
              <Typography.Text type="secondary">{t.app.opening}</Typography.Text>
            </Flex>
          )}
          {stage.at === 'failed' && (
            <Flex vertical gap={12}>
              <Typography.Text>{t.app.openFailed}</Typography.Text>
              <OutcomeAlert error={stage.error} asked="read">
                <Flex gap={8}>
                  <Button type="primary" onClick={() => show({ kind: 'settings' })}>
                    {t.app.settings}
                  </Button>
                  <Button onClick={restart}>{t.app.retry}</Button>
                </Flex>
              </OutcomeAlert>
            </Flex>
          )}
          {stage.at !== 'open' && overlay?.kind === 'settings' && <SettingsDialog locked={false} onClose={close} />}
        </ErrorBoundary>
      </main>
    </>
  );
}
