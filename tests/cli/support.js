/**
 * The packed command against `espai-cdkey emulator`, in a folder of its own. The key is a canary: no output may ever have it.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { COMMAND, command, started } from '../support/command.js';

export const KEY = 'canary7canary7canary7canary7cana';

export const folder = mkdtempSync(join(tmpdir(), 'espai-cli-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string} name */
export const file = (name) => join(folder, name);

/**
 * @param {string} name
 * @param {string | Uint8Array} content
 */
export function put(name, content) {
  writeFileSync(file(name), content);
  return name;
}

/** @param {string} name */
export const read = (name) => readFileSync(file(name), 'utf8');

export const CARDS = [
  card({ id: 'trial', code: 'wNaa1GDw', type: '0', apiLimit: 500, userPhone: '15916888888', userName: '琳琅' }),
  card({ id: 'source', code: 'jTkSsmBZ', type: '1', apiLimit: 1000, userPhone: '15916888888', userName: '琳琅' }),
  card({ id: 'target', code: '3AoPbLSQ', type: '2', apiLimit: 200, userPhone: '17516888888', userName: '=星河' }),
  card({ id: 'empty', code: '00001234', type: '1', apiLimit: 0, userPhone: '13816888888', userName: null }),
  card({ id: 'void', code: 'plT9gnas', type: '3', apiLimit: 0, userPhone: null, userName: '青山' }),
];

/** @param {object} values */
function card(values) {
  return { userId: null, createTime: 1743506056109, updateTime: null, ...values };
}

export const MOVE = ['15916888888', 'jTkSsmBZ', '17516888888', '3AoPbLSQ', '10'];

/** @typedef {import('espai-cdkey').Card} Card */

/**
 * Starts an emulator, and gives what runs the command against it.
 * @param {object[]} [cards]
 */
export async function service(cards = CARDS) {
  put('emulator.json', JSON.stringify(cards));
  const args = ['emulator', '--port', '0', '--json', '--control', '--api-key', KEY, '--cards', 'emulator.json'];
  const emulator = command(args, { cwd: folder });
  const { url } = JSON.parse(await emulator.line());
  const env = { LANG: 'C', PATH: process.env['PATH'], ESPAI_API_KEY: KEY, ESPAI_BASE_URL: url };
  const checked = (/** @type {ReturnType<typeof command>} */ running) => ({
    ...running,
    ended: running.ended.then((end) => {
      assert.ok(!`${end.out}${end.err}`.includes(KEY), 'the key was shown');
      return end;
    }),
  });
  /** @returns {Promise<Card[]>} */
  const held = async () => (await fetch(`${url}/_control/cards`)).json();
  return {
    url,
    env,
    /**
     * @param {string[]} given
     * @param {NodeJS.ProcessEnv} [more]
     */
    start: (given, more = {}) => checked(command(given, { cwd: folder, env: { ...env, ...more } })),
    /**
     * To its end.
     * @param {string[]} given
     * @param {NodeJS.ProcessEnv} [more]
     */
    run: (given, more = {}) => checked(command(given, { cwd: folder, env: { ...env, ...more } })).ended,
    /**
     * On a terminal of 80 columns: `script` of util-linux, which every Debian has, makes one. What it shows is its `out`.
     * @param {string[]} given
     * @param {NodeJS.ProcessEnv} [more]
     */
    terminal(given, more = {}) {
      const words = [process.execPath, COMMAND, ...given].map((word) => `'${word}'`).join(' ');
      const line = `stty cols 80 rows 24; exec ${words}`;
      const all = { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh', ...more };
      return checked(started('script', ['-qefc', line, '/dev/null'], { cwd: folder, env: all }));
    },
    /** @param {object} fault As `inject` takes it. */
    async inject(fault) {
      const answer = await fetch(`${url}/_control/inject`, { method: 'POST', body: JSON.stringify(fault) });
      assert.equal((await answer.json()).success, true);
    },
    async reset() {
      await fetch(`${url}/_control/reset`, { method: 'POST', body: '{}' });
    },
    cards: held,
    /** @param {...string} ids */
    async quotas(...ids) {
      const all = await held();
      return ids.map((id) => all.find((each) => each.id === id)?.apiLimit);
    },
  };
}
