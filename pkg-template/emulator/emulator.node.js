/**
 * `espai-cdkey/emulator` in Node: with real sockets.
 */
import { demoEmulator } from './demo.js';
import { Emulator } from './instance.js';
import { listen } from './listen.js';

/** @param {unknown} [options] */
export function createEmulator(options = {}) {
  return new Emulator(options, listen);
}

export function createDemoEmulator() {
  return demoEmulator(createEmulator);
}
