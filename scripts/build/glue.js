/**
 * wasm-bindgen's glue as a factory. Its `--target bundler` keeps the instance in variables of the module; the package
 * starts anew after a defect, and needs fresh ones then.
 */
import { basename, dirname } from 'node:path';
import { build } from 'esbuild';

/**
 * @param {string} path wasm-bindgen's `*_bg.js`.
 * @param {ReadonlyMap<string, string>} [imports] What the wasm calls each function of it that it imports.
 * @returns {Promise<string>} The text of a function `makeGlue`, which gives a namespace that shares nothing with others.
 */
export async function glueFactory(path, imports = new Map()) {
  const names = (await exportsOf(path)).map((name) => {
    const short = imports.get(name);
    return short === undefined ? name : `${name} as ${short}`;
  });
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names.join(', ')} } from './${basename(path)}';`,
      resolveDir: dirname(path),
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'glue',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made nothing of ${path}`);
  return `function makeGlue() {\n${file.text.trim()}\nreturn glue;\n}`;
}

/** @param {string} path */
async function exportsOf(path) {
  const { metafile } = await build({ entryPoints: [path], bundle: true, write: false, format: 'esm', metafile: true });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}
