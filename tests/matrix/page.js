/**
 * What a page of a sample reports.
 */

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @returns {Promise<any>} `globalThis.report`, which the samples set.
 */
export async function reportIn(browser, url) {
  // A context of its own: no service worker or cache of another cell.
  const context = await browser.newContext();
  const page = await context.newPage();
  /** @type {string[]} */
  const heard = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(`${error.name}: ${error.message}`));
  try {
    await page.goto(url);
    const handle = await page.waitForFunction(() => /** @type {any} */ (globalThis).report, null, { timeout: 60_000 });
    return await handle.jsonValue();
  } catch (error) {
    throw new Error(`The page at ${url} reported nothing. It said: ${heard.join('\n') || 'nothing'}`, { cause: error });
  } finally {
    await context.close();
  }
}
