/**
 * The panel of docs/vue.md, built by Vite and used in Chromium.
 */
import { versions } from '../pinned.js';
import { freePort, samplesWithBackend, served } from './app.js';
import { inPage } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */

const TOOLS = 'vue';
const pinned = versions(TOOLS);

/** @type {Cell[]} */
export const cells = [
  {
    tool: `Vue ${pinned('vue')}`,
    mode: `a panel with Element Plus ${pinned('element-plus')}`,
    group: 'bundler',
    tools: TOOLS,
    async run(context) {
      samplesWithBackend(context, 'vue');
      await context.exec('npm', ['run', 'build']);
      const { backend } = context;
      const listed = await backend.fetch('http://backend/api/cdkey/list', { method: 'POST', body: '{"type":"5"}' });
      const [target] = /** @type {any} */ (await listed.json()).data;
      const port = await freePort();
      const args = ['--host', '127.0.0.1', '--port', port, '--strictPort'];
      const url = await served(context, { script: 'start', args, ready: /Local:/, port });
      await inPage(context, url, async (page) => {
        const row = (/** @type {string} */ code) => page.getByRole('row').filter({ hasText: code });
        await row('3AoPbLSQ').getByText('175****8888').waitFor();
        await row('3AoPbLSQ').getByRole('button', { name: '详情' }).click();
        await page.getByRole('dialog').getByText('17516888888').waitFor();
        await page.keyboard.press('Escape');

        const close = () => page.locator('.el-dialog__footer').getByRole('button', { name: '关闭' }).click();
        /** @param {string} toCode @param {string} limit */
        const ask = async (toCode, limit) => {
          await row('3AoPbLSQ').getByRole('button', { name: '转让' }).click();
          await page.getByLabel('目标手机号').fill('15916888888');
          await page.getByLabel('目标兑换码').fill(toCode);
          await page.getByLabel('额度', { exact: true }).fill(limit);
          await page.locator('.el-dialog__footer').getByRole('button', { name: '转让' }).click();
          await page.locator('.el-message-box').getByRole('button', { name: '确定' }).click();
        };
        const alert = (/** @type {string} */ text) => page.getByRole('alert').filter({ hasText: text }).waitFor();
        // No whole number: refused before it is sent. And to a trial card: by the service.
        await ask(target.code, '1.5');
        await alert('请求没有发出');
        await close();
        await ask('wNaa1GDw', '1');
        await alert('平台没有执行');
        await close();
        if (backend.changes() !== 0) throw new Error('A refused transfer changed a card');
        await ask(target.code, '1');
        await row('3AoPbLSQ').getByText('199', { exact: true }).waitFor();

        backend.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
        await ask(target.code, '1');
        await alert('转让结果未知');
        if ((await page.locator('.el-dialog__footer').getByRole('button', { name: '转让' }).count()) !== 0) {
          throw new Error('A transfer whose outcome is unknown is offered again');
        }
        await close();
        await row('3AoPbLSQ').getByText('198', { exact: true }).waitFor();
        if (backend.changes() !== 2) throw new Error(`There were ${backend.changes()} changes, and two transfers`);
        await page.getByRole('textbox', { name: '兑换码', exact: true }).fill('nosuchcd');
        await page.getByRole('button', { name: '查询' }).click();
        await page.getByText('共 0 条').waitFor();
      });
    },
  },
];
