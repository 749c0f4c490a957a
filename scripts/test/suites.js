/**
 * What `make test` runs. A suite is there as soon as its files are.
 */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { filesOf } from '../lib/stamp.js';
import { ROOT, tarballPath } from '../build/places.js';
import { ofCheck, ofMatrix, ofNode, ofRust } from './counts.js';
import { makeConsumer } from './consumer.js';

/**
 * @typedef {object} Command
 * @property {[string, ...string[]]} argv
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {(output: string, good: boolean) => import('./counts.js').Counts} count
 * @property {boolean} [needed] If it fails, the rest of its suite is not run.
 */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} what
 * @property {() => boolean} exists
 * @property {string} [needs] A suite that must have passed: it is run first, even if only this one was asked for.
 * @property {() => Command[]} commands
 */

/** Thrown away after the run. */
export const TEMPORARY = mkdtempSync(join(tmpdir(), 'espai-cdkey-test-'));
const BIN = join(ROOT, 'node_modules/.bin');
const WASM = 'wasm32-unknown-unknown';
/** For the tools of wasm32: the Rust that scripts/env found goes first. */
const wasmEnv = { ...process.env, PATH: process.env.WASM_PATH, RUSTC: process.env.WASM_RUSTC };

/**
 * @param {Command['count']} count
 * @param {[string, ...string[]]} argv
 * @param {Partial<Command>} [more]
 * @returns {Command}
 */
function command(count, argv, more) {
  return { argv, cwd: ROOT, env: process.env, count, ...more };
}

/**
 * @param {string} folder Under the root.
 * @returns {string[]} Its test files, from the root.
 */
function testFiles(folder) {
  return filesOf(join(ROOT, folder))
    .filter((file) => file.endsWith('.test.js'))
    .map((file) => relative(ROOT, file));
}

/** @param {...string} paths */
const anyOf =
  (...paths) =>
  () =>
    paths.some((path) => existsSync(join(ROOT, path)));

/**
 * `node --test`. A file at a time: they share sockets, browsers and two cores.
 * @param {string[]} files
 * @param {Partial<Command>} [more]
 */
function nodeTest(files, more) {
  const flags = ['--test', '--test-reporter=spec', '--test-concurrency=1', '--test-timeout=120000'];
  return command(ofNode, [process.execPath, ...flags, ...files], more);
}

/**
 * @param {string} crate
 * @param {string[]} targets
 */
function clippyForWasm(crate, targets) {
  const argv = ['cargo', 'clippy', '--quiet', '-p', crate, '--target', WASM, ...targets, '--', '-D', 'warnings'];
  return command(ofCheck, /** @type {[string, ...string[]]} */ (argv), { env: wasmEnv });
}

/**
 * @param {string} test
 * @param {string[]} where
 * @param {string[]} [features]
 * @returns {Command}
 */
function wasmPack(test, where, features = []) {
  return command(ofRust, ['wasm-pack', 'test', ...where, '--', '--test', test, ...features], { env: wasmEnv });
}

/** @param {string} target */
function wasmPackBuild(target) {
  const out = join(ROOT, 'target/wasm-pack', target);
  /** @type {[string, ...string[]]} */
  const argv = ['wasm-pack', 'build', '--release', '--target', target, '--out-dir', out];
  return command(ofCheck, argv, { env: wasmEnv, needed: true });
}

/** The typed client of Rust: without the exports of the package, as its users have it. */
const WEB = ['--no-default-features', '--features', 'web'];
const IN_CHROME = ['--headless', '--chrome', '--chromedriver', '/usr/bin/chromedriver'];

function buildOfPage() {
  return [
    command(ofCheck, [process.execPath, 'scripts/www.js', 'install'], { needed: true }),
    command(ofCheck, ['npm', 'run', '--silent', 'build'], { cwd: join(ROOT, 'www') }),
  ];
}

/** Compiles the wasm tests for browsers, which the matrix runs in each. */
function theWasmTests() {
  const argv = ['cargo', 'test', '--quiet', '--no-run', '--target', WASM, '--test', 'wasm-browser'];
  return command(ofCheck, /** @type {[string, ...string[]]} */ (argv), { env: wasmEnv });
}

