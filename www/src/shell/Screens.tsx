import { Flex, Result, Spin, Typography } from 'antd';
import { Suspense, useEffect, useRef } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { homeOf, mayUse, type Screen, SCREENS } from './screens.ts';
import { texts } from './texts.ts';

/** The screen that the address names. */
export function Screens() {
  const t = useTexts(texts);
  const { access } = useSession();
  const { pathname } = useLocation();
  const home = homeOf(access);
  useFocusOnChange(pathname);
  return (
    // Keyed: a screen that broke does not take the next one with it.
    <ErrorBoundary key={pathname}>
      <Suspense fallback={<Loading />}>
        <Routes>
          {SCREENS.map((screen) => (
            <Route key={screen.path} path={screen.path} element={<Guarded screen={screen} />} />
          ))}
          <Route
            path="/"
            element={
              home === null ? <Result status="403" title={t.shell.nothingAllowed} /> : <Navigate to={home} replace />
            }
          />
          <Route path="*" element={<Result status="404" title={t.shell.notFound} subTitle={t.shell.notFoundHelp} />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

/** What one may not do is not shown, also to those who know its address. The backend refuses it all the same. */
function Guarded({ screen }: { readonly screen: Screen }) {
  const t = useTexts(texts);
  const { access } = useSession();
  const { Component } = screen;
  if (mayUse(screen, access)) return <Component />;
  return <Result status="403" title={t.shell.notAllowed} subTitle={t.shell.notAllowedHelp} />;
}

function Loading() {
  const t = useTexts(texts);
  return (
    <Flex vertical align="center" gap={12} className="sending" role="status">
      <Spin />
      <Typography.Text type="secondary">{t.shell.loading}</Typography.Text>
    </Flex>
  );
}

/** A screen reader is told of a new screen by the focus, as by a new page. Not for the first one: that is a new page. */
function useFocusOnChange(pathname: string): void {
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    document.getElementById('content')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname]);
}
