/**
 * The panel's files, out of the package, read once: they are few, and what is read at the start cannot change under a page that is
 * open.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { lookup } from 'mrmime';

/** Where the page has the nonce of its answer to stand, that it may add style sheets. */
const NONCE = '__CSP_NONCE__';
const INDEX = 'index.html';

export class Panel {
  /** @type {Map<string, { type: string, content: Uint8Array<ArrayBuffer> }>} */
  #files = new Map();
  #index;

  /** @param {string} folder */
  constructor(folder) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      // `lookup` knows every ending that a build writes; what it does not know is only ever saved.
      const type = lookup(entry.name) ?? 'application/octet-stream';
      const name = relative(folder, path).split(sep).join('/');
      this.#files.set(name, { type, content: Uint8Array.from(readFileSync(path)) });
    }
    this.#index = readFileSync(join(folder, INDEX), 'utf8');
    this.#files.delete(INDEX);
  }

  /**
   * @param {string} name Of a file other than the page: `assets/main.js`.
   * @returns {Response | undefined}
   */
  file(name) {
    const file = this.#files.get(name);
    return file && new Response(file.content, { headers: { 'content-type': file.type } });
  }

  /** @param {string} nonce */
  page(nonce) {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policyOf(nonce) };
    return new Response(this.#index.replaceAll(NONCE, nonce), { headers });
  }
}

/**
 * Nothing but what is the panel's own. `'wasm-unsafe-eval'`: the client compiles WebAssembly, and nothing else is evaluated.
 * @param {string} nonce
 */
export function policyOf(nonce) {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
