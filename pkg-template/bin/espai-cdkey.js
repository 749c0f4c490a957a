#!/usr/bin/env node
import { main } from '../cli/main.js';
import { Output } from '../cli/world.js';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM']);

const status = await main(process.argv.slice(2), {
  stdout: new Output(process.stdout),
  stderr: new Output(process.stderr),
  // Not opened where nobody reads it.
  get stdin() {
    return process.stdin;
  },
  env: process.env,
  onStop(stop) {
    for (const signal of SIGNALS) process.on(signal, stop);
    return () => {
      for (const signal of SIGNALS) process.off(signal, stop);
    };
  },
});
// Not `exit`: what is still being written would be cut.
Object.assign(process, { exitCode: status });
