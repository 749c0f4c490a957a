/**
 * Every error code has a page under its name, the page is in the index and says its class, and its program provokes the error
 * for real: `samples.test.js` runs it, and here is seen that what it prints ends as the error's message does.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as cdkey from 'espai-cdkey';
import { CdkeyClient } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { ROOT, documentOf } from './documents.js';

const INDEX = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
const TYPES = readFileSync(join(ROOT, 'pkg-template/client/index.d.ts'), 'utf8');

/** @param {string} text */
const quoted = (text) => [...text.matchAll(/'([a-z_]+)'/g)].map(([, code]) => String(code));

/** The codes as the types name them; that the types are true is for `tests/types` and the compiler. */
const CODES = quoted(/type ErrorCode =([^;]+);/.exec(TYPES)?.[1] ?? '');
/** The class of a code, as the types say. @param {string} code */
function classOf(code) {
  const classes = [...TYPES.matchAll(/declare class (\w+) extends CdkeyError \{[^}]*?readonly code: ([^;]+);/g)];
  const found = classes.filter(([, , codes]) => quoted(codes ?? '').includes(code));
  assert.equal(found.length, 1, code);
  return String(found[0]?.[1]);
}

test('the pages are those of the codes', () => {
  assert.ok(CODES.length > 10);
  const pages = readdirSync(join(ROOT, 'docs/errors')).map((name) => name.replace(/\.md$/, ''));
  assert.deepEqual(pages.sort(), CODES.toSorted());
});

for (const code of CODES) {
  describe(code, () => {
    const path = `docs/errors/${code}.md`;
    const text = readFileSync(join(ROOT, path), 'utf8');
    const { programs } = documentOf(path);

    test('says its class, what happened, what it means for a move and what to do, in English and 中文', () => {
      assert.ok(text.startsWith(`# \`${code}\`\n\n\`${classOf(code)}\``));
      for (const part of ['**What happened.**', '**A transfer or a destroy**', '**What to do.**', '## 中文']) {
        assert.ok(text.includes(part), part);
      }
      assert.ok(classOf(code) in cdkey);
    });

    test('its program prints an error that ends with the code', () => {
      assert.equal(programs.length, 1);
      assert.match(programs[0]?.output ?? '', new RegExp(`\\[${code}\\]$`, 'm'));
      assert.match(programs[0]?.text ?? '', new RegExp(`instanceof (${classOf(code)}|CdkeyError)`));
    });

    test('is in the index, in both languages', () => {
      assert.ok(INDEX.includes(`| [\`${code}\`](errors/${code}.md) | \`${classOf(code)}\` |`));
      assert.equal(INDEX.split(`(errors/${code}.md)`).length, 3);
    });
  });
}

test("the message of every error ends with its code, whatever the service's words", async () => {
  const emulator = createEmulator();
  const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch, maxRetries: 0, timeoutMs: 200 });
  /** @type {import('espai-cdkey/emulator').Fault[]} */
  const faults = [
    { fault: 'envelope', code: 400, message: '不行 [network]' },
    { fault: 'envelope', code: 403, message: '' },
    { fault: 'status', status: 401, message: 'x'.repeat(5000) },
    { fault: 'status', status: 429, message: '\n' },
    { fault: 'html' },
    { fault: 'drop' },
    { fault: 'hang' },
    { fault: 'garbage' },
    { fault: 'truncate' },
  ];
  for (const fault of faults) {
    emulator.inject(fault);
    /** @type {unknown} */
    const error = await client.list().catch((reason) => reason);
    assert.ok(error instanceof cdkey.CdkeyError, JSON.stringify(fault));
    assert.ok(error.message.endsWith(` [${error.code}]`), error.message);
    assert.ok(CODES.includes(error.code));
  }
});

test('the line that the index shows is a real one', () => {
  const shown = /```text\n(.*)\n```/.exec(INDEX)?.[1] ?? '';
  assert.ok(shown !== '' && documentOf('docs/errors/api_rejected.md').programs[0]?.output?.includes(`${shown}\n`));
});
