/**
 * Undoes `scripts/build/embed.js`. By a wasm of 0.6 KB: in JavaScript it took 3 ms of every start, more than compiling.
 */
import { TEXT_AT, UNPACKER } from '../generated/unpacker.js';

/**
 * The bytes of a text, good until they are copied or compiled.
 * @param {string} text
 */
export function unpack(text) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(UNPACKER));
  const { memory, unpack: undo } = /** @type {{ memory: WebAssembly.Memory, unpack: (length: number) => number }} */ (
    /** @type {unknown} */ (exports)
  );
  memory.grow(Math.ceil(text.length / 65_536));
  new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, TEXT_AT));
  return new Uint8Array(memory.buffer, TEXT_AT, undo(text.length));
}
