/**
 * `make test`: every suite, one after the other, to the end; the last line says what came of all of them.
 *
 *   make test                     all
 *   make test ONLY=native,e2e     these
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { ROOT } from '../build/places.js';
import { changedIn } from './clone.js';
import { closingLine, none, settled, sum } from './counts.js';
import { SUITES, TEMPORARY } from './suites.js';

/** @typedef {import('./suites.js').Command} Command */

/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    running?.kill(signal);
    rmSync(TEMPORARY, { recursive: true, force: true });
    console.error(`\nStopped by ${signal}.`);
    process.exit(130);
  });
}

/**
 * Runs a command with its output shown as it comes.
 * @param {Command} command
 */
function counted({ argv: [program, ...args], cwd, env, count }) {
  /** @type {Promise<import('./counts.js').Counts>} */
  const ended = new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    for (const [from, to] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      from.setEncoding('utf8').on('data', (text) => {
        output += text;
        to.write(text);
      });
    }
    child.on('error', (error) => {
      console.error(`${program} could not be run: ${error.message}`);
      resolve(settled(none(), false));
    });
    child.on('close', (status) => {
      const good = status === 0;
      resolve(settled(count(output, good), good));
    });
  });
  return ended;
}

/** @param {import('./suites.js').Suite} suite */
async function runSuite(suite) {
  let counts = none();
  try {
    for (const command of suite.commands()) {
      console.log(`$ ${command.argv.join(' ')}`);
      const came = await counted(command);
      counts = sum(counts, came);
      // What a suite prepares first, the rest of it needs.
      if (command.needed && came.failed > 0) break;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    counts = sum(counts, settled(none(), false));
  }
  return counts;
}

/** @param {import('./suites.js').Suite} suite */
function needless(suite) {
  // Or it would test what an earlier build has left.
  console.error(`${suite.name} was not run, because ${suite.needs} failed.`);
  return settled(none(), false);
}

const asked = (process.env.ONLY ?? '').split(/[,\s]+/).filter((name) => name !== '');
const unknown = asked.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`No suite is named ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const wanted = SUITES.filter(({ name, exists }) => (asked.length === 0 ? exists() : asked.includes(name)));
const chosen = SUITES.filter((suite) => wanted.includes(suite) || wanted.some(({ needs }) => needs === suite.name));
const changedBefore = changedIn(ROOT);
/** @type {string[]} */
const table = [];
/** @type {Set<string | undefined>} */
const broken = new Set();
let all = none();
for (const suite of chosen) {
  console.log(`\n===== ${suite.name}: ${suite.what} =====`);
  const from = performance.now();
  const counts = broken.has(suite.needs) ? needless(suite) : await runSuite(suite);
  if (counts.failed > 0) broken.add(suite.name);
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  const line = `${suite.name.padEnd(12)} ${closingLine(counts).padEnd(36)} ${seconds.padStart(6)} s`;
  console.log(`----- ${line.trim().replaceAll(/ {2,}/g, ' ')}`);
  table.push(line);
  all = sum(all, counts);
}
rmSync(TEMPORARY, { recursive: true, force: true });
// Of a whole run only: whoever runs a suite may be at work on the files meanwhile.
const written = asked.length > 0 ? [] : [...changedIn(ROOT)].filter((file) => !changedBefore.has(file));
if (written.length > 0) {
  console.error(`\nThe tests must leave the clone as they found it, and these files changed:\n${written.join('\n')}`);
  all = sum(all, settled(none(), false));
}

console.log(`\n${table.join('\n')}\n`);
console.log(closingLine(all));
process.exitCode = all.failed > 0 ? 1 : 0;
