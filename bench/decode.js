/**
 * The ways from the bytes of an answer to cards, without any network.
 */
import { readFileSync } from 'node:fs';
import { list as valibot } from './schema-valibot.js';
import { list as zod } from './schema-zod.js';

/** @typedef {(bytes: Uint8Array) => any[]} Decode */

/**
 * @param {string | undefined} decoder The folder that `buildDecoder` filled, and `cards.js` of the package beside.
 * @returns {Promise<Record<string, Decode>>}
 */
export async function decoders(decoder) {
  const utf8 = new TextDecoder();
  /** @param {Uint8Array} bytes */
  const parse = (bytes) => JSON.parse(utf8.decode(bytes));
  return {
    ...(decoder === undefined ? {} : { 'espai-cdkey': await ours(decoder) }),
    'JSON.parse': (bytes) => parse(bytes).data,
    'JSON.parse + zod': (bytes) => zod(parse(bytes)),
    'JSON.parse + valibot': (bytes) => valibot(parse(bytes)),
  };
}

/**
 * The same compiled code as in the package, without the call around it.
 * @param {string} folder
 * @returns {Promise<Decode>}
 */
async function ours(folder) {
  const { makeGlue, importName } = await import(`${folder}/decoder-glue.js`);
  const { buildCards } = await import(`${folder}/cards.js`);
  const glue = makeGlue();
  const module = new WebAssembly.Module(readFileSync(new URL(`${folder}/decoder.wasm`, import.meta.url)));
  const { exports } = new WebAssembly.Instance(module, { [importName]: glue });
  glue.__wbg_set_wasm(exports);
  /** @type {any} */ (exports).__wbindgen_start();
  const builder = { cards: buildCards };
  return (bytes) => glue.decodePage(builder, bytes);
}

/**
 * Reads every field of every card: the text of one that was cut out of another is only then looked at.
 * @param {any[]} cards
 */
export function readAll(cards) {
  let sum = 0;
  for (const card of cards) {
    for (const key in card) {
      const value = card[key];
      sum += typeof value === 'string' ? value.charCodeAt(value.length - 1) : value;
    }
  }
  return sum;
}
