/**
 * From a crate to the module that pkg-template imports: cargo, wasm-bindgen, wasm-opt, text.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../lib/run.js';
import { embed } from './embed.js';
import { glueFactory } from './glue.js';
import { withOwnExports, withShortNames } from './names.js';
import { GENERATED, ROOT, TARGET } from './places.js';

/**
 * @typedef {object} WasmSource
 * @property {string} name Of the generated module.
 * @property {string} crate
 * @property {string[]} features Besides those that it has by itself.
 */

/** @type {readonly WasmSource[]} */
export const WASMS = [
  { name: 'client', crate: 'espai-cdkey', features: ['allocator'] },
  { name: 'emulator', crate: 'espai-cdkey-emulator', features: [] },
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
 * @property {string[]} cargoArgs
 * @property {string} identity What the tools are, for the stamp.
 */

/**
 * The Rust that scripts/env found, and how it is used.
 *
 * Where the sources of the standard library are there, it is compiled with the crate: only so is it optimised with it.
 * That needs RUSTC_BOOTSTRAP, as no stable cargo does it. Without them, rustup's library is linked with LTO all the
 * same; the one that scripts/setup compiled carries no bitcode, and LTO refuses it.
 *
 * @returns {WasmTools}
 */
export function wasmTools() {
  const { WASM_WAY: way, WASM_RUSTC: rustc, WASM_PATH: path } = process.env;
  if (!way || !rustc || !path) throw new Error('There is no Rust for wasm32 here: run `make setup` first.');
  const sysroot = run(rustc, ['--print', 'sysroot'], { quiet: true }).trim();
  const std = join(sysroot, 'lib/rustlib/src/rust/library');
  const withStd = existsSync(join(std, 'std/Cargo.toml'));
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: path, RUSTC: rustc };
  // No path of the machine that it was built on goes into the package. A panic's place is not shown by anything, so it
  // need not be carried either; that, too, is for compilers that take unstable options only.
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const flags = [ROOT.replace(/\/$/, ''), join(cargoHome, 'registry/src'), sysroot, homedir()].map(
    (prefix) => `--remap-path-prefix=${prefix}=.`,
  );
  if (withStd) {
    env.RUSTC_BOOTSTRAP = '1';
    flags.push(
      '--cfg=espai_small',
      '-Zunstable-options',
      '-Zlocation-detail=none',
      // A panic traps, and says nothing: its words would be text that nobody is shown. 8 % of the page's download.
      '-Cpanic=immediate-abort',
      // More passes before LLVM sees it: 3 %. None of those that are known unsound, which have a flag of their own.
      '-Zmir-opt-level=3',
    );
  } else if (way === 'debian') {
    env.CARGO_PROFILE_WASM_LTO = 'off';
  }
  delete env.RUSTFLAGS;
  env.CARGO_ENCODED_RUSTFLAGS = flags.join('\x1f');
  return {
    env,
    cargoArgs: withStd ? ['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'] : [],
    identity: [way, withStd, run(rustc, ['-vV'], { quiet: true })].join('\n'),
  };
}

/**
 * @param {WasmSource} source
 * @param {WasmTools} tools
 */
export async function buildWasm({ name, crate, features }, { env, cargoArgs }) {
  const from = performance.now();
  console.log(`wasm: ${name}: compiling ${crate} ...`);
  // One crate a run: cargo joins the features of all crates of a run, and the emulator's wasm must not have the
  // client's exports.
  const target = ['--target', 'wasm32-unknown-unknown', '--target-dir', TARGET, '--features', features.join(',')];
  run('cargo', ['build', '--quiet', '--locked', '--profile', 'wasm', '-p', crate, '--lib', ...target, ...cargoArgs], {
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
  /** @type {import('./names.js').ShortNames} */
  const names = JSON.parse(optimise(join(out, `${stem}_bg.wasm`), wasm, ['--minify-imports-and-exports-and-modules']));
  writeFileSync(wasm, withOwnExports(readFileSync(wasm), names));
  const glue = join(out, `${stem}_bg.js`);
  writeFileSync(glue, withShortNames(readFileSync(glue, 'utf8'), names));

  const start = names.exports.find(([long]) => long === '__wbindgen_start')?.[1] ?? '';

  const bytes = readFileSync(wasm);
  refuseMachinePaths(bytes, name);
  const importName = theImport(bytes);
  writeFileSync(join(GENERATED, `${name}.js`), glueText(crate, importName, start, name, await glueFactory(glue)));
  writeFileSync(join(GENERATED, `${name}.module.js`), moduleText(crate, bytes));
  copyFileSync(join(out, `${stem}.d.ts`), join(GENERATED, `${name}.glue.d.ts`));
  writeFileSync(join(GENERATED, `${name}.d.ts`), typesText(name));
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  console.log(
    `wasm: ${name}: ${statSync(compiled).size} bytes from cargo, ${bytes.length} in the package, ${seconds} s`,
  );
}

/**
 * Nothing but what runs is left: no names, no notes of who made it.
 * @param {string} wasm
 * @param {string} out
 * @param {string[]} [passes]
 * @returns {string} What the passes print.
 */
export function optimise(wasm, out, passes = []) {
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  const strip = ['debug', 'producers', 'target-features'].map((what) => `--strip-${what}`);
  // Inlining of its own makes a page's download 2 % larger: what is worth it, rustc has inlined.
  const inlining = ['-ocimfs=20', '-aimfs=2', '-fimfs=2'];
  const args = [...features, '-O3', ...inlining, ...passes, ...strip, wasm, '-o', out];
  return run(join(ROOT, 'node_modules/.bin/wasm-opt'), args, { quiet: true });
}

/**
 * @param {string} crate
 * @param {string} importName
 * @param {string} start
 * @param {string} name
 * @param {string} glue
 */
function glueText(crate, importName, start, name, glue) {
  return `// @ts-nocheck
// Made of the crate ${crate} by scripts/build/wasm.js. Do not edit.
export ${glue}
export const importName = ${JSON.stringify(importName)};
export const startName = ${JSON.stringify(start)};
export { compile } from './${name}.module.js';
`;
}

/**
 * The wasm itself, in a module of its own: where a runtime only takes wasm as a file, another is put in its place.
 * @param {string} crate
 * @param {Uint8Array} bytes
 */
function moduleText(crate, bytes) {
  return `// Made of the crate ${crate} by scripts/build/wasm.js. Do not edit.
import { compileText } from '../client/wasm.js';
/** A function, and not the module: nothing is compiled before it is needed. */
export const compile = () => compileText('${embed(bytes)}');
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
/** The export that fills the table of JavaScript's constants. */
export declare const startName: string;
export declare const compile: () => WebAssembly.Module;
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
