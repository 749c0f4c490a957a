/**
 * Side by side with the peers.
 *
 *   make bench                            all rows, and the panel; writes bench/results.json, bench/panel.json, the chart, and the tables of docs/performance.md
 *   node bench/main.js --beside TARBALL   another package of ours in the same rounds, too: its own table, and bench/beside.json
 *   node bench/main.js --rounds 5         the same with at most so many rounds, to try the harness
 *   node bench/main.js --quick            few rows and rounds against bench/limits.json; writes nothing
 *
 * All of them take the tarball that `make package` made. All but the last build wasm, and run under scripts/with-tools.
 */
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { manifest } from '../scripts/build/places.js';
import { main } from '../scripts/lib/run.js';
import { commands } from './command.js';
import { makeConsumer } from './consumer.js';
import { BESIDE_GOALS, GOALS, judge } from './goals.js';
import { NOTHING } from './jobs.js';
import { ledgerRows } from './ledger-rows.js';
import { FLAT_ITEMS, manyName } from './moves.js';
import { pageSizes } from './pages.js';
import { panel } from './panel.js';
import { inFreshProcesses, startServer, timeInOneProcess } from './processes.js';
import { checks, readLimits, report } from './quick.js';
import { goalTable } from './table.js';
import { BEFORE, US } from './ways.js';
import { write } from './write.js';

const PEERS = ['fetch', 'axios', 'axios + zod', 'ky + valibot', 'got', 'undici.request'];

await main(async () => {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, rounds: { type: 'string' }, beside: { type: 'string' } },
  });
  const quick = values.quick ?? false;
  const most = Number(values.rounds ?? (quick ? 7 : 1000));
  if (!Number.isInteger(most) || most < 1) throw new Error('--rounds takes a whole number from 1');
  const tarball = values.beside === undefined ? undefined : resolve(values.beside);
  if (quick && tarball !== undefined) {
    throw new Error('--quick measures no package beside this one: leave --beside out.');
  }
  if (tarball !== undefined && !existsSync(tarball)) throw new Error(`There is no file ${tarball} for --beside.`);

  const load = loadavg()[0] ?? 0;
  const consumer = await makeConsumer({ decoder: !quick, ...(tarball === undefined ? {} : { beside: tarball }) });
  const { measured, rounds } = await measure(consumer, quick, most);
  if (quick) {
    if (!report(checks(measured, readLimits()))) throw new Error('A figure is beyond bench/limits.json.');
    return;
  }
  const goals = judge(GOALS, measured);
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, load };
  const versions = { [US]: manifest().version, ...consumer.versions };
  const run = { measured, rounds, goals, machine, versions };
  console.log(goalTable(goals));
  if (consumer.beside === undefined) {
    write(run);
    await panel(Math.min(15, most));
    return;
  }
  const beside = { name: consumer.beside, goals: judge(BESIDE_GOALS, measured) };
  console.log(`\nBeside ${beside.name}:\n${goalTable(beside.goals)}`);
  write({ ...run, beside });
});

/**
 * @param {Awaited<ReturnType<typeof makeConsumer>>} consumer
 * @param {boolean} quick
 * @param {number} most
 */
async function measure({ folder, decoder, beside: before }, quick, most) {
  const beside = before !== undefined;
  const server = await startServer(folder);
  try {
    const { base } = server;
    const pages = await pageSizes(folder, beside);
    const plan = { base, beside, quick, most, ...(decoder === undefined ? {} : { decoder }) };
    const { samples, rounds } = await timeInOneProcess(folder, plan);
    const few = [US, 'fetch'];
    const jobs = /** @type {const} */ ([
      { job: 'start', ways: quick ? few : [US, ...(beside ? [BEFORE] : []), NOTHING, ...PEERS], full: 31 },
      { job: 'peak', ways: quick ? few : [US, NOTHING, ...PEERS], full: 9 },
      { job: 'kept', ways: quick ? [US] : [US, 'fetch', 'axios + zod'], full: quick ? 1 : 5 },
      { job: 'many', ways: flatWays(quick), full: quick ? 1 : 3 },
    ]);
    for (const { job, ways, full } of jobs) {
      const many = Math.min(full, most);
      for (const [row, found] of Object.entries(await inFreshProcesses(folder, job, ways, base, many))) {
        samples[row] = found;
        rounds[row] = many;
      }
    }
    if (!quick) {
      for (const [row, found] of Object.entries(await commands(folder, Math.min(21, most)))) {
        samples[row] = found;
        rounds[row] = Object.values(found)[0]?.length ?? 0;
      }
      const many = Math.min(5, most);
      for (const [row, found] of Object.entries(await ledgerRows(many))) {
        samples[row] = found;
        rounds[row] = many;
      }
    }
    return { measured: { samples, pages }, rounds };
  } finally {
    await server.close();
  }
}

/** @param {boolean} quick */
function flatWays(quick) {
  /** @type {readonly import('./moves.js').How[]} */
  const hows = quick ? ['transferMany'] : ['transferMany', 'a loop over transfer'];
  return hows.flatMap((how) => FLAT_ITEMS[quick ? 'quick' : 'full'].map((items) => manyName(how, items)));
}
