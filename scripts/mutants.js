/**
 * `make mutants`: changes the rules, one place at a time, and sees whether a native test notices (cargo-mutants).
 *
 *   make mutants                     all of it, which takes hours
 *   make mutants ONLY=retry,pager    the files with one of these in their name
 *
 * What is left as it is, and why, says `.cargo/mutants.toml`. Each part's own reports are under target/mutants.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TARGET } from './build/places.js';
import { main } from './lib/run.js';

/** Caught of those that compile. */
const LEAST = 0.95;
/** Longer than any test takes on a busy machine: what takes longer goes round for ever, and that is noticed, too. */
const TIMEOUT_S = 60;

/**
 * What is changed together, and which tests see it: as few as may be are compiled again for each.
 * @type {{ name: string, args: string[] }[]}
 */
const PARTS = [
  { name: 'rules', args: ['--package', 'espai-cdkey', '--cargo-arg=--test=native'] },
  {
    name: 'wire',
    // Its tests stand with the other crate's, and the baseline would look for them here: so it is skipped, and a test that fails
    // unmutated is `make test`'s to find.
    args: [
      ...['--package', 'espai-cdkey-wire', '--test-package', 'espai-cdkey', '--baseline', 'skip'],
      ...['--cargo-arg=--test=wire', '--cargo-arg=--test=native'],
    ],
  },
  { name: 'bulk', args: ['--package', 'espai-cdkey-bulk'] },
  { name: 'emulator', args: ['--package', 'espai-cdkey-emulator'] },
  { name: 'server', args: ['--package', 'espai-cdkey-server'] },
  { name: 'ledger', args: ['--package', 'espai-cdkey-ledger'] },
];

/** What cargo-mutants ends with where it came to its end: all caught; some missed; some out of time. */
const ENDED = [0, 2, 3];

/**
 * @typedef {object} Counts
 * @property {number} caught
 * @property {number} missed
 * @property {number} timeout Of a test that ran into an endless loop, say: it is noticed, too.
 */

/**
 * @param {typeof PARTS[number]} part
 * @param {string[]} only
 * @returns {Counts}
 */
function mutate({ name, args }, only) {
  const output = join(TARGET, 'mutants', name);
  rmSync(output, { recursive: true, force: true });
  const files = only.flatMap((word) => ['--file', `*${word}*`]);
  const how = ['--jobs', '1', '--timeout', String(TIMEOUT_S), '--no-shuffle', '--output', output];
  // Nobody debugs what is compiled for one run.
  const env = { ...process.env, CARGO_PROFILE_DEV_DEBUG: '0', CARGO_PROFILE_TEST_DEBUG: '0', RUST_BACKTRACE: '0' };
  const argv = ['-n', '19', 'cargo', 'mutants', ...args, ...how, ...files];
  const { status, error } = spawnSync('nice', argv, { cwd: ROOT, env, stdio: 'inherit' });
  if (error) throw error;
  if (status === null || !ENDED.includes(status)) throw new Error(`mutants: ${name} ended with status ${status}`);
  const report = join(output, 'mutants.out/outcomes.json');
  if (!existsSync(report)) return { caught: 0, missed: 0, timeout: 0 };
  const { caught, missed, timeout } = JSON.parse(readFileSync(report, 'utf8'));
  return { caught, missed, timeout };
}

await main(() => {
  const only = (process.env.ONLY ?? '').split(/[,\s]+/).filter((word) => word !== '');
  const all = PARTS.map((part) => ({ name: part.name, ...mutate(part, only) }));
  let [noticed, made] = [0, 0];
  for (const { name, caught, missed: lost, timeout } of all) {
    noticed += caught + timeout;
    made += caught + timeout + lost;
    console.log(`mutants: ${name}: ${caught + timeout} caught (${timeout} by their time), ${lost} not`);
  }
  if (made === 0) throw new Error(`No file that is changed has ${only.join(' or ')} in its name.`);
  console.log(`${noticed} of ${made} caught, ${((100 * noticed) / made).toFixed(1)} %`);
  const missed = 'target/mutants/*/mutants.out/missed.txt';
  if (noticed < LEAST * made) throw new Error(`That is less than ${100 * LEAST} %: ${missed}`);
});
