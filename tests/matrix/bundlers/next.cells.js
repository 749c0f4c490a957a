/**
 * Next's app router, by either of its bundlers: a server component, a route handler and a client component in one app.
 */
import { versions } from '../pinned.js';
import { answersAll } from '../sent-once.js';
import { freePort, service, writeApp } from './app.js';
import { checkDemo, inPage, weigh } from './page.js';

/** @typedef {import('../../../scripts/matrix/cells.js').Cell} Cell */
/** @typedef {import('../../../scripts/matrix/cells.js').Context} Context */

const TOOLS = 'next';
const tool = `Next.js ${versions(TOOLS)('next')}`;

/**
 * @param {Context} context
 * @param {string} url
 */
async function useApp(context, url) {
  const handled = await fetch(`${url}/paid`);
  const found = await handled.text();
  if (!/^\{"paid":[1-9]\d*\}$/.test(found)) throw new Error(`The route handler: HTTP ${handled.status} ${found}`);

  const { came: rendered, scripts } = await useRendered(context, url, async (page) => {
    await page.locator('body[data-ready]').waitFor();
    const text = await page.locator('#server').textContent();
    await page.getByRole('button', { name: 'Do it' }).click();
    const report = JSON.parse((await page.locator('#report:not(:empty)').textContent()) ?? '');
    context.check(report);
    if (report.error.isApiError !== true) throw new Error(`The error is no ApiError: ${JSON.stringify(report)}`);
    return { text, total: report.total };
  });
  if (rendered.text !== `${rendered.total} cards`) {
    throw new Error(`The server component rendered ${rendered.text}, and there were ${rendered.total}`);
  }
  await useRendered(context, `${url}/demo`, async (page) => {
    checkDemo(JSON.parse((await page.locator('#report:not(:empty)').textContent()) ?? ''));
  });
  await answersAll(context, url);
  return scripts;
}

/**
 * What cannot be rendered on the server is rendered in the page all the same, and would go unnoticed but for the status.
 * @template T
 * @param {Context} context
 * @param {string} url
 * @param {(page: import('playwright-core').Page) => Promise<T>} use
 */
async function useRendered(context, url, use) {
  const visit = await inPage(context, url, use);
  if (visit.status !== 200) throw new Error(`${url} was not rendered on the server: HTTP ${visit.status}`);
  return visit;
}

/**
 * @param {Context} context
 * @param {string} script
 */
async function start(context, script) {
  const port = await freePort();
  const args = ['run', script, '--', '--hostname', '127.0.0.1', '--port', port];
  await context.start('npm', args, { env: service(context) }).says(/Ready in/);
  return `http://127.0.0.1:${port}`;
}

/** @type {Cell[]} */
export const cells = [
  ['Turbopack', ''],
  ['webpack', ':webpack'],
].flatMap(([bundler, suffix]) => [
  {
    tool,
    mode: `${bundler}, development`,
    group: /** @type {const} */ ('bundler'),
    tools: TOOLS,
    run: async (/** @type {Context} */ context) => {
      writeApp(context, 'bundlers/next');
      await useApp(context, await start(context, `dev${suffix}`));
    },
  },
  {
    tool,
    mode: `${bundler}, production`,
    group: /** @type {const} */ ('bundler'),
    tools: TOOLS,
    run: async (/** @type {Context} */ context) => {
      writeApp(context, 'bundlers/next');
      // Without a key: it is not needed to build, and must not get into what is built.
      await context.exec('npm', ['run', `build${suffix}`], { env: { ESPAI_API_KEY: undefined } });
      const scripts = await useApp(context, await start(context, 'start'));
      return { ...weigh(scripts), note: 'React and Next included' };
    },
  },
]);
