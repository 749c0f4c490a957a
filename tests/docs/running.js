/**
 * Runs a sample as a user would: a file of its own in a folder where the package is installed, with the address and the
 * key in the environment.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEmulator } from 'espai-cdkey/emulator';

/** Beside `node_modules`, so that a sample finds the package by its name. */
const INSTALLED = fileURLToPath(new URL('../../', import.meta.url));

/** The package's command. */
export const COMMAND = join(INSTALLED, 'node_modules/.bin/espai-cdkey');

/** What a test gives its clean-up to. @typedef {{ after: (clean: () => unknown) => void }} Test */

/**
 * An emulator on a socket.
 * @param {Test} t
 * @param {import('espai-cdkey/emulator').EmulatorOptions} [options]
 */
export async function listening(t, options) {
  const emulator = createEmulator(options);
  const server = await emulator.listen();
  t.after(() => server.close());
  return { emulator, url: server.url };
}

/**
 * @typedef {object} Ran
 * @property {number | null} status
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * Asynchronous, since the emulator it calls is in this process.
 * @param {Test} t
 * @param {string} text
 * @param {'mjs' | 'cjs'} kind
 * @param {{ url: string, apiKey: string }} service
 * @returns {Promise<Ran>}
 */
export function runProgram(t, text, kind, { url, apiKey }) {
  mkdirSync(join(INSTALLED, 'samples'), { recursive: true });
  const folder = mkdtempSync(join(INSTALLED, 'samples', 'run-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, `sample.${kind}`);
  writeFileSync(file, text);
  const env = { ...process.env, ESPAI_API_KEY: apiKey, ESPAI_BASE_URL: url, FORCE_COLOR: '0' };
  return ended(spawn(process.execPath, [file], { cwd: folder, env, timeout: 30_000 }));
}

/**
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} child
 * @returns {Promise<Ran>}
 */
function ended(child) {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (piece) => (stdout += piece));
    child.stderr.setEncoding('utf8').on('data', (piece) => (stderr += piece));
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/**
 * Starts the package's command, and gives the first line that it prints.
 * @param {Test} t
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [where]
 * @returns {Promise<string>}
 */
export function firstLine(t, args, { cwd = INSTALLED, env = {} } = {}) {
  const child = spawn(COMMAND, args, { cwd, env: { ...process.env, ...env } });
  t.after(() => child.kill());
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stderr.setEncoding('utf8').on('data', (piece) => (stderr += piece));
    child.stdout.setEncoding('utf8').on('data', (piece) => {
      stdout += piece;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    child.on('error', reject).on('close', (status) => reject(new Error(`ended with ${status}: ${stderr}`)));
  });
}

/**
 * Runs a session in one shell, as a reader would, and gives what each command prints.
 * @param {Test} t
 * @param {readonly string[]} commands
 * @param {readonly { name: string, text: string }[]} files
 * @param {{ url: string, apiKey: string }} service
 * @returns {Promise<string[]>}
 */
export async function runSession(t, commands, files, { url, apiKey }) {
  mkdirSync(join(INSTALLED, 'samples'), { recursive: true });
  const folder = mkdtempSync(join(INSTALLED, 'samples', 'session-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  // A sign between them that nothing prints; each finds the status of the one before.
  const script = commands.map((command) => `(exit $before)\n${command}\nbefore=$?\nprintf '\\036'\n`).join('');
  const bin = join(INSTALLED, 'node_modules/.bin');
  const env = {
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    npm_config_update_notifier: 'false',
  };
  const child = spawn('bash', ['-c', `exec 2>&1\nbefore=0\n${script}`], {
    cwd: folder,
    env: { ...env, ESPAI_BASE_URL: url, ESPAI_API_KEY: apiKey },
    timeout: 100_000,
  });
  const { stdout } = await ended(child);
  // A CSV file's lines end with CR LF; a document's do not.
  return stdout.replaceAll('\r\n', '\n').split('\x1e').slice(0, -1);
}
