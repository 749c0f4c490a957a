/**
 * wasm-bindgen's glue as a factory. Its `--target bundler` keeps the instance in variables of the module; the package
 * starts anew after a defect, and needs fresh ones then.
 */
import { basename, dirname } from 'node:path';
import { build } from 'esbuild';

/**
 * @param {string} path wasm-bindgen's `*_bg.js`.
 * @param {ReadonlyMap<string, string>} [imports] What the wasm calls each function of it that it imports.
 * @returns {Promise<string>} The text of a function `makeGlue`, which gives an object of all of it that shares nothing with others.
 */
export async function glueFactory(path, imports = new Map()) {
  const all = await exportsOf(path);
  const named = all.map((name) => `${JSON.stringify(imports.get(name) ?? name)}: ${name}`);
  const { outputFiles } = await build({
    stdin: {
      // A plain object: what esbuild makes of exports has a getter for each, which a page downloads.
      contents: `import { ${all.join(', ')} } from './${basename(path)}'; glue = { ${named.join(', ')} };`,
      resolveDir: dirname(path),
    },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made nothing of ${path}`);
  return `function makeGlue() {\nlet glue;\n${file.text.trim()}\nreturn glue;\n}`;
}

/** @param {string} path */
async function exportsOf(path) {
  const { metafile } = await build({ entryPoints: [path], bundle: true, write: false, format: 'esm', metafile: true });
  return Object.values(metafile.outputs).flatMap((output) => output.exports);
}
