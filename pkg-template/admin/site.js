/**
 * The admin site, as one function from a request to an answer: the panel's files, the sign-in, and the handler that guards the key.
 *
 * What is not for this site's own page is refused before anything is looked at: a Host of another name (a page of another site whose
 * name was made to lead here), another origin, a form.
 */
import { randomBytes } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import { bodyOf } from '../server/body.js';
import { isJson } from './json.js';
import { isRight } from './passwords.js';

/** @typedef {import('./panel.js').Panel} Panel */
/** @typedef {import('./sessions.js').Sessions} Sessions */

/**
 * @typedef {object} SiteOptions
 * @property {string} base Where it lies: '' or a path without a slash at its end.
 * @property {readonly string[]} hosts What the Host of a request may be.
 * @property {readonly string[]} origins What its Origin may be.
 * @property {boolean} secure Whether cookies go over https only.
 * @property {string} cookie Its name.
 * @property {Panel} panel
 * @property {Sessions} sessions
 * @property {{ users: () => Promise<import('./passwords.js').Users>, tries: import('./tries.js').Tries }} [passwords] Without them
 *   one signs in by a link.
 * @property {(actor: string) => object} session What the page is told of who is signed in.
 * @property {import('../server/server.js').Handler} handle Everything below `/api/cdkey/`.
 * @property {import('./operations.js').OperationsApi} [operations] Everything below `/api/operations/`, where there is a ledger.
 */

/** On every answer. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};
/** What is not a page runs nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";
/** Of a sign-in: a name and a password. */
const MOST_BYTES = 4096;

export class Site {
  #options;

  /** @param {SiteOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * @param {Request} request
   * @param {unknown} [more] For the handler.
   * @returns {Promise<Response>}
   */
  async answer(request, more) {
    const answer = await this.#route(request, more);
    for (const [name, value] of Object.entries(HEADERS)) answer.headers.set(name, value);
    if (!answer.headers.has('content-security-policy')) answer.headers.set('content-security-policy', NOTHING);
    return answer;
  }

