/**
 * Every sample of the READMEs and of `docs` runs, and prints what its document says.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { ROOT, documents, documentsOfMatrix, samplesOf } from './documents.js';
import { COMMAND, firstLine, listening, runProgram, runSession } from './running.js';

const { name } = JSON.parse(readFileSync(join(ROOT, 'pkg-template/package.json'), 'utf8'));
/** It has samples that are not whole without a service given for them: `migration.test.js` runs it. */
const ELSEWHERE = 'docs/migration-from-axios.md';

for (const { path, programs, commands, session, files, quotes, nginx } of documents().filter(
  (document) => document.path !== ELSEWHERE,
)) {
  if (programs.length + commands.length + session.length + quotes.length + nginx.length === 0) continue;
  describe(path, () => {
    for (const { number, text, kind, output } of programs) {
      test(`program ${number}`, async (t) => {
        const { emulator, url } = await listening(t);
        const ran = await runProgram(t, text, kind, { url, apiKey: emulator.apiKey });
        assert.equal(ran.stderr, '');
        assert.equal(ran.status, 0);
        if (output === null) assert.notEqual(ran.stdout, '', 'a sample shows that it did something');
        else assert.equal(ran.stdout, output);
      });
    }
    if (session.length > 0) {
      test('session', async (t) => {
        const start = commands.find((command) => command.startsWith(EMULATOR)) ?? EMULATOR;
        const service = JSON.parse(await firstLine(t, emulatorArgs(start)));
        const printed = await runSession(
          t,
          session.map(({ command }) => command),
          files,
          service,
        );
        for (const [index, { command, output }] of session.entries()) {
          assert.match(printed[index] ?? '', patternOf(output), `$ ${command}\n${printed[index]}`);
        }
      });
    }
    for (const [at, quote] of quotes.entries()) {
      test(`quote ${at + 1} of ${quote.name}`, () => {
        assert.ok(readFileSync(join(ROOT, quote.name), 'utf8').includes(quote.text), quote.text);
      });
    }
    for (const [at, part] of nginx.entries()) test(`nginx takes part ${at + 1}`, (t) => checkNginx(t, part));
    for (const command of new Set(commands)) test(command, (t) => checkCommand(t, command));
  });
}

const EMULATOR = `npx ${name} emulator`;

/**
 * On a free port: the one in the document may be taken here.
 * @param {string} command
 */
function emulatorArgs(command) {
  const args = command.split(/\s+/).slice(2);
  const port = args.indexOf('--port');
  return [...(port === -1 ? [...args, '--port', '0'] : args.with(port + 1, '0')), '--json'];
}

/**
 * What a session shows as printed, where `…` is what differs each time.
 * @param {string} output
 */
function patternOf(output) {
  const parts = output.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^\\n]*')}$`);
}

/**
 * The panel starts and gives its address, or adds the user.
 * @param {import('./running.js').Test} t
 * @param {string[]} args
 */
async function checkAdmin(t, args) {
  const cwd = mkdtempSync(join(tmpdir(), 'espai-cdkey-admin-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const file = args.indexOf('--password-file');
  if (file !== -1) {
    const users = ['admin', '--add-user', 'lin', ...args.slice(file, file + 2)];
    const added = spawnSync(COMMAND, users, { cwd, input: 'a password long enough\n', encoding: 'utf8' });
    assert.equal(added.status, 0, added.stderr);
    if (args.includes('--add-user')) return assert.deepEqual(args.toSorted(), users.toSorted());
  }
  const { emulator, url: service } = await listening(t);
  const env = { ESPAI_API_KEY: emulator.apiKey, ESPAI_BASE_URL: service };
  const { url } = JSON.parse(await firstLine(t, [...args, '--port', '0', '--json'], { cwd, env }));
  assert.match(url, /^https?:\/\//);
}

/**
 * nginx itself reads it, as a part of a server.
 * @param {import('node:test').TestContext} t
 * @param {string} part
 */
function checkNginx(t, part) {
  const place = mkdtempSync(join(tmpdir(), 'espai-cdkey-nginx-'));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  const file = join(place, 'nginx.conf');
  writeFileSync(file, `pid ${place}/pid;\nevents {}\nhttp {\n  access_log off;\n  server {\n${part}}\n}\n`);
  const { status, stderr } = spawnSync('/usr/sbin/nginx', ['-t', '-c', file, '-e', join(place, 'error.log')], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
}

/** All that has no file's name in the documents of the matrix: commands, and what is looked at. */
const UNNAMED = ['sh', 'text'];

test('the matrix can run every sample of its documents, and does', () => {
  const cells = filesUnder('tests/matrix')
    .concat(filesUnder('scripts/matrix'))
    .filter((file) => file.endsWith('.js'));
  const code = cells.map((file) => readFileSync(file, 'utf8')).join('\n');
  for (const path of documentsOfMatrix()) {
    for (const { language, name: file, text } of samplesOf(join(ROOT, path))) {
      assert.ok(file !== '' || UNNAMED.includes(language), `${path}: no file for it: ${text}`);
    }
    assert.ok(code.includes(`'${path.slice(5, -3)}'`), `${path} is in no cell`);
  }
});

/** @param {string} folder */
function filesUnder(folder) {
  const found = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return found.filter((path) => !path.includes('node_modules')).map((path) => join(ROOT, folder, path));
}

/**
 * A command that installs or builds is not run again here: it must be one that there is. The package's own are run.
 * @param {import('./running.js').Test} t
 * @param {string} command
 */
async function checkCommand(t, command) {
  const [program, ...args] = command.split(/\s+/);
  if (program === 'make') {
    const targets = readFileSync(join(ROOT, 'Makefile'), 'utf8').matchAll(/^([a-z]+):.*## /gm);
    assert.deepEqual(args.length, 1);
    assert.ok(
      [...targets].some(([, target]) => target === args[0]),
      `no such target: ${command}`,
    );
  } else if (program === 'npm') {
    assert.deepEqual(args, ['install', name]);
  } else if (command.startsWith(EMULATOR)) {
    const line = await firstLine(t, emulatorArgs(command));
    const { url, apiKey } = JSON.parse(line);
    assert.ok((await new CdkeyClient({ apiKey, baseUrl: url }).list()).total > 0);
  } else if (/^(npx )?espai-cdkey admin\b/.test(command)) {
    await checkAdmin(t, command.slice(command.indexOf('admin')).split(/\s+/));
  } else if (program === 'export') {
    for (const each of args) assert.match(each, /^(ESPAI_API_KEY|ESPAI_BASE_URL)=/);
  } else {
    assert.fail(`a command that nobody knows how to check: ${command}`);
  }
}
