/**
 * Every relative link of the documents leads to a file that is there, and to a heading that is in it; every document is
 * reached from the index. What the package carries of them leads to what it carries.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ROOT, allDocuments } from './documents.js';

/** As npm unpacked it. */
const PACKAGE = fileURLToPath(new URL('../../node_modules/espai-cdkey/', import.meta.url));

/** @param {string} path @param {string} [root] */
const read = (path, root = ROOT) => readFileSync(join(root, path), 'utf8');

/** What is in code is no link. @param {string} text */
const prose = (text) => text.replace(/^(```+)[^\n]*\n[^]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');

/**
 * Links that stay in the repository or the package, as paths from its root.
 * @param {string} path
 * @param {string} [root]
 */
function linksOf(path, root = ROOT) {
  return [...prose(read(path, root)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => String(target))
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = ''] = target.split('#');
      return {
        target,
        file: file === '' ? path : normalize(join(dirname(path), file)),
        anchor: decodeURIComponent(anchor),
      };
    });
}

/**
 * The anchors of a document, as GitHub makes them.
 * @param {string} path
 */
function anchorsOf(path) {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );
}

for (const path of allDocuments()) {
  test(path, () => {
    for (const { target, file, anchor } of linksOf(path)) {
      assert.ok(existsSync(join(ROOT, file)), `${target} is not there`);
      if (anchor !== '') assert.ok(anchorsOf(file).includes(anchor), `${target} has no such heading`);
    }
  });
}

test('the package carries what its documents link to', () => {
  const documents = readdirSync(PACKAGE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  for (const needed of ['README.md', 'README.zh-CN.md', ...allDocuments()]) {
    assert.ok(documents.includes(needed), needed);
  }
  for (const path of documents) {
    for (const { target, file } of linksOf(path, PACKAGE)) {
      assert.ok(existsSync(join(PACKAGE, file)), `${path} in the package: ${target} is not there`);
    }
  }
});

test('the index reaches every document', () => {
  const reached = new Set(['docs/README.md', 'README.md']);
  for (const path of reached) {
    for (const { file } of linksOf(path)) {
      const document = file.endsWith('/') ? `${file}README.md` : file;
      if (document.endsWith('.md') && existsSync(join(ROOT, document))) reached.add(document);
    }
  }
  assert.deepEqual(
    allDocuments().filter((path) => !reached.has(path)),
    [],
  );
  assert.ok(linksOf('docs/README.md').some(({ file }) => file === 'docs/openapi.yaml'));
});
