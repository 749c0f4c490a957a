/**
 * The part of the package that the command loads for bulk work. It has no public name, and lies beside the command.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = dirname(fileURLToPath(import.meta.resolve('espai-cdkey')));

/** @type {typeof import('../../pkg-template/bulk/bulk.node.js')} */
export const bulk = await import(join(PACKAGE, 'bulk.node.js'));

export const HEADER = 'phone,code,target_phone,target_code,limit';

/** @param {number} at */
export const phoneOf = (at) => String(13800000000 + at);
/** @param {number} at */
export const codeOf = (at) => `card${String(at).padStart(4, 'x')}`;

/**
 * Paid cards with much on them, as the service writes them.
 * @param {number} count
 */
export function cards(count) {
  return Array.from({ length: count }, (_, at) => ({
    id: `id-of-${codeOf(at)}`,
    code: codeOf(at),
    type: '1',
    api_limit: 1_000_000,
    user_phone: Number(phoneOf(at)),
  }));
}

/**
 * Lines of transfers between these cards. Each has an amount of its own, from 1: by it a record of the service names its line.
 * @param {number} many
 * @param {number} count
 */
export function lines(many, count) {
  return Array.from({ length: many }, (_, at) => {
    const source = at % count;
    const target = (source + 1 + ((at * 7) % (count - 1))) % count;
    return [phoneOf(source), codeOf(source), phoneOf(target), codeOf(target), at + 1].join(',');
  });
}

/** A folder that is thrown away with the machine's others. */
export function folder() {
  return mkdtempSync(join(tmpdir(), 'espai-cdkey-bulk-'));
}

/**
 * @param {string} name
 * @param {string | Uint8Array} content
 */
export function file(name, content) {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

/**
 * All results of a run.
 * @template T
 * @param {AsyncIterable<T>} iterable
 */
export async function all(iterable) {
  /** @type {T[]} */
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}
