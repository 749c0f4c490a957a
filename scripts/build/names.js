/**
 * Short names at the border of wasm and its glue. wasm-bindgen's are long, hold a hash each, and stand in both: they cost
 * a page 3 KB of download. binaryen makes up the short ones and says which is which.
 */
import binaryen from 'binaryen';

/**
 * What `wasm-opt --minify-imports-and-exports-and-modules` prints.
 * @typedef {object} ShortNames
 * @property {[module: string, name: string, short: string][]} imports
 * @property {[name: string, short: string][]} exports
 */

/**
 * What users call keeps its name: that is what a stack shows, and what a test takes hold of.
 * @param {string} name
 */
const isOurs = (name) => !/^(?:_|wasm_bindgen_)/.test(name);

/**
 * Gives the exports that are ours their names back.
 * @param {Uint8Array} wasm
 * @param {ShortNames} names
 * @returns {Uint8Array}
 */
export function withOwnExports(wasm, { exports }) {
  const module = binaryen.readBinary(wasm);
  const all = Array.from({ length: module.getNumExports() }, (_, at) =>
    binaryen.getExportInfo(module.getExportByIndex(at)),
  );
  for (const [name, short] of exports.filter(([long]) => isOurs(long))) {
    const found = all.find((info) => info.name === short);
    if (!found) throw new Error(`binaryen calls ${name} ${short}, which is not there.`);
    module.removeExport(short);
    if (found.kind === binaryen.ExternalFunction) module.addFunctionExport(found.value, name);
    else if (found.kind === binaryen.ExternalMemory) module.addMemoryExport(found.value, name);
    else throw new Error(`${name} is neither a function nor the memory.`);
  }
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/**
 * wasm-bindgen's glue (`*_bg.js`) under the names that the wasm has now.
 * @param {string} glue
 * @param {ShortNames} names
 */
export function withShortNames(glue, { imports, exports }) {
  const short = new Map(exports.filter(([name]) => !isOurs(name)));
  const called = glue.replaceAll(/\bwasm\.([\w$]+)/g, (all, name) => {
    const to = short.get(name);
    return to === undefined ? all : `wasm.${to}`;
  });
  const given = imports.map(([, name, to]) => {
    if (!called.includes(`export function ${name}(`)) throw new Error(`The wasm imports ${name}; the glue has none.`);
    return `${name} as ${to}`;
  });
  const names = new Set(imports.map(([, name]) => name));
  const rest = called.replaceAll(/^export (?=function ([\w$]+)\()/gm, (all, name) => (names.has(name) ? '' : all));
  return `${rest}\nexport { ${given.join(', ')} };\n`;
}
