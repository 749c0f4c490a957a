/**
 * Signing in by the link of the terminal, and all that is refused.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY, admin, ask, asPage, platform, signedIn } from './support.js';

test('the link signs in once, with a cookie that no script and no other site has', async () => {
  const { link, stop } = await admin(['--demo']);
  assert.equal(link.hostname, '127.0.0.1');
  const answer = await ask(link);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.location, '/');
  const [cookie = ''] = answer.headers['set-cookie'] ?? [];
  assert.match(cookie, /; Path=\//);
  assert.match(cookie, /; HttpOnly/);
  assert.match(cookie, /; SameSite=Strict/);
  const again = await ask(link);
  assert.equal(again.status, 403);
  assert.equal(again.headers['set-cookie'], undefined);
  assert.match(again.text, /used before[\s\S]*已用过/);
  assert.equal((await stop()).status, 0);
});

test('a session is told of itself, and ends by signing out', async () => {
  const { link, stop } = await admin(['--demo']);
  const page = await signedIn(link);
  const told = JSON.parse((await page.session()).text);
  assert.deepEqual(
    { ...told, actor: typeof told.actor },
    {
      actor: 'string',
      allow: ['list', 'detail', 'balanceLogs', 'transfer', 'destroy'],
      demo: true,
      signOut: true,
    },
  );
  assert.equal((await page.call('list', { limit: 1 })).status, 200);
  assert.equal((await page.signOut()).status, 200);
  assert.deepEqual(await page.session().then(({ status, text }) => [status, JSON.parse(text)]), [
    401,
    { login: 'link' },
  ]);
  assert.equal((await page.call('list', { limit: 1 })).status, 401);
  await stop();
});

test('without a session, from another site, by another name or as a form nothing is answered', async () => {
  const service = await platform();
  const { link, stop } = await admin([], service.env);
  const page = await signedIn(link);
  const { root, cookie } = page;
  const list = new URL('api/cdkey/list', root);
  const json = { 'content-type': 'application/json' };
  const post = (/** @type {Record<string, string>} */ headers, body = '{"limit":1}') =>
    ask(list, { method: 'POST', headers, body });

  assert.equal((await post({ ...json, cookie })).status, 200);
  assert.equal((await asPage(root, '').call('list', {})).status, 401);
  assert.equal((await asPage(root, `${cookie}x`).call('list', {})).status, 401);
  assert.equal((await post({ ...json, cookie, origin: 'https://evil.example' })).status, 403);
  assert.equal((await post({ ...json, cookie, 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await post({ ...json, cookie, host: 'evil.example' })).status, 403);
  assert.equal((await post({ ...json, cookie, host: `evil.example:${root.port}` })).status, 403);
  assert.equal((await post({ 'content-type': 'application/x-www-form-urlencoded', cookie }, 'limit=1')).status, 415);
  assert.equal((await post({ 'content-type': 'text/plain', cookie })).status, 415);
  assert.equal((await post({ ...json, cookie }, JSON.stringify({ code: 'x'.repeat(70_000) }))).status, 413);
  assert.equal((await post({ ...json, cookie }, '{"__proto__":{"limit":1}}')).status, 400);
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    assert.equal((await ask(new URL('api/session', root), { headers: { cookie, ...headers } })).status, 403);
  }
  const { err } = await stop();
  assert.ok(!err.includes(KEY));
});

test('every answer is for this page alone: policy, no cache, no frame', async () => {
  const { link, stop } = await admin(['--demo']);
  const root = new URL('/', link);
  const { headers, text } = await ask(root);
  const policy = String(headers['content-security-policy']);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  assert.ok(nonce.length >= 22 && text.includes(nonce) && !text.includes('__CSP_NONCE__'));
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?!')|\*/);
  assert.match(policy, /default-src 'none'.*frame-ancestors 'none'/);
  assert.notEqual(String((await ask(root)).headers['content-security-policy']), policy);
  const script = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(text)?.[1] ?? '';
  for (const path of ['/', `/${script}`, '/nothing', '/api/session', '/sign-in/x']) {
    const answer = await ask(new URL(path, root));
    assert.equal(answer.headers['cache-control'], 'no-store', path);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff', path);
    assert.match(String(answer.headers['content-security-policy']), /frame-ancestors 'none'/, path);
  }
  assert.equal((await ask(new URL(script, root))).headers['content-type'], 'text/javascript');
  for (const path of ['/nothing', '/..%2fpackage.json', '/assets/', '/index.html/..']) {
    assert.ok([404, 200].includes((await ask(new URL(path, root))).status));
  }
  assert.equal((await ask(new URL('/..%2fpackage.json', root))).status, 404);
  await stop();
});

test('read-only: looks, and moves nothing', async () => {
  const service = await platform();
  const { link, stop } = await admin(['--read-only'], service.env);
  const page = await signedIn(link);
  assert.deepEqual(JSON.parse((await page.session()).text).allow, ['list', 'detail', 'balanceLogs']);
  assert.equal((await page.call('list', {})).status, 200);
  assert.equal((await page.call('balance_logs', {})).status, 200);
  const before = await (await fetch(`${service.url}/_control/cards`)).text();
  const move = {
    phone: '15916888888',
    code: 'jTkSsmBZ',
    target_phone: '17516888888',
    target_code: '3AoPbLSQ',
    limit: 1,
  };
  assert.equal((await page.call('transfer', move)).status, 403);
  assert.equal((await page.call('destroy', { ids: ['plT9gnas'] })).status, 403);
  assert.equal(await (await fetch(`${service.url}/_control/cards`)).text(), before);
  await stop();
});

test('each request leaves a line: who, what, and what came of it; no key and no phone', async () => {
  const service = await platform();
  const { link, stop } = await admin([], service.env);
  const page = await signedIn(link);
  const move = {
    phone: '15916888888',
    code: 'jTkSsmBZ',
    target_phone: '17516888888',
    target_code: '3AoPbLSQ',
    limit: 1,
  };
  await page.call('transfer', move);
  await asPage(page.root, '').call('list', {});
  const { err } = await stop();
  const [done, refused] = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(done.endpoint, 'transfer');
  assert.ok(done.actor && done.at);
  assert.equal(refused.code, 'unauthenticated');
  assert.ok(!/15916888888|canary/.test(err));
});
