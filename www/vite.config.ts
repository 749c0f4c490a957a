import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * The built page carries its own policy, so that it holds on any static host.
 * - `'wasm-unsafe-eval'`: the client compiles WebAssembly; nothing else is evaluated.
 * - inline styles: Ant Design writes its style sheets while it runs.
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

export default defineConfig({
  // Relative addresses: the page works from any folder of any host.
  base: './',
  plugins: [react(), contentSecurityPolicy()],
  // The package is copied, not published: a rebuilt one of the same version must not come out of Vite's cache.
  optimizeDeps: { exclude: ['espai-cdkey'] },
  build: {
    target: 'es2022',
    // Ant Design is one chunk of about 900 kB before compression; it changes only with its version.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // In this order: a group takes what its modules import, too, and the emulator imports the client.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 4 },
            { name: 'client', test: /node_modules[\\/]espai-cdkey[\\/](?!emulator)/, priority: 3 },
            { name: 'emulator', test: /node_modules[\\/]espai-cdkey[\\/]emulator/, priority: 2 },
            { name: 'antd', test: /node_modules[\\/]/, priority: 1 },
          ],
        },
      },
    },
  },
});