/** Where the packed tarball is installed, as a user would; made for the first suite that asks. */
let consumer = '';
function theConsumer() {
  consumer ||= makeConsumer(TEMPORARY);
  return consumer;
}

function typesProjects() {
  return filesOf(join(ROOT, 'tests/types')).filter((file) => /tsconfig[^/]*\.json$/.test(file));
}

const E2E = ['tests/node', 'tests/emulator', 'tests/cli', 'tests/bulk', 'tests/package', 'examples'];

/** @type {readonly Suite[]} */
export const SUITES = [
  {
    name: 'package',
    what: 'the wasm and the tarball are built',
    exists: () => true,
    commands: () => [command(ofCheck, [process.execPath, 'scripts/build/main.js'])],
  },
  {
    name: 'format',
    what: 'rustfmt and prettier',
    exists: () => true,
    commands: () => [
      command(ofCheck, ['cargo', 'fmt', '--all', '--check']),
      command(ofCheck, [join(BIN, 'prettier'), '--check', '--log-level', 'warn', '.']),
    ],
  },
  {
    name: 'lint',
    what: 'clippy for this machine and for wasm32, eslint, tsc',
    exists: () => true,
    commands: () => [
      command(ofCheck, ['cargo', 'clippy', '--quiet', '--workspace', '--all-targets', '--', '-D', 'warnings']),
      // By name: the native tests use crates that wasm32 has no randomness for.
      clippyForWasm('espai-cdkey', ['--lib', '--test', 'wasm-node', '--test', 'wasm-browser']),
      // The two that the package is made of.
      ...['bindings', 'moves'].map((feature) =>
        clippyForWasm('espai-cdkey', ['--lib', '--no-default-features', '--features', feature]),
      ),
      clippyForWasm('espai-cdkey-emulator', ['--lib']),
      clippyForWasm('espai-cdkey-bulk', ['--lib']),
      clippyForWasm('espai-cdkey', ['--lib', '--test', 'wasm-client', '--no-default-features', '--features', 'web']),
      command(ofCheck, [join(BIN, 'eslint'), '--max-warnings', '0', '.']),
      command(ofCheck, [join(BIN, 'tsc'), '--project', 'tsconfig.json']),
    ],
  },
  {
    name: 'scripts',
    what: 'what these scripts and the benchmark decide',
    exists: () => true,
    // For what it generates.
    needs: 'package',
    commands: () => [nodeTest([...testFiles('scripts'), ...testFiles('bench')])],
  },
  {
    name: 'native',
    what: 'cargo test over all crates, with the samples in their documents; the documents have no warning',
    exists: () => true,
    commands: () => {
      const env = { ...process.env, RUSTDOCFLAGS: '-D warnings' };
      const doc = /** @type {[string, ...string[]]} */ (['cargo', 'doc', '--quiet', '--no-deps']);
      return [
        command(ofRust, ['cargo', 'test', '--workspace', '--no-fail-fast']),
        command(ofCheck, [...doc, '--workspace'], { env }),
        command(ofCheck, [...doc, '-p', 'espai-cdkey', '--target', WASM, ...WEB], {
          env: { ...wasmEnv, ...env, PATH: wasmEnv.PATH },
        }),
      ];
    },
  },
  {
    name: 'wasm-node',
    what: 'wasm-pack test in Node',
    exists: anyOf('tests/wasm/node.rs'),
    commands: () => [wasmPack('wasm-node', ['--node']), wasmPack('wasm-client', ['--node'], WEB)],
  },
  {
    name: 'wasm-alone',
    what: 'what wasm-pack build gives, without any JavaScript of ours, in Node and in a page',
    needs: 'package',
    exists: anyOf('tests/wasm/alone.test.js'),
    commands: () => {
      const env = { ...process.env, ESPAI_ROOT: ROOT };
      return [
        ...['nodejs', 'web'].map(wasmPackBuild),
        nodeTest(
          ['tests/wasm/alone.test.js'].map((file) => join(ROOT, file)),
          { cwd: theConsumer(), env },
        ),
      ];
    },
  },
  {
    name: 'wasm-chrome',
    what: 'wasm-pack test in headless Chromium',
    exists: anyOf('tests/wasm/browser.rs'),
    commands: () => [wasmPack('wasm-browser', IN_CHROME)],
  },
  {
    name: 'e2e',
    what: 'the packed tarball, installed in an empty folder, over real sockets',
    needs: 'package',
    exists: () => E2E.flatMap(testFiles).length > 0,
    commands: () => {
      const cwd = theConsumer();
      return [nodeTest(E2E.flatMap(testFiles), { cwd, env: { ...process.env, ESPAI_ROOT: ROOT } })];
    },
  },
  {
    name: 'docs',
    what: 'every sample of the documents, their links, and the OpenAPI file against the emulator',
    needs: 'package',
    exists: () => testFiles('tests/docs').length > 0,
    commands: () => {
      const cwd = theConsumer();
      return [nodeTest(testFiles('tests/docs'), { cwd, env: { ...process.env, ESPAI_ROOT: ROOT } })];
    },
  },
  {
    name: 'types',
    what: "publint, attw, and a consumer's TypeScript in three versions, against the packed types",
    needs: 'package',
    exists: () => typesProjects().length > 0,
    commands: () => {
      const cwd = theConsumer();
      const compiled = typesProjects().flatMap((project) =>
        ['typescript-5', 'typescript', 'typescript-7'].map((version) =>
          command(ofCheck, [
            process.execPath,
            join(ROOT, 'node_modules', version, 'bin/tsc'),
            '--noEmit',
            '--project',
            join(cwd, relative(ROOT, project)),
          ]),
        ),
      );
      return [
        // The two tools that tell what users of a package's types stumble over.
        command(ofCheck, [join(BIN, 'publint'), 'run', tarballPath(), '--strict']),
        command(ofCheck, [join(BIN, 'attw'), tarballPath(), '--format', 'ascii', '--no-emoji']),
        ...compiled,
      ];
    },
  },
  {
    name: 'www',
    what: 'the page is typed and built with the packed package',
    needs: 'package',
    exists: anyOf('www/package.json'),
    commands: buildOfPage,
  },
  {
    name: 'browser',
    what: 'in headless Chromium: the package and the page',
    needs: 'package',
    exists: () => testFiles('tests/browser').length > 0,
    commands: () => {
      const cwd = theConsumer();
      const env = { ...process.env, ESPAI_ROOT: ROOT };
      // The page is no part of the package: its tests stay beside it.
      const ofPage = testFiles('tests/browser').filter((file) => basename(file).startsWith('www'));
      const ofPackage = testFiles('tests/browser').filter((file) => !ofPage.includes(file));
      return [
        ...(ofPackage.length > 0 ? [nodeTest(ofPackage, { cwd, env })] : []),
        ...(ofPage.length > 0 ? [nodeTest(ofPage, { env })] : []),
      ];
    },
  },
  {
    name: 'matrix',
    what: 'every runtime, bundler and browser, from the packed tarball',
    needs: 'package',
    exists: anyOf('scripts/matrix/main.js'),
    commands: () => {
      // Its own ONLY names cells, not suites.
      const env = { ...process.env, ONLY: '' };
      const built = existsSync(join(ROOT, 'www/dist/index.html'));
      return [
        ...(built ? [] : buildOfPage()),
        // Before it, or nothing when the suite wasm-chrome has just done it.
        { ...theWasmTests(), needed: true },
        command(ofCheck, [process.execPath, 'scripts/matrix/rust-page.js'], { needed: true }),
        command(ofMatrix, [process.execPath, 'scripts/matrix/main.js'], { env }),
      ];
    },
  },
  {
    name: 'bench',
    what: 'the benchmark in its quick form: every way gives equal cards, and nothing is much slower or larger than it was',
    needs: 'package',
    exists: anyOf('bench/main.js'),
    commands: () => [command(ofCheck, [process.execPath, 'bench/main.js', '--quick'])],
  },
];
