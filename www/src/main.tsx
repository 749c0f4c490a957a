import { QueryClientProvider } from '@tanstack/react-query';
import { App } from 'antd';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from './i18n/LanguageProvider.tsx';
import { Page } from './Page.tsx';
import { SessionProvider } from './session/SessionProvider.tsx';
import { createQueries } from './ui/queries.ts';
import './ui/page.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <App>
        <QueryClientProvider client={createQueries()}>
          <SessionProvider>
            <Page />
          </SessionProvider>
        </QueryClientProvider>
      </App>
    </LanguageProvider>
  </StrictMode>,
);
