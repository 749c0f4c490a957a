import { type Access, ENDPOINTS, type Login } from './access.ts';

/** What the backend says of the session: somebody is signed in, or how one does. */
export type Who = { readonly at: 'in'; readonly access: Access } | { readonly at: 'out'; readonly login: Login };

/** What came of a password. */
export type SignIn = 'in' | 'wrong' | 'too_many' | 'failed';

/** The backend answered nothing that this page understands, or nothing at all. */
export class PanelError extends Error {
  override name = 'PanelError';
  readonly httpStatus: number | null;

  constructor(httpStatus: number | null, options?: ErrorOptions) {
    super(httpStatus === null ? 'the backend cannot be reached' : `the backend answered HTTP ${httpStatus}`, options);
    this.httpStatus = httpStatus;
  }
}

/**
 * The API's path, as the page's `<meta name="espai-cdkey-api">` says, relative to the page: whoever embeds the panel may say
 * another there. Only a path is taken, and so never another origin.
 */
export function apiPath(): string {
  const meta = document.querySelector('meta[name="espai-cdkey-api"]');
  const url = new URL(meta?.getAttribute('content') ?? './api', document.baseURI);
  if (url.origin !== location.origin) throw new Error('espai-cdkey-api must be of this page’s own origin');
  return url.pathname.replace(/\/$/, '');
}

/**
 * Asks who is signed in.
 * @throws {PanelError}
 */
export async function askSession(api: string): Promise<Who> {
  const response = await ask(api, 'GET');
  const body = await readJson(response);
  if (response.status === 401) return { at: 'out', login: loginOf(body) };
  if (!response.ok || typeof body.actor !== 'string') throw new PanelError(response.status);
  const { actor, allow, maxTransfer, demo, signOut, operations } = body;
  return {
    at: 'in',
    access: {
      actor,
      allow: ENDPOINTS.filter((endpoint) => Array.isArray(allow) && allow.includes(endpoint)),
      maxTransfer: typeof maxTransfer === 'number' ? maxTransfer : null,
      demo: demo === true,
      signOut: signOut === true,
      operations: operations === 'look' || operations === 'settle' ? operations : null,
    },
  };
}

/** @throws {PanelError} where the page to sign in on has no address that a person could open */
function loginOf({ login, page }: Record<string, unknown>): Login {
  if (login !== 'page') return login === 'password' ? 'password' : 'link';
  const url = typeof page === 'string' && URL.canParse(page, document.baseURI) ? new URL(page, document.baseURI) : null;
  // No `javascript:`, whoever wrote it there.
  if (url === null || !/^https?:$/.test(url.protocol)) throw new PanelError(401);
  return { page: url.href };
}

/** What a person signs in with. It is kept nowhere. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
}

export async function signIn(api: string, credentials: Credentials): Promise<SignIn> {
  try {
    const { ok, status } = await ask(api, 'POST', credentials);
    if (ok) return 'in';
    return status === 401 || status === 403 ? 'wrong' : status === 429 ? 'too_many' : 'failed';
  } catch {
    return 'failed';
  }
}

/**
 * Ends the session.
 * @throws {PanelError}
 */
export async function signOut(api: string): Promise<void> {
  const { ok, status } = await ask(api, 'DELETE');
  if (!ok && status !== 401) throw new PanelError(status);
}

async function ask(api: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<Response> {
  try {
    return await fetch(`${api}/session`, {
      method,
      cache: 'no-store',
      redirect: 'error',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new PanelError(null, { cause });
  }
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
