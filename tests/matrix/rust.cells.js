/**
 * The page of docs/rust.md: the typed client of Rust in a Leptos page, used in Chromium against a backend.
 */
import { PAGE, isBuilt, pinned } from '../../scripts/matrix/rust-page.js';
import { inPage } from './bundlers/page.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */

const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** @type {Cell[]} */
export const cells = [
  {
    tool: `Leptos ${pinned('leptos')}`,
    mode: 'the typed client of Rust',
    group: 'bundler',
    unavailable: () => (isBuilt() ? undefined : 'its page is not built; it is by `make test ONLY=matrix`'),
    async run(context) {
      const { backend, serve } = context;
      const listed = await backend.fetch('http://backend/api/cdkey/list', { method: 'POST', body: '{"type":"5"}' });
      const [target] = /** @type {any} */ (await listed.json()).data;
      const { url } = await serve(PAGE, { csp: CSP });
      await inPage(context, url, async (page) => {
        const row = (/** @type {string} */ code) => page.getByRole('row').filter({ hasText: code });
        await row('3AoPbLSQ').getByText('175****8888').waitFor();
        const move = page.getByRole('button', { name: '确定转让' });
        /** @param {string} code @param {string} limit */
        const ask = async (code, limit) => {
          await row('3AoPbLSQ').getByRole('button', { name: '转让' }).click();
          await page.getByLabel('目标手机号').fill('15916888888');
          await page.getByLabel('目标兑换码').fill(code);
          await page.getByLabel('额度', { exact: true }).fill(limit);
          await move.click();
        };
        const alert = (/** @type {string} */ text) => page.getByRole('alert').filter({ hasText: text }).waitFor();
        // No whole number, and more than there is: refused before it is sent.
        await ask(target.code, '1.5');
        await alert('limit must be');
        await ask(target.code, '201');
        await alert('limit is more');
        if (backend.changes() !== 0) throw new Error('A refused transfer changed a card');
        await ask(target.code, '1');
        await page
          .getByRole('status')
          .filter({ hasText: /^已转让$/ })
          .waitFor();
        await row('3AoPbLSQ').getByText('199', { exact: true }).waitFor();

        backend.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
        await ask(target.code, '1');
        await page.getByRole('status').filter({ hasText: '由两张卡的余额确认' }).waitFor();
        await row('3AoPbLSQ').getByText('198', { exact: true }).waitFor();
        backend.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
        await ask(target.code, '1');
        await alert('结果未知');
        if (await move.isEnabled()) throw new Error('A transfer whose outcome is unknown is offered again');
        if (backend.changes() !== 2) throw new Error(`There were ${backend.changes()} changes, and two transfers`);
        await page.getByLabel('类型').fill('5');
        await page.getByRole('button', { name: '查询' }).click();
        await page.getByText('共 1 张').waitFor();
      });
    },
  },
];
