// Made by scripts/build/wasm.js. Do not edit.
import type * as glue from './emulator.glue.js';
/** A fresh copy of wasm-bindgen's glue; each instance needs its own. */
export declare function makeGlue(): typeof glue & { __wbg_set_wasm(exports: WebAssembly.Exports): void };
/** The name under which the wasm imports the glue. */
export declare const importName: string;
export declare const compile: () => WebAssembly.Module;
