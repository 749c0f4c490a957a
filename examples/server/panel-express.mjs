/**
 * The panel and its backend under `/admin/cards` of an Express app that has its own log-in and two roles:
 * `ESPAI_API_KEY=… SESSION_SECRET=… FINANCE_PASSWORD=… SUPPORT_PASSWORD=… node panel-express.mjs`.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import express from 'express';
import session from 'express-session';
import { CdkeyClient } from 'espai-cdkey';
import { createFetch } from 'espai-cdkey/node';
import { createHandler, toNodeListener } from 'espai-cdkey/server';

const { SESSION_SECRET = '', ORIGIN, PORT = '3000' } = process.env;
if (SESSION_SECRET.length < 32) throw new Error('SESSION_SECRET must have 32 characters or more');

const READS = /** @type {const} */ (['list', 'detail', 'balanceLogs']);
/** What each role may do: the panel offers no more, and the handler refuses the rest all the same. */
const ROLES = {
  support: { allow: [...READS, /** @type {const} */ ('transfer')], maxTransfer: 100 },
  finance: { allow: [...READS, /** @type {const} */ ('transfer'), /** @type {const} */ ('destroy')] },
};
/** @typedef {keyof typeof ROLES} Role */

/** Your own log-in asks your own users; here there is one for each role. @type {Record<string, { role: Role, password: string | undefined }>} */
const USERS = {
  fin: { role: 'finance', password: process.env['FINANCE_PASSWORD'] },
  sam: { role: 'support', password: process.env['SUPPORT_PASSWORD'] },
};

/**
 * @param {unknown} name
 * @param {unknown} password
 */
function userOf(name, password) {
  const user = typeof name === 'string' && Object.hasOwn(USERS, name) ? USERS[name] : undefined;
  if (!user?.password || typeof password !== 'string') return undefined;
  const [given, right] = [password, user.password].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(given, right) ? { actor: /** @type {string} */ (name), role: user.role } : undefined;
}

/** What a session holds. @param {import('express').Request} request @returns {{ actor: string, role: Role } | undefined} */
const signedIn = (request) => /** @type {any} */ (request.session).user;

const app = express();
app.disable('x-powered-by');
// Behind a proxy that ends TLS: whether a request came by https is what the proxy says.
if (ORIGIN !== undefined) app.set('trust proxy', 'loopback');
app.use(
  // A store of yours goes here: the one of express-session is for trying.
  session({
    secret: SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'strict', secure: 'auto', maxAge: 12 * 3_600_000 },
  }),
);

// --- The panel's API, below the panel -------------------------------------------------------------------------------

const cards = toNodeListener(
  createHandler({
    // The key of ESPAI_API_KEY. Less than the 30 s that the page waits, so that it is told how a move ended.
    client: CdkeyClient.fromEnv({ timeoutMs: 25_000, fetch: createFetch() }),
    // `incoming` is Express' own request, with its session.
    authorize(_request, { incoming }) {
      const user = signedIn(incoming);
      return user === undefined ? false : { actor: user.actor, ...ROLES[user.role] };
    },
    allow: [...READS, 'transfer', 'destroy'],
    basePath: '/admin/cards/api',
    origins: ORIGIN === undefined ? [] : [ORIGIN],
    onEvent: (event) => {
      console.log(JSON.stringify(event));
    },
  }),
);
// Before body parsers, and not by app.use(path, …), which cuts the path off the address.
app.all('/admin/cards/api/cdkey/:call', (request, response) => void cards(request, response));

const sessions = express.Router();
sessions.get('/', (request, response) => {
  const user = signedIn(request);
  if (user === undefined) response.status(401).json({ login: 'password' });
  else response.json({ actor: user.actor, ...ROLES[user.role], signOut: true });
});
// Only JSON: a form of another site cannot send it without asking. Limit the tries, as your own log-in does.
sessions.post('/', express.json({ limit: '4kb' }), (request, response, next) => {
  const user = userOf(request.body?.name, request.body?.password);
  if (user === undefined) {
    response.status(401).json({ login: 'password' });
    return;
  }
  // A session of before goes: whoever knew it is not signed in now.
  request.session.regenerate((error) => {
    if (error) {
      next(error);
      return;
    }
    Object.assign(request.session, { user });
    response.json({ actor: user.actor, ...ROLES[user.role], signOut: true });
  });
});
sessions.delete('/', (request, response, next) => {
  request.session.destroy((error) => {
    if (error) next(error);
    else response.json({});
  });
});
app.use('/admin/cards/api/session', sessions);

// --- The panel's files ----------------------------------------------------------------------------------------------

const folder = fileURLToPath(new URL('panel/', import.meta.resolve('espai-cdkey/package.json')));
const page = readFileSync(`${folder}index.html`, 'utf8');
app.get('/admin/cards', (request, response, next) => {
  // The page's addresses are relative: without the slash they would lead beside it.
  if (request.path.endsWith('/')) next();
  else response.redirect(308, '/admin/cards/');
});
app.get('/admin/cards/', (_request, response) => {
  const nonce = randomBytes(18).toString('base64');
  response.set({
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.type('html').send(page.replaceAll('__CSP_NONCE__', nonce));
});
app.use('/admin/cards', express.static(folder, { index: false }));

app.get('/', (_request, response) => {
  response.send('the rest of your app');
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}/admin/cards/`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
