/**
 * Fills dist/package/: one ESM and one CJS file an entry, the types of both, and what a reader looks for.
 *
 * The entries are what package.json says in `exports` and `bin`: to add one is to write it there. Each has a folder in
 * pkg-template/, and lies flat in the package all the same: tools that know no `exports` look there.
 */
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { importedBuiltins, withoutUnused } from './bundled.js';
import { filesOf } from '../lib/stamp.js';
import { licencesOf } from './licences.js';
import { GENERATED, PACKAGE, ROOT, TEMPLATE, manifest } from './places.js';
import { WASMS } from './wasm.js';

/** @typedef {import('./places.js').Target} Target */

/**
 * The ending of the entries for workerd, the engine of Cloudflare's Workers: it compiles no wasm from bytes, and takes it
 * as a file only. They are made of the same source as those without it.
 */
const WORKERD = '.workerd.js';
/** What the command loads when it needs it; nobody else can import it. */
const LAZY = ['./bulk.node.js'];
/** What entries share that is no entry itself, in both formats. */
const SHARED = ['./bulk.parts.js'];
/**
 * What a reader looks for. All that README links to, and what that links to in turn: where the package is read offline, or in
 * a registry's page, there is no repository beside it.
 */
export const COPIED = [
  ...['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE-MIT', 'LICENSE-APACHE'],
  ...['docs', 'examples'],
];
/** Programs that make the pictures, and tests: for who works on the repository. */
const LEFT_OUT = /^docs\/images\/.*\.js$|\.test\.js$/;
/** A command: each piece is loaded when it is needed, as what `list` does not use must not cost its start. */
const IN_PIECES = {
  outdir: PACKAGE,
  outbase: TEMPLATE,
  entryNames: '[dir]/[name]',
  // One folder deep, as the command itself: what they import is at the same path for all.
  chunkNames: 'cli/[name]-[hash]',
  splitting: true,
};

