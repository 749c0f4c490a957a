/**
 * Behind a reverse proxy: a password file, tries that are counted, cookies for https only.
 */
import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command } from '../support/command.js';
import { admin, ask, asPage, cookieOf, folder } from './support.js';

const PASSWORD = 'four plain words make it';
const PUBLIC = 'https://ops.example.com/cards';
const file = join(folder, 'users');

/**
 * @param {string[]} args
 * @param {string} [input]
 */
function run(args, input = '') {
  const running = command(['admin', ...args], { cwd: folder });
  running.child.stdin.end(input);
  return running.ended;
}

test('a user is added to the file, which only its owner reads', async () => {
  const added = await run(['--password-file', 'users', '--add-user', 'lin'], `${PASSWORD}\n`);
  assert.equal(added.status, 0, added.err);
  assert.equal(statSync(file).mode & 0o077, 0);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /^lin:\$2b\$12\$/);
  assert.ok(!text.includes(PASSWORD));
  const short = await run(['--password-file', 'users', '--add-user', 'chen'], 'short\n');
  assert.equal(short.status, 2);
  assert.equal(readFileSync(file, 'utf8'), text);
});

test('what others can reach asks for a password', async () => {
  for (const args of [
    ['--demo', '--public-url', PUBLIC],
    ['--demo', '--password-file', 'users'],
    ['--demo', '--public-url', 'http://ops.example.com', '--password-file', 'users'],
    ['--demo', '--public-url', PUBLIC, '--password-file', 'missing'],
  ]) {
    const { status, err, out } = await run([...args, '--port', '0']);
    assert.equal(status, 2, `${args}: ${out}${err}`);
    assert.notEqual(err, '');
  }
});

test('a file that others can read, or with a line that is no user, is refused', async () => {
  const other = join(folder, 'others');
  writeFileSync(other, 'lin:{SHA}abc\n', { mode: 0o600 });
  const plain = await run(['--demo', '--public-url', PUBLIC, '--password-file', 'others']);
  assert.equal(plain.status, 2);
  assert.match(plain.err, /line 1 of others/);
  chmodSync(other, 0o644);
  assert.match((await run(['--demo', '--public-url', PUBLIC, '--password-file', 'others'])).err, /chmod 600 others/);
});

test('signs in with name and password, under the path of the public address', async () => {
  const { stop, link } = await published();
  assert.equal(link.href, `${PUBLIC}/`);
  const { root, headers, signIn } = behindProxy();
  assert.deepEqual(JSON.parse((await ask(new URL('api/session', root), { headers })).text), { login: 'password' });
  assert.equal((await signIn({ name: 'lin', password: 'wrong wrong wrong' })).status, 401);
  assert.equal((await signIn({ name: 'nobody', password: PASSWORD })).status, 401);
  assert.equal((await signIn({ name: 'lin' })).status, 400);
  assert.equal((await signIn({ name: 'lin', password: PASSWORD }, { origin: 'https://evil.example' })).status, 403);
  const answer = await signIn({ name: 'lin', password: PASSWORD });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(JSON.parse(answer.text).actor, 'lin');
  const [cookie = ''] = answer.headers['set-cookie'] ?? [];
  assert.match(cookie, /; Path=\/cards\//);
  assert.match(cookie, /; Secure/);
  const listed = await ask(new URL('api/cdkey/list', root), {
    method: 'POST',
    headers: { ...headers, cookie: cookieOf(answer), 'content-type': 'application/json' },
    body: '{"limit":1}',
  });
  assert.equal(listed.status, 200, listed.text);
  assert.equal((await ask(new URL('/cards', root), { headers })).headers.location, '/cards/');
  assert.equal((await asPage(root, '').call('list', {})).status, 401);
  await stop();
});

test('after ten wrong tries of a name even the right password waits, other names do not', async () => {
  await run(['--password-file', 'users', '--add-user', 'chen'], `${PASSWORD}\n`);
  const { stop } = await published();
  const { signIn } = behindProxy();
  for (let tried = 0; tried < 10; tried += 1) {
    assert.equal((await signIn({ name: 'lin', password: 'wrong wrong wrong' })).status, 401);
  }
  const late = await signIn({ name: 'lin', password: PASSWORD });
  assert.equal(late.status, 429);
  assert.ok(Number(late.headers['retry-after']) > 0);
  assert.equal((await signIn({ name: 'chen', password: PASSWORD })).status, 200);
  await stop();
});

/** Its port, which its first line does not tell: it is the proxy's address that people open. */
const PORT = 18_788 + (process.pid % 1000);

function published() {
  return admin(['--demo', '--public-url', PUBLIC, '--password-file', 'users', '--port', String(PORT)]);
}

/** What a reverse proxy passes on of a page that people opened. */
function behindProxy() {
  const root = new URL(`http://127.0.0.1:${PORT}/cards/`);
  const headers = { host: 'ops.example.com', origin: 'https://ops.example.com', 'sec-fetch-site': 'same-origin' };
  return {
    root,
    headers,
    /**
     * @param {unknown} body
     * @param {Record<string, string>} [more]
     */
    signIn: (body, more = {}) =>
      ask(new URL('api/session', root), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', ...more },
        body: JSON.stringify(body),
      }),
  };
}
