/**
 * What came of all cells, as one table: for the terminal and for docs/compatibility.md.
 */

import { ROOT } from '../build/places.js';

/**
 * @typedef {object} Row
 * @property {import('./cells.js').Cell} cell
 * @property {'passed' | 'failed' | 'not run'} result
 * @property {number} seconds
 * @property {import('./cells.js').Came} came
 * @property {string} [why]
 */

const MARKS = { passed: '✓', failed: '✗ failed', 'not run': '– not run' };
const GROUPS = {
  runtime: 'Runtimes',
  bundler: 'Bundlers',
  browser: 'Browsers',
  testing: 'In tests',
  behaviour: 'Behaviour',
};

/** @param {number | undefined} bytes */
const kilobytes = (bytes) => (bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} KB`);

/** @param {Row} row */
function cellsOf({ cell, result, came, why, seconds }) {
  const size = [kilobytes(came.bytes), kilobytes(came.brotliBytes)].filter((text) => text !== '').join(' / ');
  const [first = ''] = (came.note ?? why ?? '').split('\n');
  // No path of the machine goes into a document.
  const note = first.replaceAll(ROOT, '').slice(0, 200);
  return [cell.tool, cell.mode, MARKS[result], size, `${seconds.toFixed(1)} s`, note.replaceAll('|', '\\|')];
}

/** @param {Row} row */
export function line(row) {
  const [tool = '', mode = '', mark, size = '', seconds, note] = cellsOf(row);
  return `${tool.padEnd(28)} ${mode.padEnd(34)} ${mark} ${seconds} ${size} ${note}`.trimEnd();
}

/**
 * @param {Row[]} rows
 * @param {{ version: string, date: string, seconds: number, machine: string }} run
 */
export function document(rows, { version, date, seconds, machine }) {
  const tables = /** @type {(keyof typeof GROUPS)[]} */ (Object.keys(GROUPS)).flatMap((group) => {
    const these = rows.filter(({ cell }) => cell.group === group);
    if (these.length === 0) return [];
    const head = ['', 'mode', 'result', 'bytes / brotli', 'time', ''];
    const lines = [head, head.map(() => '---'), ...these.map(cellsOf)].map((cells) => `| ${cells.join(' | ')} |`);
    return [`## ${GROUPS[group]}`, '', ...lines, ''];
  });
  const count = (/** @type {Row['result']} */ result) => rows.filter((row) => row.result === result).length;
  return `# Where it works

<!-- Written by \`make matrix\`. Do not edit: change scripts/matrix/table.js. -->

Every line is a run of a whole app from the packed tarball: it lists cards, looks one up, transfers a call, destroys an empty
card and is refused a transfer, and what it reports is compared with what the service holds afterwards: quota has moved
once. The apps are the samples of [runtimes](runtimes/) and [bundlers](bundlers/), as their readers copy them. Pages run in
a real browser. *In tests* are the samples of [In your tests](testing.md), which the runners themselves judge.

Under *Behaviour*, what holds beside the four calls: two copies of the package in one process or page, several clients and a
worker, rendering on a server, and a runtime that lacks \`fetch\` or WebAssembly, which the first call says and not the import;
once it is there, the next call goes through.

每一行都是用打包好的 npm 包真实运行的完整应用：列出、查询、转移、销毁，以及一次被拒绝的转移；应用所报告的结果会与服务端的卡片逐一核对。
“Behaviour” 一节验证其余行为：同一进程中的两份副本、多个客户端与 Worker、服务端渲染，以及缺少 \`fetch\` 或 WebAssembly 的运行环境。

Version ${version}, ${date}: ${count('passed')} passed, ${count('failed')} failed, ${count('not run')} not run, in ${Math.round(seconds)} s on ${machine}.
Bytes are what the app loads of its own code with the client in it, raw and brotli.

${tables.join('\n')}`;
}
