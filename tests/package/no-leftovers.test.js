/**
 * What is in the package, and what is not.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const MANIFEST = require.resolve('espai-cdkey/package.json');
const FOLDER = dirname(MANIFEST);
const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(FOLDER, join(entry.parentPath, entry.name)));

/** The text of a file, and of the wasm that it carries. @param {string} file */
function textsOf(file) {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const long = Array.from(text.matchAll(/(?<=["'`])[^"'`\\$<]{1000,}(?=["'`])/g), ([match]) => unpacked(match));
  return { text, wasms: long.filter((bytes) => bytes.subarray(0, 4).toString('latin1') === '\0asm') };
}

/**
 * Bytes out of a text, by the rules of `scripts/build/embed.js` told once more.
 * @param {string} text
 */
function unpacked(text) {
  const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
  const characters = printable.filter((character) => !'"\'`\\$<'.includes(character)).join('');
  const rare = '&*+./12359;>CJQSUVWYZ[^z{}';
  const frequent = [...Array(14).keys(), 16, 20, 24, 27, 28, 34, 36, 127, 128, 136, 192, 255];
  const single = (/** @type {string} */ one) => frequent[rare.indexOf(one)] ?? one.charCodeAt(0);
  const singles = new Set([...characters].filter((one) => !'=]'.includes(one)).map(single));
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !singles.has(byte));
  /** @type {number[]} */
  const bytes = [];
  for (let at = 0; at < text.length; at += 1) {
    const escape = '=]'.indexOf(text[at] ?? '');
    if (escape < 0) bytes.push(single(text[at] ?? ''));
    else bytes.push(others[escape * 89 + characters.indexOf(text[(at += 1)] ?? '')] ?? -1);
  }
  return Buffer.from(bytes);
}

/**
 * @param {unknown} target
 * @returns {string[]}
 */
function targetsOf(target) {
  return typeof target === 'string' ? [target] : Object.values(/** @type {object} */ (target)).flatMap(targetsOf);
}

/** What is there to be read. @param {string} file */
const isRead = (file) =>
  /^(?:docs\/[\w/.-]+\.(?:md|svg|png|yaml)|examples\/(?:server\/)?(?:[\w/[\]-]+\.[cm]?js|README\.md|wrangler\.json))$/.test(
    file,
  );

test('nothing is there but the package', () => {
  const odd = files.filter(
    (file) =>
      !/^(?:bin\/espai-cdkey\.js|[a-z.]+\.(?:c?js|d\.c?ts)|cli\/[\w-]+-[A-Z0-9]{8}\.js|(?:client|emulator|moves|server)\.wasm|package\.json|panel\/(?:index\.html|favicon\.svg|assets\/[\w-]+-[\w-]{8}\.(?:js|css))|[A-Z-]+(?:\.zh-CN)?\.md|LICENSE-[A-Z-]+)$/.test(
        file,
      ) && !isRead(file),
  );
  assert.deepEqual(odd, []);
  assert.deepEqual(
    files.filter((file) => /\.test\.|spec|\.map$|\.rs$|node_modules/i.test(file)),
    [],
  );
  for (const needed of [
    'README.md',
    'LICENSE-MIT',
    'LICENSE-APACHE',
    'index.js',
    'index.cjs',
    'index.d.ts',
    'index.d.cts',
  ]) {
    assert.ok(files.includes(needed), needed);
  }
});

test('it depends on nothing, and runs nothing at its installation', () => {
  for (const key of [
    'dependencies',
    'optionalDependencies',
    'bundleDependencies',
    'devDependencies',
    'scripts',
    'private',
  ]) {
    assert.ok(!(key in manifest), key);
  }
  // Databases of operations, which only who uses them installs.
  const peers = Object.keys(manifest.peerDependencies);
  assert.deepEqual(peers, ['better-sqlite3', 'pg', 'pg-boss']);
  for (const peer of peers) assert.deepEqual(manifest.peerDependenciesMeta[peer], { optional: true });
  assert.equal(manifest.license, 'MIT OR Apache-2.0');
});

test('no path of a machine, no host of a registry, no secret', () => {
  const machine =
    /\/(?:root|home|tmp|work|Users|var\/folders|usr\/local)\/[\w.-]|[A-Z]:\\\\Users|\.cargo[/\\]|registry\.npmjs|index\.crates\.io|(?:npmmirror|verdaccio|artifactory)/;
  // A document may say where a development server listens; code may not ask there.
  const developed = /localhost:\d{4}/;
  for (const file of files) {
    const { text, wasms } = textsOf(file);
    for (const content of [text, ...wasms.map((bytes) => bytes.toString('latin1'))]) {
      const at = Math.max(content.search(machine), isRead(file) ? -1 : content.search(developed));
      assert.equal(at, -1, `${file}: ${content.slice(Math.max(0, at - 30), at + 80)}`);
    }
  }
});

test('the code that a page gets asks for nothing of Node', () => {
  for (const file of [
    ...['index.js', 'emulator.js', 'index.cjs', 'emulator.cjs'],
    ...['bulk.js', 'bulk.cjs', 'bulk.parts.js', 'bulk.parts.cjs'],
  ]) {
    assert.doesNotMatch(textsOf(file).text, /["'`]node:|require\(["'](?:fs|http|crypto)/, file);
  }
});

test("the client's code holds no emulator, and the emulator's no client", () => {
  assert.doesNotMatch(textsOf('index.js').text, /createEmulator|EmulatorCore/);
  assert.equal(textsOf('index.js').wasms.length, 1);
  assert.equal(textsOf('emulator.js').wasms.length, 1);
});

test('every entry, of every condition, is there', async () => {
  const targets = targetsOf(manifest.exports);
  assert.ok(targets.length >= 8);
  for (const target of [...targets, manifest.main, manifest.module, manifest.types]) {
    assert.ok(existsSync(join(FOLDER, target)), target);
  }
  for (const entry of Object.keys(manifest.exports).filter((name) => !name.endsWith('.json'))) {
    const name = join(manifest.name, entry);
    assert.ok(Object.keys(await import(name)).length > 0);
    assert.ok(Object.keys(require(name)).length > 0);
  }
});

test('types come first in each condition, and are of its kind', () => {
  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue;
    for (const [kind, ending] of [
      ['import', '.d.ts'],
      ['require', '.d.cts'],
    ]) {
      const conditions = target[String(kind)];
      assert.equal(Object.keys(conditions)[0], 'types', entry);
      assert.ok(conditions.types.endsWith(ending), `${entry} ${kind}`);
      // A page's bundler must not find what only Node has.
      assert.equal(Object.keys(conditions).at(-1), ['./node', './ledger'].includes(entry) ? 'node' : 'default', entry);
    }
  }
});

test('tools that know no `exports` find the entries, too', () => {
  for (const name of ['emulator.js', 'emulator.d.ts', 'index.js']) assert.ok(files.includes(name));
});

test('what is not exported cannot be imported', () => {
  for (const inner of ['errors.js', 'wasm.js', 'generated/client.js', 'index.js']) {
    assert.throws(() => require(`espai-cdkey/${inner}`), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  }
});

test('the command may be run', () => {
  const command = join(FOLDER, manifest.bin['espai-cdkey']);
  assert.match(readFileSync(command, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  assert.ok(statSync(command).mode & 0o100);
});
