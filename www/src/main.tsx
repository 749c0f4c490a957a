import { QueryClientProvider } from '@tanstack/react-query';
import { App } from 'antd';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { HashRouter } from 'react-router';
import { LanguageProvider } from './i18n/LanguageProvider.tsx';
import { SessionProvider } from './session/SessionProvider.tsx';
import { Page } from './shell/Page.tsx';
import { giveNonceToStyles, styleNonce } from './ui/nonce.ts';
import { createQueries } from './ui/queries.ts';
import { ThemeProvider } from './ui/ThemeProvider.tsx';
import './ui/page.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const nonce = styleNonce();
if (nonce !== undefined) giveNonceToStyles(nonce);

createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <LanguageProvider>
        <App>
          <QueryClientProvider client={createQueries()}>
            {/* Screens are in the hash: no server has to know them, and the panel works under any path. */}
            {/* At once, not as a transition: what a person does next must act on the page that the address names. */}
            <HashRouter useTransitions={false}>
              <SessionProvider>
                <Page />
              </SessionProvider>
            </HashRouter>
          </QueryClientProvider>
        </App>
      </LanguageProvider>
    </ThemeProvider>
  </StrictMode>,
);