export async function fillPackage() {
  const { exports, bin, version } = manifest();
  checkVersion(version);
  const targets = Object.values(exports).flatMap(pathsOf);
  const all = [...new Set(targets.filter(isCode).map((path) => path.replace(/\.cjs$/, '.js')))];
  const entries = [...all.filter((path) => !path.endsWith(WORKERD)), ...LAZY, ...SHARED];
  const commands = Object.values(bin);

  rmSync(PACKAGE, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  /** @type {Set<string>} */
  const inputs = new Set();
  for (const entry of [...entries, ...commands]) {
    for (const input of await bundle(entry, 'esm', entries)) inputs.add(input);
    const inBoth = SHARED.includes(entry) || targets.includes(entry.replace(/\.js$/, '.cjs'));
    if (inBoth) await bundle(entry, 'cjs', entries);
  }
  for (const entry of all.filter((path) => path.endsWith(WORKERD))) await bundle(entry, 'esm', entries);
  for (const { name } of WASMS.filter(({ asFile }) => asFile)) {
    copyFileSync(join(GENERATED, `${name}.wasm`), join(PACKAGE, `${name}.wasm`));
  }
  for (const command of commands) chmodSync(join(PACKAGE, command), 0o755);
  copyTypes();
  copyFileSync(join(TEMPLATE, 'package.json'), join(PACKAGE, 'package.json'));
  for (const name of COPIED) {
    const filter = (/** @type {string} */ path) => !LEFT_OUT.test(relative(ROOT, path));
    cpSync(join(ROOT, name), join(PACKAGE, name), { recursive: true, filter });
  }
  writeFileSync(join(PACKAGE, 'LICENSE-THIRD-PARTY'), licencesOf(inputs));
  for (const path of [...targets, ...commands]) {
    if (!existsSync(join(PACKAGE, path))) throw new Error(`package.json names ${path}, which was not made.`);
  }
}

/**
 * What a published file is made of. It is called the same, and lies in the folder of its first word: `./emulator.node.js`
 * is `emulator/emulator.node.js`. The package's own entry, `./index.js`, is the client's; a command has a folder already.
 * @param {string} path As package.json names it.
 */
function sourceOf(path) {
  const [folder = ''] = basename(path).split('.');
  if (dirname(path) !== '.') return join(TEMPLATE, path);
  return join(TEMPLATE, folder === 'index' ? 'client' : folder, path);
}

/**
 * @param {Target} target
 * @returns {string[]}
 */
function pathsOf(target) {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(pathsOf);
}

/** @param {string} path */
function isCode(path) {
  return /\.c?js$/.test(path);
}

/**
 * @param {string} entry As package.json names it: `./index.js`.
 * @param {'esm' | 'cjs'} format
 * @param {string[]} entries Not taken into the bundle, but imported from it: what two entries share (the classes of
 *   errors, say) must be one thing.
 * @returns {Promise<string[]>} The files that are in it.
 */
async function bundle(entry, format, entries) {
  const outfile = join(PACKAGE, format === 'esm' ? entry : entry.replace(/\.js$/, '.cjs'));
  const forWorkerd = entry.endsWith(WORKERD);
  const isCommand = dirname(entry) === 'bin';
  /** @param {string} path */
  const built = (path) => join(PACKAGE, forWorkerd ? path.replace(/\.js$/, WORKERD) : path);
  const files = new Map(entries.map((path) => [sourceOf(path), built(path)]));
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [sourceOf(forWorkerd ? entry.replace(WORKERD, '.js') : entry)],
    ...(isCommand ? IN_PIECES : { outfile }),
    format,
    bundle: true,
    metafile: true,
    // For `node:` imports, and for the names that Node reads out of CJS. Nothing else hangs on it.
    platform: 'node',
    target: 'es2022',
    charset: 'utf8',
    // Names and lines stay: they are what a stack shows, and Node prints the whole line of an error that nobody caught.
    // Pages are minified by who bundles them.
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    // Where CommonJS is all there is (Jest, single files), an `import()` fails: its pieces are required, at the same time.
    // The one `import()` of JSON is Node's, which asks for the attribute.
    supported: format === 'cjs' ? { 'dynamic-import': false } : { 'import-attributes': true },
    // Databases: who uses them has installed them.
    external: Object.keys(manifest().peerDependencies ?? {}),
    plugins: [
      withoutUnused(),
      ...(format === 'esm' ? [importedBuiltins()] : []),
      ...(forWorkerd ? [wasmAsFile()] : []),
      {
        name: 'other entries',
        setup(plugin) {
          plugin.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
            // A Worker is deployed as a whole: what a page loads later stands in it.
            const own = kind === 'entry-point' || (forWorkerd && kind === 'dynamic-import');
            const other = own ? undefined : files.get(resolve(resolveDir, path));
            if (other === undefined) return undefined;
            const from = relative(dirname(outfile), format === 'esm' ? other : other.replace(/\.js$/, '.cjs'));
            return { path: from.startsWith('.') ? from : `./${from}`, external: true };
          });
        },
      },
    ],
  });
  const imports = Object.values(metafile.outputs).flatMap((output) =>
    output.imports.filter(({ external }) => external === true).map(({ path }) => path),
  );
  // A library itself, and what its version is read of.
  const peers = isNodeOnly(entry)
    ? Object.keys(manifest().peerDependencies ?? {}).flatMap((name) => [name, `${name}/package.json`])
    : [];
  const odd = imports.find(
    (path) => !path.startsWith('.') && !(path.startsWith('node:') && isNodeOnly(entry)) && !peers.includes(path),
  );
  if (odd !== undefined) throw new Error(`${entry} imports ${odd}, which not every runtime has that it is for.`);
  return Object.keys(metafile.inputs);
}

/**
 * The wasm is imported, and not carried as text.
 * @returns {import('esbuild').Plugin}
 */
function wasmAsFile() {
  return {
    name: 'wasm as a file',
    setup(plugin) {
      plugin.onLoad({ filter: /\.module\.js$/ }, ({ path }) => ({
        contents: `import wasm from './${basename(path, '.module.js')}.wasm';\nexport { wasm };`,
      }));
      plugin.onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path, external: true }));
    },
  };
}

/**
 * Bundlers for pages follow even an import that is never run: what is Node's own may stand only in these.
 * @param {string} entry
 */
function isNodeOnly(entry) {
  return (
    ['./node.js', './ledger.js'].includes(entry) ||
    entry.endsWith('.node.js') ||
    entry.startsWith('./bin/') ||
    entry.startsWith('bin/')
  );
}

/** Types under `require` must be `.d.cts`, or TypeScript takes them for those of an ESM file. */
function copyTypes() {
  for (const file of filesOf(TEMPLATE).filter((path) => path.endsWith('.d.ts'))) {
    // Flat, as what is published is.
    const text = readFileSync(file, 'utf8').replaceAll(/(['"])\.\.\/\w+\/([^'"/]+\.js)\1/g, '$1./$2$1');
    const name = basename(file, '.d.ts');
    writeFileSync(join(PACKAGE, `${name}.d.ts`), text);
    writeFileSync(join(PACKAGE, `${name}.d.cts`), text.replaceAll(/(['"])(\.\.?\/[^'"]+)\.js\1/g, '$1$2.cjs$1'));
  }
}

/**
 * Crate and package are one product.
 * @param {string} version
 */
function checkVersion(version) {
  const said = /^version = "(.+)"$/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8'))?.[1];
  if (said !== version) throw new Error(`Cargo.toml says version ${said}, pkg-template/package.json ${version}.`);
}