  /**
   * @param {Request} request
   * @param {unknown} more
   * @returns {Promise<Response>}
   */
  async #route(request, more) {
    const { base, hosts, panel, handle } = this.#options;
    if (!hosts.includes(request.headers.get('host') ?? '')) {
      return told(403, 'This panel is not served under this name. 此面板不以这个主机名提供服务。');
    }
    const { pathname } = new URL(request.url);
    if (base !== '' && pathname === base && isRead(request)) return sentTo(`${base}/`);
    if (!pathname.startsWith(`${base}/`)) return nothing();
    const path = pathname.slice(base.length + 1);
    if (path.startsWith('api/cdkey/')) return handle(request, more);
    if (path === 'api/session') return this.#session(request);
    if (path.startsWith('api/operations/')) return this.#operations(request, path.slice('api/operations/'.length));
    if (!isRead(request)) return told(405, 'GET or HEAD only.', { allow: 'GET, HEAD' });
    if (path.startsWith('sign-in/')) return this.#link(path.slice('sign-in/'.length));
    const found = path === '' ? panel.page(randomBytes(18).toString('base64')) : (panel.file(path) ?? nothing());
    return request.method === 'HEAD' ? new Response(null, found) : found;
  }

  /**
   * The link of the terminal. The page itself needs no session, so that its cookie may be SameSite=Strict: a browser that comes from
   * another site's page does not send it on the way on, and does for all that the page then asks.
   * @param {string} token
   */
  #link(token) {
    const { base, sessions, passwords } = this.#options;
    const actor = passwords === undefined ? sessions.redeem(token) : undefined;
    if (actor === undefined) {
      return told(
        403,
        'This link was used before, or is an older one. Press Enter in the terminal where the panel runs: it shows a new one.\n此链接已用过，或已被更新的链接取代。请在运行面板的终端按回车键获取新链接。',
      );
    }
    return sentTo(`${base}/`, this.#setCookie(sessions.open(actor)));
  }

  /**
   * @param {Request} request
   * @returns {Promise<Response>}
   */
  async #session(request) {
    if (!this.#isOwn(request)) return said(403, { error: 'wrong_origin' });
    const { passwords, sessions, session, cookie } = this.#options;
    if (isRead(request)) {
      const actor = sessions.actorOf(tokenOf(request, cookie));
      if (actor !== undefined) return said(200, session(actor));
      return said(401, { login: passwords === undefined ? 'link' : 'password' });
    }
    if (request.method === 'DELETE') {
      sessions.close(tokenOf(request, cookie));
      return said(200, {}, this.#setCookie(''));
    }
    if (request.method !== 'POST') return told(405, 'GET, POST or DELETE only.', { allow: 'GET, HEAD, POST, DELETE' });
    return this.#signIn(request);
  }

  /**
   * @param {Request} request
   * @param {string} action
   * @returns {Promise<Response>}
   */
  async #operations(request, action) {
    const { operations, sessions, cookie } = this.#options;
    if (operations === undefined) return nothing();
    if (!this.#isOwn(request)) return said(403, { error: 'wrong_origin' });
    const { status, value } = await operations.answer(request, action, sessions.actorOf(tokenOf(request, cookie)));
    return said(status, value);
  }

  /**
   * @param {Request} request
   * @returns {Promise<Response>}
   */
  async #signIn(request) {
    const { passwords, sessions, session, cookie } = this.#options;
    if (passwords === undefined) return said(403, { login: 'link' });
    if (!isJson(request)) return said(415, { error: 'json_only' });
    const given = credentials(await bodyOf(request, MOST_BYTES));
    if (given === undefined) return said(400, { error: 'name_and_password' });
    const { name, password } = given;
    const seconds = await passwords.tries.begin(name);
    if (seconds !== undefined) {
      return said(429, { login: 'password', retryAfter: seconds }, { 'retry-after': String(seconds) });
    }
    if (!(await isRight(await passwords.users(), name, password))) return said(401, { login: 'password' });
    await passwords.tries.right(name);
    // A token of before goes: whoever knew it is not signed in now.
    sessions.close(tokenOf(request, cookie));
    return said(200, session(name), this.#setCookie(sessions.open(name)));
  }

  /**
   * Whether it is the page's own, or of a program that says nothing of pages and so carries no cookie by itself.
   * @param {Request} request
   */
  #isOwn({ headers }) {
    const origin = headers.get('origin');
    const site = headers.get('sec-fetch-site');
    return (
      (origin === null || this.#options.origins.includes(origin)) &&
      (site === null || site === 'same-origin' || site === 'none')
    );
  }

  /**
   * @param {string} value Empty takes it away.
   */
  #setCookie(value) {
    const { cookie: name, base, secure } = this.#options;
    const ends = value === '' ? { maxAge: 0 } : {};
    const path = `${base}/`;
    return {
      'set-cookie': stringifySetCookie({ name, value, httpOnly: true, sameSite: 'strict', path, secure, ...ends }),
    };
  }
}

/**
 * The token of a session, out of a request's cookies.
 * @param {Request} request
 * @param {string} cookie Its name.
 */
export function tokenOf({ headers }, cookie) {
  return parseCookie(headers.get('cookie') ?? '')[cookie];
}

/** @param {Request} request */
function isRead({ method }) {
  return method === 'GET' || method === 'HEAD';
}

/**
 * @param {number} status
 * @param {string} text
 * @param {Record<string, string>} [headers]
 */
function told(status, text, headers = {}) {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });
}

/**
 * @param {number} status
 * @param {object} value
 * @param {Record<string, string>} [headers]
 */
function said(status, value, headers = {}) {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });
}

function nothing() {
  return told(404, 'There is nothing here. 这里什么也没有。');
}

/**
 * @param {string} location
 * @param {Record<string, string>} [headers]
 */
function sentTo(location, headers = {}) {
  return new Response(null, { status: 303, headers: { location, ...headers } });
}

/**
 * @param {Awaited<ReturnType<typeof bodyOf>>} body
 * @returns {{ name: string, password: string } | undefined}
 */
function credentials(body) {
  if (typeof body === 'string') return undefined;
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, password } = /** @type {{ name?: unknown, password?: unknown }} */ (value);
  return typeof name === 'string' && typeof password === 'string' && name.length <= 64 ? { name, password } : undefined;
}
