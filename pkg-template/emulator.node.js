/**
 * `espai-cdkey/emulator` in Node: with real sockets.
 */
import { Emulator } from './emulator-instance.js';
import { listen } from './emulator-listen.js';

/** @param {unknown} [options] */
export function createEmulator(options = {}) {
  return new Emulator(options, listen);
}
