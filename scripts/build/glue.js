/**
 * wasm-bindgen's glue as a factory. Its `--target bundler` keeps the instance in variables of the module; the package
 * starts anew after a defect, and needs fresh ones then.
 */
import { build } from 'esbuild';

/**
 * @param {string} path wasm-bindgen's `*_bg.js`.
 * @returns {Promise<string>} The text of a function `makeGlue`, which gives a namespace that shares nothing with others.
 */
export async function glueFactory(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
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
