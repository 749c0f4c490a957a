/**
 * `espai-cdkey/emulator` where there are no sockets: pages, workers.
 */
import { demoEmulator } from './demo.js';
import { Emulator } from './instance.js';
import { invalid } from './json.js';

/** @param {unknown} [options] */
export function createEmulator(options = {}) {
  return new Emulator(options, async () => {
    throw invalid('invalid_argument', 'listen', 'needs Node; here, hand emulator.fetch to the client');
  });
}

export function createDemoEmulator() {
  return demoEmulator(createEmulator);
}
