/** The packed `espai-cdkey admin` with a ledger, over an emulator in this process that can be told to fail. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createEmulator } from './www-site.js';

const COMMAND = fileURLToPath(new URL('../../dist/package/bin/espai-cdkey.js', import.meta.url));

/**
 * @param {import('espai-cdkey/emulator').EmulatorOptions['cards']} cards
 * @param {string[]} [args]
 */
export async function startAdmin(cards, args = []) {
  const emulator = createEmulator({ cards: cards ?? [] });
  const service = await emulator.listen();
  // In memory: the Node that runs these tests need not have SQLite.
  const program = spawn(process.execPath, [COMMAND, 'admin', '--port', '0', '--json', '--ledger', 'memory:', ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], LANG: 'C', ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: service.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(program, 'close');
  let out = '';
  let log = '';
  program.stderr.setEncoding('utf8').on('data', (text) => (log += text));
  program.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  while (!out.includes('\n')) {
    await Promise.race([once(program.stdout, 'data'), ended]);
    if (program.exitCode !== null) throw new Error(`admin did not start: ${log}`);
  }
  /** @type {{ url: string }} */
  const { url: link } = JSON.parse(out);
  return {
    emulator,
    link,
    url: new URL('/', link).href,
    /** What it has told of its requests. */
    log: () => log,
    async close() {
      program.kill('SIGTERM');
      await ended;
      await service.close();
    },
  };
}

/**
 * A request as the page sends it, by who is signed in there.
 * @param {import('playwright-core').Page} page
 * @param {{ url: string }} panel
 * @param {string} path
 * @param {object} data
 * @param {string} [key]
 */
export async function post(page, panel, path, data, key) {
  const headers = { origin: new URL(panel.url).origin, ...(key && { 'idempotency-key': key }) };
  const answer = await page.context().request.post(`${panel.url}api/${path}`, { data, headers });
  return answer.status();
}
