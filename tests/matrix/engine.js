/**
 * A browser of each engine, started for one cell and driven over WebDriver: the one protocol that all three speak.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { globSync } from './glob.js';
import { CHROMIUM_FLAGS } from '../../scripts/matrix/chromium.js';
import { dependency } from './pinned.js';

/** @typedef {import('../../scripts/matrix/cells.js').Context} Context */

/**
 * A running browser.
 * @typedef {object} Engine
 * @property {(url: string) => Promise<any>} report What the page sets as `globalThis.report`.
 * @property {(url: string) => Promise<string>} failure The first error of the page that nobody caught.
 * @property {(url: string, text: string) => Promise<void>} shows Waits until the page shows the text.
 */

/**
 * What wasm-bindgen's test runner is told of an engine.
 * @typedef {object} WasmTests
 * @property {string} variable The environment's, that names the driver.
 * @property {string | undefined} driver
 * @property {object} capabilities
 * @property {Record<string, string>} [env]
 * @property {boolean} [screen] Whether it needs one.
 */

const WAIT_MS = 60_000;

/** @param {string} program */
export function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

/** @param {...(string | undefined)} programs */
const missing = (...programs) => programs.includes(undefined);

/** @param {string} program @param {string[]} args */
function version(program, args) {
  try {
    return /\d+(\.\d+)+/.exec(execFileSync(program, args, { encoding: 'utf8' }))?.[0] ?? '';
  } catch {
    return '';
  }
}

/**
 * From where the cells' tools are installed, once they are.
 * @param {string} [part]
 */
function selenium(part = '') {
  return createRequire(dependency('browsers', 'x.js'))(`selenium-webdriver${part}`);
}

/** @param {any} driver @returns {Engine} */
function driven(driver) {
  /**
   * @param {string} expression
   * @param {string} what
   */
  const until = async (expression, what) => {
    const from = performance.now();
    for (;;) {
      const value = await driver.executeScript(`return ${expression}`);
      if (value) return value;
      if (performance.now() - from > WAIT_MS) {
        const heard = await driver.executeScript('return globalThis.failures');
        throw new Error(`${what}. The page's errors: ${JSON.stringify(heard)}`);
      }
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  };
  return {
    async report(url) {
      await driver.get(url);
      return until('globalThis.report', `The page at ${url} reported nothing`);
    },
    async failure(url) {
      await driver.get(url);
      return until('globalThis.failures && globalThis.failures[0]', `The page at ${url} failed at nothing`);
    },
    async shows(url, text) {
      await driver.get(url);
      await until(`document.body.innerText.includes(${JSON.stringify(text)})`, `The page never showed ${text}`);
    },
  };
}

const MINI_BROWSER = globSync('/usr/lib', /^[^/]+\/webkit2gtk-4\.\d\/MiniBrowser$/);
const CHROMIUM = process.env.CHROMIUM ?? onPath('chromium');
const FIREFOX = onPath('firefox-esr') ?? onPath('firefox');
// WebKit has no headless mode, so it gets a screen that nobody sees; and as root, no sandbox.
const WEBKIT_ENV = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1' };
const WEBKIT_CAPABILITIES = {
  browserName: 'MiniBrowser',
  'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ['--automation'] },
};

/**
 * @type {{
 *   name: string,
 *   unavailable: () => string | undefined,
 *   start: (context: Context) => Promise<Engine>,
 *   wasmTests: WasmTests,
 * }[]}
 */
export const ENGINES = [
  {
    name: `Chromium ${CHROMIUM ? version(CHROMIUM, ['--version']) : ''}`.trim(),
    unavailable: () =>
      missing(CHROMIUM, onPath('chromedriver')) ? 'chromium and chromedriver are not installed' : undefined,
    start: async (/** @type {Context} */ context) => {
      const { Builder } = selenium();
      const chrome = selenium('/chrome');
      const options = new chrome.Options().setChromeBinaryPath(CHROMIUM).addArguments(...CHROMIUM_FLAGS);
      const service = new chrome.ServiceBuilder(onPath('chromedriver'));
      const builder = new Builder().forBrowser('chrome').setChromeOptions(options).setChromeService(service);
      return opened(context, await builder.build());
    },
    wasmTests: {
      variable: 'CHROMEDRIVER',
      driver: onPath('chromedriver'),
      capabilities: { 'goog:chromeOptions': { binary: CHROMIUM, args: CHROMIUM_FLAGS } },
    },
  },
  {
    name: `Firefox ${FIREFOX ? version(FIREFOX, ['--version']) : ''}`.trim(),
    unavailable: () =>
      missing(FIREFOX, onPath('geckodriver')) ? 'firefox-esr and geckodriver are not installed' : undefined,
    start: async (/** @type {Context} */ context) => {
      const { Builder } = selenium();
      const firefox = selenium('/firefox');
      const options = new firefox.Options().setBinary(FIREFOX).addArguments('-headless');
      const service = new firefox.ServiceBuilder(onPath('geckodriver'));
      const builder = new Builder().forBrowser('firefox').setFirefoxOptions(options).setFirefoxService(service);
      return opened(context, await builder.build());
    },
    wasmTests: {
      variable: 'GECKODRIVER',
      driver: onPath('geckodriver'),
      capabilities: { 'moz:firefoxOptions': { binary: FIREFOX, args: ['-headless'] } },
    },
  },
  {
    name: `WebKitGTK ${MINI_BROWSER ? version('xvfb-run', ['-a', MINI_BROWSER, '--version']) : ''}`.trim(),
    unavailable: () =>
      missing(MINI_BROWSER, onPath('WebKitWebDriver'), onPath('xvfb-run'))
        ? 'webkit2gtk-driver and xvfb are not installed'
        : undefined,
    start: async (/** @type {Context} */ context) => {
      const { Builder, Capabilities } = selenium();
      const port = 20_000 + Math.floor(Math.random() * 20_000);
      context.start('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], { env: WEBKIT_ENV });
      await answering(`http://127.0.0.1:${port}/status`);
      const capabilities = new Capabilities(WEBKIT_CAPABILITIES);
      const builder = new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities);
      return opened(context, await builder.build());
    },
    wasmTests: {
      variable: 'SAFARIDRIVER',
      driver: onPath('WebKitWebDriver'),
      capabilities: WEBKIT_CAPABILITIES,
      env: WEBKIT_ENV,
      screen: true,
    },
  },
];

/**
 * @param {Context} context
 * @param {any} driver
 */
function opened(context, driver) {
  context.later(async () => {
    await driver.quit();
  });
  return driven(driver);
}

/** @param {string} url */
async function answering(url) {
  for (let tries = 0; tries < 100; tries += 1) {
    const good = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (good) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`${url} did not answer`);
}
