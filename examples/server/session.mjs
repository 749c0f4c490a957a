/**
 * Sessions as signed cookies, over WebCrypto: the same in Node, Workers, Bun and Deno. Your own log-in (a password, an SSO) calls
 * `sealSession` once it knows who somebody is; where you have sessions already, ask those in `authorize.mjs` instead.
 */

const encoder = new TextEncoder();

/** @param {string} secret At least 32 characters of chance, the same for all processes: `openssl rand -hex 32`. */
function keyOf(secret) {
  if (typeof secret !== 'string' || secret.length < 32) {
    throw new Error('SESSION_SECRET must have 32 characters or more');
  }
  return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
}

/**
 * The value of a session cookie. Set it as `session=…; HttpOnly; Secure; SameSite=Strict; Path=/`.
 * @param {{ user: string, role: string }} who
 * @param {string} secret
 * @param {number} [hours] How long it holds.
 */
export async function sealSession({ user, role }, secret, hours = 12) {
  const text = toText(encoder.encode(JSON.stringify({ user, role, until: Date.now() + hours * 3_600_000 })));
  const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), encoder.encode(text));
  return `${text}.${toText(new Uint8Array(signature))}`;
}

/**
 * Who the cookie of a request names; undefined where there is none, where it was not signed here, and where its time is over.
 * @param {Request} request
 * @param {string} secret
 * @returns {Promise<{ user: string, role: string } | undefined>}
 */
export async function openSession(request, secret) {
  const cookie = /(?:^|;\s*)session=([\w-]+)\.([\w-]+)/.exec(request.headers.get('cookie') ?? '');
  if (cookie === null) return undefined;
  const [, text = '', signature = ''] = cookie;
  // `verify` compares in constant time.
  const genuine = await crypto.subtle.verify('HMAC', await keyOf(secret), toBytes(signature), encoder.encode(text));
  if (!genuine) return undefined;
  const { user, role, until } = JSON.parse(new TextDecoder().decode(toBytes(text)));
  return until > Date.now() ? { user, role } : undefined;
}

/** @param {Uint8Array} bytes */
function toText(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @param {string} text */
function toBytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
