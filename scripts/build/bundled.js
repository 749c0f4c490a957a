/**
 * Libraries within the bundles that are CommonJS: undici, of which we use a part, papaparse, commander, cli-progress.
 */
import { isBuiltin } from 'node:module';
import { basename } from 'node:path';

/**
 * Left out: bodies that are forms, HTTP/2, and proxies that speak SOCKS. `pkg-template/node/` uses none of them, and they are a
 * third of the code.
 */
const UNUSED = /[/\\]undici[/\\]lib[/\\](web[/\\]fetch[/\\]body|dispatcher[/\\](client-h2|socks5-proxy-agent))\.js$/;

/** @returns {import('esbuild').Plugin} */
export function withoutUnused() {
  return {
    name: 'without what is not used',
    setup(plugin) {
      // commander starts programs of other files with it; here each command is its own, and to load it takes 5 ms of each start.
      plugin.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
        /[/\\]commander[/\\]/.test(importer) ? { path, namespace: 'unused' } : undefined,
      );
      // papaparse has a way for Node's streams; here it is handed text, in pages too, where there is no such module.
      plugin.onResolve({ filter: /^stream$/ }, ({ path, importer }) =>
        /[/\\]papaparse[/\\]/.test(importer) ? { path, namespace: 'unused' } : undefined,
      );
      plugin.onLoad({ filter: /^/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
      plugin.onLoad({ filter: UNUSED }, ({ path }) => ({
        contents: `module.exports = () => { throw new Error('${basename(path)} of undici is not in this bundle'); };`,
        loader: 'js',
      }));
    },
  };
}

/**
 * An ESM file has no `require`, and what esbuild puts there instead throws: Node's own modules are imported, and given to
 * the CommonJS code from there. (A `createRequire` at the top would do for Node, and break for users who bundle into one
 * CommonJS file, where `import.meta.url` is empty.)
 * @returns {import('esbuild').Plugin}
 */
export function importedBuiltins() {
  return {
    name: 'builtins are imported',
    setup(plugin) {
      plugin.onResolve({ filter: /^[a-z:_/]+$/ }, ({ path: named, kind, namespace }) => {
        if (!isBuiltin(named)) return undefined;
        // Some say it in the old way.
        const path = named.startsWith('node:') ? named : `node:${named}`;
        if (namespace === 'builtin') return { path, namespace: 'builtin-esm' };
        if (kind === 'require-call' && isBuiltin(path)) return { path, namespace: 'builtin' };
        return { path, external: true };
      });
      plugin.onLoad({ filter: /^/, namespace: 'builtin' }, ({ path }) => ({
        contents: `module.exports = require('${path}').default;`,
      }));
      plugin.onLoad({ filter: /^/, namespace: 'builtin-esm' }, ({ path }) => ({
        contents: `export { default } from '${path}';`,
      }));
    },
  };
}
