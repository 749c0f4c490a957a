/**
 * The samples of a document: what its readers copy is what the tests run.
 *
 * A fenced block is a sample's file where its info string has a name after the language: ```` ```js main.js ````.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
// Reads CommonMark as readers' tools do; a pattern of our own would miss nested and indented blocks.
import { lexer, walkTokens } from 'marked';

/**
 * @typedef {object} Sample
 * @property {string} language
 * @property {string} name The file's path, or '' where the block names none.
 * @property {string} text
 */

/**
 * @param {string} document Path of a Markdown file.
 * @returns {Sample[]}
 */
export function samplesOf(document) {
  /** @type {Sample[]} */
  const samples = [];
  walkTokens(lexer(readFileSync(document, 'utf8')), (token) => {
    if (token.type !== 'code') return;
    const [language = '', name = ''] = String(token.lang ?? '').split(/\s+/);
    samples.push({ language, name, text: `${token.text}\n` });
  });
  return samples;
}

/**
 * Writes every named sample of a document under a folder.
 * @param {string} document
 * @param {string} folder
 * @returns {string[]} The names.
 */
export function writeSamples(document, folder) {
  const files = samplesOf(document).filter(({ name }) => name !== '');
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return files.map(({ name }) => name);
}
