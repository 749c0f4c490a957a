#!/usr/bin/env node
import { main } from '../cli/main.js';

// A reader that leaves early (`| head -1`) is no reason to die.
process.stdout.on('error', () => {});

const status = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  onStop(stop) {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, stop);
  },
});
// Not `exit`: what is still being written would be cut.
Object.assign(process, { exitCode: status });
