import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * The page on demo data carries its own policy, so that it holds on any static host. The panel's is sent by the server that serves
 * it, with a nonce for the styles that Ant Design writes while it runs.
 * - `'wasm-unsafe-eval'`: the client compiles WebAssembly; nothing else is evaluated.
 * - inline styles: a static host has no nonce.
 * - `connect-src`: a backend's address is the person's own setting, so any https host, and loopback over http.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What a panel's server replaces by a fresh nonce in each answer. */
const NONCE = '__CSP_NONCE__';

/** Only the built page: the development server needs inline scripts and a socket of its own. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

/** Where the panel's API is, from the page: whoever embeds it may write another path of the same origin there. */
function apiAddress(): Plugin {
  return {
    name: 'api-address',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { name: 'espai-cdkey-api', content: './api' }, injectTo: 'head-prepend' },
    ],
  };
}

/** `vite build`: the page on demo data. `vite build --mode panel`: what `espai-cdkey admin` and other backends serve. */
export default defineConfig(({ mode }) => {
  const panel = mode === 'panel';
  return {
    // Relative addresses: the page works from any folder of any host.
    base: './',
    plugins: [react(), panel ? apiAddress() : contentSecurityPolicy()],
    ...(panel ? { html: { cspNonce: NONCE } } : {}),
    resolve: { alias: [{ find: /^fflate$/, replacement: fileURLToPath(new URL('./src/ui/zip.ts', import.meta.url)) }] },
    // The package is copied, not published: a rebuilt one of the same version must not come out of Vite's cache.
    optimizeDeps: { exclude: ['espai-cdkey'] },
    build: {
      outDir: panel ? 'dist-panel' : 'dist',
      target: 'es2022',
      // Ant Design is one chunk of about 900 kB before compression; it changes only with its version.
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        output: {
          codeSplitting: {
            // In this order: a group takes what its modules import, too, and the emulator imports the client.
            groups: [
              { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/, priority: 6 },
              { name: 'client', test: /node_modules[\\/]espai-cdkey[\\/](?!emulator|bulk)/, priority: 5 },
              { name: 'emulator', test: /node_modules[\\/]espai-cdkey[\\/]emulator/, priority: 4 },
              { name: 'bulk', test: /node_modules[\\/]espai-cdkey[\\/]bulk/, priority: 4 },
              // Each loaded by the one screen that needs it.
              { name: 'chart', test: /node_modules[\\/](chart\.js|@kurkle)[\\/]/, priority: 3 },
              { name: 'xlsx', test: /node_modules[\\/](write-excel-file|fflate)[\\/]/, priority: 3 },
              { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|@emotion)[\\/]/, priority: 1 },
            ],
          },
        },
      },
    },
  };
});
