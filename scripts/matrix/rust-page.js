/**
 * The page of docs/rust.md, built as the document says: with cargo and wasm-bindgen, and nothing else. Before the matrix and not by its cell,
 * whose time is short: on a fresh clone most of it is Leptos.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, TARGET } from '../build/places.js';
import { main, run } from '../lib/run.js';
import { writeSamples } from '../lib/samples.js';
import { hashOf, once } from '../lib/stamp.js';

const DOCUMENT = 'rust';
/** Of its own, so that the repository's stays as small as it is. */
const LOCK = 'tests/matrix/rust/Cargo.lock';
const HOME = join(TARGET, 'rust-page');
const STAMP = join(HOME, '.stamp');
const WASM = 'wasm32-unknown-unknown';
const MADE_OF = [`docs/${DOCUMENT}.md`, LOCK, 'src', 'Cargo.toml', 'scripts/matrix/rust-page.js'];

/** Where the page is: its files, as they are served. */
export const PAGE = join(HOME, 'page');
const PRODUCT = join(PAGE, 'pkg/cards_bg.wasm');

/** Whether it is built, and of what is there now. */
export function isBuilt() {
  return existsSync(PRODUCT) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashOf(ROOT, MADE_OF);
}

/** What the lock file pins. @param {string} name */
export function pinned(name) {
  const found = new RegExp(`^name = "${name}"\nversion = "(.+)"$`, 'm').exec(readFileSync(join(ROOT, LOCK), 'utf8'));
  if (!found?.[1]) throw new Error(`${LOCK} does not pin ${name}.`);
  return found[1];
}

function build() {
  rmSync(PAGE, { recursive: true, force: true });
  mkdirSync(PAGE, { recursive: true });
  writeSamples(join(ROOT, 'docs', `${DOCUMENT}.md`), PAGE);
  copyFileSync(join(ROOT, LOCK), join(PAGE, 'Cargo.lock'));
  const checkout = join(HOME, 'espai-cdkey');
  rmSync(checkout, { force: true });
  symlinkSync(ROOT, checkout);
  const target = join(HOME, 'target');
  const env = {
    ...process.env,
    PATH: process.env.WASM_PATH,
    RUSTC: process.env.WASM_RUSTC,
    CARGO_TARGET_DIR: target,
    // As quickly as can be: nobody debugs it here.
    CARGO_PROFILE_DEV_DEBUG: '0',
  };
  run('cargo', ['build', '--quiet', '--target', WASM], { cwd: PAGE, env });
  const built = join(target, WASM, 'debug/cards.wasm');
  run('wasm-bindgen', ['--target', 'web', '--out-dir', 'pkg', built], { cwd: PAGE, env });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const began = performance.now();
    const did = await once(STAMP, hashOf(ROOT, MADE_OF), [PRODUCT], build);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    if (did) console.log(`matrix: the page of docs/rust.md is built, in ${seconds} s`);
  });
}
