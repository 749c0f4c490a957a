/**
 * From a crate to the module that pkg-template imports: cargo, wasm-bindgen, wasm-opt, text.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { run } from '../lib/run.js';
import { embed } from './embed.js';
import { glueFactory } from './glue.js';
import { GENERATED, ROOT, TARGET } from './places.js';

/**
 * @typedef {object} WasmSource
 * @property {string} name Of the generated module.
 * @property {string} crate
 * @property {string[]} features Besides those that it has by itself.
 * @property {boolean} [bare] Whether it has none by itself.
 * @property {boolean} [forPages] Whether pages download it, so that its names are short.
 * @property {boolean} [asFile] Whether workerd gets it, which takes wasm as a file only.
 */

/** @type {readonly WasmSource[]} */
export const WASMS = [
  {
    name: 'client',
    crate: 'espai-cdkey',
    bare: true,
    features: ['bindings', 'allocator'],
    forPages: true,
    asFile: true,
  },
  // Loaded by who verifies a transfer, or makes many.
  { name: 'moves', crate: 'espai-cdkey', bare: true, features: ['moves', 'allocator'], forPages: true, asFile: true },
  { name: 'emulator', crate: 'espai-cdkey-emulator', features: [], asFile: true },
  { name: 'bulk', crate: 'espai-cdkey-bulk', features: [] },
];

/**
 * What rustc uses of WebAssembly, by name: `--all-features` made modules that Node 20 refuses.
 */
const FEATURES = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
];

/**
 * @typedef {object} WasmTools
 * @property {NodeJS.ProcessEnv} env
 * @property {string} identity What the tools are, for the stamp.
 */

/**
 * The Rust that scripts/env found, and how it is used: stable, with flags that every stable rustc takes.
 * @returns {WasmTools}
 */
export function wasmTools() {
  const { WASM_WAY: way, WASM_RUSTC: rustc, WASM_PATH: path } = process.env;
  if (!way || !rustc || !path) throw new Error('There is no Rust for wasm32 here: run `make setup` first.');
  const version = run(rustc, ['-vV'], { quiet: true });
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: path, RUSTC: rustc };
  delete env.RUSTFLAGS;
  env.CARGO_ENCODED_RUSTFLAGS = withoutMachinePaths(rustc, version, env).join('\x1f');
  // The standard library that scripts/setup compiled carries no bitcode, and LTO refuses it.
  if (way === 'debian') env.CARGO_PROFILE_WASM_LTO = 'off';
  return { env, identity: `${way}\n${version}` };
}

/**
 * No path of the machine that it was built on goes into the package: a panic carries the file that it is in.
 * @param {string} rustc
 * @param {string} version What it says of itself.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]} Flags for rustc; where several fit, it takes the last.
 */
