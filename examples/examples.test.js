import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'node:test';

/**
 * Runs an example as a user would; rejects where it ends with a status other than 0.
 * @param {string} name
 * @param {Record<string, string>} [env]
 */
function run(name, env) {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return promisify(execFile)(process.execPath, [file], { env: { ...process.env, FORCE_COLOR: '0', ...env } });
}

for (const name of ['four-calls.mjs', 'four-calls.cjs']) {
  test(`${name} makes the four calls`, async () => {
    const { stdout, stderr } = await run(name);
    assert.equal(stdout, '3AoPbLSQ has 190 calls left; destroying an empty card: 删除成功\n');
    assert.equal(stderr, '');
  });
}

for (const [language, words] of Object.entries({
  en: ['it did happen: repeating it would move the quota twice', 'Next, with a key of your own'],
  zh: ['其实已执行：若重发，额度会转让两次', '接下来，用您自己的密钥'],
})) {
  test(`demo.mjs comes out as it says (${language})`, async () => {
    const { stdout, stderr } = await run('demo.mjs', { ESPAI_LANG: language });
    assert.equal(stderr, '');
    assert.equal(stdout.match(/✓/g)?.length, 11);
    assert.doesNotMatch(stdout, /✗/);
    for (const word of words) assert.ok(stdout.includes(word), word);
    // The secrets of a screenshot: no phone in full, and no key.
    assert.doesNotMatch(stdout, /1[57]\d16888888/);
    assert.doesNotMatch(stdout, /authorization/i);
  });
}

for (const [language, words] of Object.entries({ en: 'nothing was sent twice', zh: '没有任何一笔重复发送' })) {
  test(`bulk.mjs comes out as it says (${language})`, async () => {
    const { stdout, stderr } = await run('bulk.mjs', { ESPAI_LANG: language });
    assert.equal(stdout.match(/✓/g)?.length, 3);
    assert.doesNotMatch(stdout, /✗/);
    assert.ok(stdout.includes(words));
    assert.match(
      stderr,
      language === 'zh' ? /完成 197，失败 0，未知 3，跳过 0/ : /done 197, failed 0, unknown 3, skipped 0/,
    );
    assert.doesNotMatch(stdout + stderr, /\b138\d{8}\b/);
  });
}
