/**
 * Which versions the crates ask for, and which they are built with.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../build/places.js';

/** @param {string} path */
const read = (path) => readFileSync(join(ROOT, path), 'utf8');

test('no crate asks for one exact version, which keeps its users from adding the same crate', () => {
  for (const manifest of ['Cargo.toml', 'src/wire/Cargo.toml', 'emulator/Cargo.toml', 'bench/decoder/Cargo.toml']) {
    assert.doesNotMatch(read(manifest), /= *"=/, manifest);
  }
});

test('wasm-bindgen is of one version, in every lock file and as a tool', () => {
  for (const lock of ['Cargo.lock', 'bench/decoder/Cargo.lock', 'tests/matrix/rust/Cargo.lock']) {
    const locked = /^name = "wasm-bindgen"\nversion = "(.+)"$/m.exec(read(lock))?.[1];
    assert.equal(locked, process.env.WASM_BINDGEN_VERSION, lock);
  }
});