function withoutMachinePaths(rustc, version, env) {
  const library = join(run(rustc, ['--print', 'sysroot'], { quiet: true }).trim(), 'lib/rustlib/src/rust');
  // As in the library that rustup gives, so that it does not show in the bytes whether its sources are there as well.
  const published = `/rustc/${/^commit-hash: (\w+)$/m.exec(version)?.[1] ?? 'unknown'}`;
  // The folders that cargo puts a registry's crates in; they are named after its host.
  const metadata = run('cargo', ['metadata', '--format-version', '1', '--locked'], { cwd: ROOT, env, quiet: true });
  /** @type {{ packages: { source: string | null, manifest_path: string }[] }} */
  const { packages } = JSON.parse(metadata);
  const registries = packages.filter(({ source }) => source).map((crate) => dirname(dirname(crate.manifest_path)));
  return [
    ...[homedir(), ...new Set(registries), ROOT.replace(/\/$/, '')].map((folder) => [folder, '.']),
    [library, published],
  ].map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

/**
 * @param {WasmSource} source
 * @param {WasmTools} tools
 */
export async function buildWasm({ name, crate, features, bare, forPages }, { env }) {
  const from = performance.now();
  console.log(`wasm: ${name}: compiling ${crate} ...`);
  // One crate a run: cargo joins the features of all crates of a run, and the emulator's wasm must not have the
  // client's exports.
  const target = ['--target', 'wasm32-unknown-unknown', '--target-dir', TARGET, '--features', features.join(',')];
  if (bare) target.push('--no-default-features');
  run('cargo', ['build', '--quiet', '--locked', '--profile', 'wasm', '-p', crate, '--lib', ...target], {
    cwd: ROOT,
    env,
  });
  const stem = crate.replaceAll('-', '_');
  const compiled = join(TARGET, 'wasm32-unknown-unknown', 'wasm', `${stem}.wasm`);
  const out = join(TARGET, 'bindgen', name);
  rmSync(out, { recursive: true, force: true });
  run('wasm-bindgen', ['--target', 'bundler', '--out-dir', out, '--out-name', stem, compiled], { env });

  const wasm = join(GENERATED, `${name}.wasm`);
  mkdirSync(GENERATED, { recursive: true });
  optimise(join(out, `${stem}_bg.wasm`), wasm);

  const names = forPages ? shorten(wasm) : namesOf(wasm);
  const bytes = readFileSync(wasm);
  refuseMachinePaths(bytes, name);
  const glue = await glueFactory(join(out, `${stem}_bg.js`), names.imports);
  writeFileSync(join(GENERATED, `${name}.js`), glueText(crate, theImport(bytes), name, glue, names.exports));
  writeFileSync(join(GENERATED, `${name}.module.js`), moduleText(crate, bytes));
  copyFileSync(join(out, `${stem}.d.ts`), join(GENERATED, `${name}.glue.d.ts`));
  writeFileSync(join(GENERATED, `${name}.d.ts`), typesText(name));
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  const packed = brotliCompressSync(bytes).length;
  console.log(`wasm: ${name}: ${bytes.length} bytes, ${packed} packed by brotli, ${seconds} s`);
}

/**
 * Once more over what rustc made, by binaryen's wasm-opt. Nothing but what runs is left: no names, no notes of who made it.
 * docs/performance.md has what else was tried.
 * @param {string} wasm
 * @param {string} out
 */
export function optimise(wasm, out) {
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  const strip = ['debug', 'producers', 'target-features'].map((what) => `--strip-${what}`);
  // Without the second, whatever is called once is inlined, however large: fewer bytes, and 4 % more in a page's download.
  const optimising = ['-O3', '--one-caller-inline-max-function-size=20'];
  run(join(ROOT, 'node_modules/.bin/wasm-opt'), [...features, ...optimising, ...strip, wasm, '-o', out], {
    quiet: true,
  });
}

/**
 * By which names the wasm and its glue know one another: wasm-bindgen's end in a hash each, which nothing packs, and stand in both.
 * @typedef {object} Names
 * @property {Map<string, string>} imports What each of the glue's functions is called now.
 * @property {Record<string, string>} exports Likewise each of the wasm's, by what the glue calls it.
 */

/**
 * Gives a wasm short names, by a pass of wasm-opt that says which.
 * @param {string} wasm
 * @returns {Names}
 */
function shorten(wasm) {
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  const pass = '--minify-imports-and-exports-and-modules';
  const said = run(join(ROOT, 'node_modules/.bin/wasm-opt'), [...features, pass, wasm, '-o', wasm], { quiet: true });
  /** @type {{ imports: [string, string, string][], exports: [string, string][] }} */
  const { imports, exports } = JSON.parse(said);
  return {
    imports: new Map(imports.map(([, long, short]) => [long, short])),
    exports: Object.fromEntries(exports),
  };
}

/**
 * The names of one that keeps wasm-bindgen's.
 * @param {string} wasm
 * @returns {Names}
 */
function namesOf(wasm) {
  const exports = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(wasm)));
  return { imports: new Map(), exports: Object.fromEntries(exports.map(({ name }) => [name, name])) };
}

/**
 * @param {string} crate
 * @param {string} importName
 * @param {string} name
 * @param {string} glue
 * @param {Record<string, string>} names
 */
function glueText(crate, importName, name, glue, names) {
  return `// @ts-nocheck
// Made of the crate ${crate} by scripts/build/wasm.js. Do not edit.
export ${glue}
export const importName = ${JSON.stringify(importName)};
export const exportNames = ${JSON.stringify(names)};
export { wasm } from './${name}.module.js';
`;
}

/**
 * The wasm itself, in a module of its own: where a runtime only takes wasm as a file, another is put in its place.
 * @param {string} crate
 * @param {Uint8Array} bytes
 */
function moduleText(crate, bytes) {
  return `// Made of the crate ${crate} by scripts/build/wasm.js. Do not edit.
export const wasm = '${embed(bytes)}';
`;
}

/** @param {string} name */
function typesText(name) {
  return `// Made by scripts/build/wasm.js. Do not edit.
import type * as glue from './${name}.glue.js';
/** A fresh copy of wasm-bindgen's glue; each instance needs its own. */
export declare function makeGlue(): typeof glue & { __wbg_set_wasm(exports: WebAssembly.Exports): void };
/** The name under which the wasm imports the glue. */
export declare const importName: string;
/** What the wasm calls each of its exports, by what the glue calls it. */
export declare const exportNames: Record<string, string>;
/** As text, or as a module where a runtime takes it as a file only. */
export declare const wasm: string | WebAssembly.Module;
`;
}

/**
 * @param {Uint8Array} bytes
 * @param {string} name
 */
function refuseMachinePaths(bytes, name) {
  const text = Buffer.from(bytes).toString('latin1');
  for (const path of [homedir(), dirname(ROOT.replace(/\/$/, ''))]) {
    if (path.length > 1 && text.includes(`${path}/`)) {
      throw new Error(`The wasm of ${name} holds paths of this machine.`);
    }
  }
}

/**
 * The loader gives the glue and nothing else, so nothing else may be asked for.
 * @param {Uint8Array} bytes
 */
function theImport(bytes) {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(bytes)));
  const [name, ...others] = new Set(imports.map(({ module }) => module));
  if (name === undefined || others.length > 0) throw new Error(`The wasm imports ${others[0] ?? 'nothing'}.`);
  return name;
}
