/**
 * The documents that hold samples, and their samples as programs.
 *
 * - A `js` block that imports or requires something is a program. One that does neither goes on with the program before it.
 * - A `text output` block is what the program before it prints, to the letter.
 * - A `sh` block is commands, one a line.
 * - A `console` block is a session: commands behind `$ `, and below each what it prints, where `…` stands for what differs each time. Those
 *   of a document are one session, against the emulator that the document starts.
 * - A `csv` block with a name is a file of that session.
 * - A `js` block with the name of a file under `examples/` is a part of it, to the letter: the file is run elsewhere.
 * - An `nginx` block is a part of a server's configuration: nginx itself reads it.
 *
 * Every other block must be of a kind that is no sample (`SHOWN`), or the tests fail: nothing is left out in silence.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The repository: its documents are no part of the package, and so not beside these tests. */
export const ROOT = process.env['ESPAI_ROOT'] ?? process.cwd();

/** @type {typeof import('../../scripts/lib/samples.js')} */
const { samplesOf } = await import(pathToFileURL(join(ROOT, 'scripts/lib/samples.js')).href);
export { samplesOf };

/** It shows the wasm alone, without the package: `tests/wasm/alone.test.js` runs it. */
const ALONE = 'docs/wasm.md';
/** Their apps are built and run by `make matrix` (`tests/matrix`). */
const OF_MATRIX = ['docs/runtimes/', 'docs/bundlers/', 'docs/testing.md', 'docs/vue.md', 'docs/rust.md'];
/** Diagrams, and text that does not claim to be output. */
const SHOWN = ['mermaid', 'text'];

/**
 * @typedef {object} Program
 * @property {number} number Which one of its document, from 1.
 * @property {string} text
 * @property {'mjs' | 'cjs'} kind
 * @property {string | null} output What it prints, where the document says so.
 */

/**
 * @typedef {object} Document
 * @property {string} path From the root.
 * @property {Program[]} programs
 * @property {string[]} commands
 * @property {Step[]} session
 * @property {{ name: string, text: string }[]} files
 * @property {{ name: string, text: string }[]} quotes Parts of a file under `examples/`.
 * @property {string[]} nginx Parts of a server's configuration.
 */

/** @typedef {{ command: string, output: string }} Step */

/** Every Markdown file for users, from the root. */
export function allDocuments() {
  const found = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`);
  return ['README.md', 'README.zh-CN.md', ...found.filter((path) => path.endsWith('.md')).sort()];
}

/** Those whose samples are run here. */
export function documents() {
  return allDocuments()
    .filter((path) => path !== ALONE && !OF_MATRIX.some((folder) => path.startsWith(folder)))
    .map(documentOf);
}

/** Those whose samples `make matrix` runs. */
export function documentsOfMatrix() {
  return allDocuments().filter((path) => OF_MATRIX.some((folder) => path.startsWith(folder)));
}

/**
 * @param {string} path
 * @returns {Document}
 */
export function documentOf(path) {
  /** @type {Program[]} */
  const programs = [];
  /** @type {string[]} */
  const commands = [];
  /** @type {Step[]} */
  const session = [];
  /** @type {{ name: string, text: string }[]} */
  const files = [];
  /** @type {{ name: string, text: string }[]} */
  const quotes = [];
  /** @type {string[]} */
  const nginx = [];
  for (const { language, name, text } of samplesOf(join(ROOT, path))) {
    const last = programs.at(-1);
    if (language === 'js' && name.startsWith('examples/')) quotes.push({ name, text });
    else if (language === 'js') programs.push(programOf(text, last));
    else if (language === 'text' && name === 'output') {
      if (!last || last.output !== null) throw new Error(`${path}: output of no program: ${text}`);
      last.output = text;
    } else if (language === 'sh') commands.push(...linesOf(text));
    else if (language === 'console') session.push(...stepsOf(text));
    else if (language === 'csv' && name !== '') files.push({ name, text });
    else if (language === 'nginx') nginx.push(text);
    else if (!SHOWN.includes(language) || name !== '') {
      throw new Error(`${path}: a block that nobody knows how to run: "${language} ${name}"\n${text}`);
    }
  }
  return { path: relative('', path), programs, commands, session, files, quotes, nginx };
}

/**
 * @param {string} text
 * @param {Program | undefined} before
 * @returns {Program}
 */
function programOf(text, before) {
  const number = (before?.number ?? 0) + 1;
  const imports = /^import\s/m.test(text);
  if (imports || /\brequire\(/.test(text)) return { number, text, kind: imports ? 'mjs' : 'cjs', output: null };
  if (!before) throw new Error(`A sample that goes on with nothing: ${text}`);
  return { number, text: `${before.text}\n${text}`, kind: before.kind, output: null };
}

/**
 * @param {string} text
 * @returns {Step[]}
 */
function stepsOf(text) {
  const [before, ...steps] = text.split(/^\$ /m);
  if (before !== '') throw new Error(`A session that begins with no command: ${text}`);
  return steps.map((step) => {
    const end = step.indexOf('\n') + 1;
    return { command: step.slice(0, end).trim(), output: step.slice(end) };
  });
}

/** @param {string} text */
function linesOf(text) {
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}
