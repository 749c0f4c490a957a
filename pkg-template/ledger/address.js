/**
 * What the address of a ledger names.
 */
import { refused } from './failure.js';

/**
 * @param {unknown} url
 * @returns {{ kind: 'memory' } | { kind: 'postgres', url: string } | { kind: 'sqlite', path: string }}
 */
export function addressOf(url) {
  if (typeof url === 'string') {
    if (url === 'memory:') return { kind: 'memory' };
    if (/^postgres(ql)?:\/\//.test(url)) return { kind: 'postgres', url };
    const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/s.exec(url)?.[1];
    if (path !== undefined && path !== ':memory:') return { kind: 'sqlite', path };
  }
  throw refused(
    'invalid_config',
    'url',
    "must be 'sqlite:FILE', such as sqlite:./operations.db, 'postgres://…', or 'memory:' for tests",
  );
}
