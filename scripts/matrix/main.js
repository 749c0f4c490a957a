/**
 * `make matrix`: every runtime, bundler and browser, from one tarball.
 *
 *   make matrix                    all; `--write` is what it says to have the document written, and no test does
 *   make matrix ONLY=vite,deno     cells whose file, tool or mode has one of these in it; the document is left as it is
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT, manifest, tarballPath } from '../build/places.js';
import { main } from '../lib/run.js';
import { writeSamples } from '../lib/samples.js';
import { startBackend } from './backend.js';
import { allCells } from './cells.js';
import { CHROMIUM_FLAGS } from './chromium.js';
import { execIn, startIn } from './exec.js';
import { install } from './install.js';
import { serveFor } from './serve.js';
import { document, line } from './table.js';

/** @typedef {import('./cells.js').Cell} Cell */
/** @typedef {import('./table.js').Row} Row */

/** Longer than any cell took; one that hangs must not hold all others up. */
const MOST_MS = 300_000;

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let chromiumRunning;
function browser() {
  chromiumRunning ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: CHROMIUM_FLAGS,
  });
  return chromiumRunning;
}

/**
 * @param {Cell} cell
 * @param {string} home Where its tools and the package are installed.
 * @returns {Promise<Row>}
 */
async function runCell(cell, home) {
  const from = performance.now();
  const seconds = () => (performance.now() - from) / 1000;
  mkdirSync(join(home, 'apps'), { recursive: true });
  const folder = mkdtempSync(join(home, 'apps', 'app-'));
  /** @type {(() => Promise<void>)[]} */
  const clean = [];
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    const backend = await startBackend(home);
    clean.push(backend.close);
    const later = (/** @type {() => Promise<void>} */ step) => clean.unshift(step);
    const ran = cell.run({
      folder,
      samples: (name) => writeSamples(join(ROOT, 'docs', `${name}.md`), folder),
      backend,
      serve: serveFor(backend, later),
      browser,
      exec: execIn(folder),
      start: startIn(folder, later),
      later,
      check: backend.check,
    });
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`It was not done within ${MOST_MS / 1000} s`));
      }, MOST_MS);
    });
    const came = /** @type {import('./cells.js').Came | undefined} */ (await Promise.race([ran, late]));
    return { cell, result: 'passed', seconds: seconds(), came: came ?? {} };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { cell, result: 'failed', seconds: seconds(), came: {}, why };
  } finally {
    clearTimeout(timer);
    for (const step of clean) await step().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(async () => {
  const began = performance.now();
  const only = (process.env.ONLY ?? '').split(/[,\s]+/).filter((part) => part !== '');
  const chosen = (await allCells()).flatMap(({ file, cells }) =>
    cells.filter(({ tool, mode }) => {
      const name = `${basename(file)} ${tool} ${mode}`.toLowerCase();
      return only.length === 0 || only.some((part) => name.includes(part.toLowerCase()));
    }),
  );
  if (chosen.length === 0) throw new Error(`No cell has ${only.join(' or ')} in its name.`);

  /** @type {Row[]} */
  const rows = [];
  /** @param {Row} row */
  const done = (row) => {
    rows.push(row);
    console.log(line(row));
    if (row.result === 'failed') console.error(row.why);
  };
  const homes = new Map();
  const ready = chosen.filter((cell) => {
    const why = cell.unavailable?.();
    if (why !== undefined) done({ cell, result: 'not run', seconds: 0, came: {}, why });
    return why === undefined;
  });
  // One after the other: npm's own work is parallel already.
  for (const { tools = 'none' } of ready) {
    if (!homes.has(tools)) homes.set(tools, await install(tools, tarballPath()));
  }
  const installed = performance.now();
  const queue = ready.values();
  const workers = Array.from({ length: Math.min(4, Math.max(2, availableParallelism())) }, async () => {
    for (const cell of queue) {
      const home = homes.get(cell.tools ?? 'none');
      const first = await runCell(cell, home);
      if (first.result === 'passed') {
        done(first);
        continue;
      }
      // Browsers and development servers stumble now and then. It is said that there was a second try, and why.
      console.error(`${cell.tool}, ${cell.mode}: once more, because: ${first.why}`);
      const second = await runCell(cell, home);
      const note = [second.came.note, 'second try'].filter(Boolean).join('; ');
      done(second.result === 'passed' ? { ...second, came: { ...second.came, note } } : second);
    }
  });
  await Promise.all(workers);
  await (await chromiumRunning)?.close();

  const order = new Map(chosen.map((cell, at) => [cell, at]));
  rows.sort((a, b) => (order.get(a.cell) ?? 0) - (order.get(b.cell) ?? 0));
  const seconds = (performance.now() - installed) / 1000;
  if (only.length === 0 && process.argv.includes('--write')) {
    const machine = `${cpus().length} cores, Node ${process.versions.node}`;
    const date = new Date().toISOString().slice(0, 10);
    const text = document(rows, { version: manifest().version, date, seconds, machine });
    writeFileSync(join(ROOT, 'docs/compatibility.md'), text);
  }
  const count = (/** @type {Row['result']} */ result) => rows.filter((row) => row.result === result).length;
  console.log(`\nmatrix: ${seconds.toFixed(0)} s, and ${((installed - began) / 1000).toFixed(0)} s to install`);
  if (count('not run') > 0) console.log(`matrix: ${count('not run')} cells cannot run here; their lines say why`);
  console.log(`${count('passed')} passed, ${count('failed')} failed`);
  process.exitCode = count('failed') > 0 ? 1 : 0;
});
// Whatever a cell has left behind must not keep this one alive.
process.exit();
