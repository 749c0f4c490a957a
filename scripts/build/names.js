/**
 * Short names at the border of wasm and its glue. wasm-bindgen's are long, hold a hash each, and stand in both: they cost
 * a page 4 KB of download. binaryen makes up the short ones and says which is which.
 */

/**
 * What `wasm-opt --minify-imports-and-exports-and-modules` prints.
 * @typedef {object} ShortNames
 * @property {[module: string, name: string, short: string][]} imports
 * @property {[name: string, short: string][]} exports
 */

/**
 * wasm-bindgen's glue (`*_bg.js`) under the names that the wasm has now.
 * @param {string} glue
 * @param {ShortNames} names
 */
export function withShortNames(glue, { imports, exports }) {
  const short = new Map(exports);
  const called = glue.replaceAll(/\bwasm\.([\w$]+)/g, (_, /** @type {string} */ name) => {
    const to = short.get(name);
    if (to === undefined) throw new Error(`The glue calls ${name}, which the wasm does not export.`);
    return `wasm.${to}`;
  });
  const given = imports.map(([, name, to]) => {
    if (!called.includes(`export function ${name}(`)) throw new Error(`The wasm imports ${name}; the glue has none.`);
    return `${name} as ${to}`;
  });
  const names = new Set(imports.map(([, name]) => name));
  const own = called.replaceAll(/^export (?=function ([\w$]+)\()/gm, (all, name) => (names.has(name) ? '' : all));
  return `${own}\nexport { ${given.join(', ')} };\n`;
}
