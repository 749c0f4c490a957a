/**
 * Side by side with the peers.
 *
 *   make bench                        all rows; writes bench/results.json, the chart, and the tables of docs/performance.md
 *   node bench/main.js --rounds 5     the same with at most so many rounds, to try the harness
 *   node bench/main.js --quick        few rows and rounds against bench/limits.json; writes nothing
 *
 * All of them take the tarball that `make package` made. Only the first two build wasm, and run under scripts/with-tools.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, manifest } from '../scripts/build/places.js';
import { main } from '../scripts/lib/run.js';
import { chart } from './chart.js';
import { makeConsumer } from './consumer.js';
import { judge } from './goals.js';
import { NOTHING } from './jobs.js';
import { spread } from './measure.js';
import { pageSizes } from './pages.js';
import { inFreshProcesses, startServer, timeInOneProcess } from './processes.js';
import { checks, readLimits, report } from './quick.js';
import { goalTable, rowTables } from './table.js';

const US = 'espai-cdkey';
const PEERS = ['fetch', 'axios', 'axios + zod', 'ky + valibot', 'got', 'undici.request'];
const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

await main(async () => {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, rounds: { type: 'string' } } });
  const quick = values.quick ?? false;
  const most = Number(values.rounds ?? (quick ? 7 : 1000));
  if (!Number.isInteger(most) || most < 1) throw new Error('--rounds takes a whole number from 1');

  const load = loadavg()[0] ?? 0;
  const consumer = await makeConsumer({ decoder: !quick });
  const { measured, rounds } = await measure(consumer, quick, most);
  if (quick) {
    if (!report(checks(measured, readLimits()))) throw new Error('A figure is beyond bench/limits.json.');
    return;
  }
  const goals = judge(measured);
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, load };
  const versions = { [US]: manifest().version, ...consumer.versions };
  write({ measured, rounds, goals, machine, versions });
  console.log(goalTable(goals));
});

/**
 * @param {Awaited<ReturnType<typeof makeConsumer>>} consumer
 * @param {boolean} quick
 * @param {number} most
 */
async function measure({ folder, decoder }, quick, most) {
  const server = await startServer(folder);
  try {
    const { base } = server;
    const pages = await pageSizes(folder);
    const plan = { base, quick, most, ...(decoder === undefined ? {} : { decoder }) };
    const { samples, rounds } = await timeInOneProcess(folder, plan);
    const few = [US, 'fetch'];
    const jobs = /** @type {const} */ ([
      { job: 'start', ways: quick ? few : [US, NOTHING, ...PEERS], full: 31 },
      { job: 'peak', ways: quick ? few : [US, NOTHING, ...PEERS], full: 9 },
      { job: 'kept', ways: quick ? [US] : [US, 'fetch', 'axios + zod'], full: quick ? 1 : 5 },
    ]);
    for (const { job, ways, full } of jobs) {
      rounds[job] = Math.min(full, most);
      samples[job] = await inFreshProcesses(folder, job, ways, base, rounds[job]);
    }
    return { measured: { samples, pages }, rounds };
  } finally {
    await server.close();
  }
}

/**
 * @typedef {object} Results
 * @property {import('./goals.js').Measured} measured
 * @property {Record<string, number>} rounds
 * @property {import('./goals.js').Judged[]} goals
 * @property {{ cpu: string, cores: number, node: string, load: number }} machine
 * @property {Record<string, string>} versions
 */

/** @param {Results} results */
function write({ measured, rounds, goals, machine, versions }) {
  const taken = new Date().toISOString().slice(0, 10);
  const rows = Object.fromEntries(
    Object.entries(measured.samples).map(([row, ways]) => [
      row,
      {
        rounds: rounds[row],
        ways: Object.fromEntries(Object.entries(ways).map(([way, samples]) => [way, spread(samples)])),
      },
    ]),
  );
  const results = { taken, machine, versions, goals, rows, pages: measured.pages };
  writeFileSync(join(ROOT, 'bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);

  mkdirSync(join(ROOT, 'docs/images'), { recursive: true });
  writeFileSync(join(ROOT, 'docs/images/performance.svg'), chart(measured));

  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = `Taken on ${taken}: ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load.toFixed(1)} at the start; ${peers.join(', ')}.`;
  const text = [BEGIN, where, goalTable(goals), rowTables(measured, rounds), END].join('\n\n');
  const path = join(ROOT, 'docs/performance.md');
  const document = readFileSync(path, 'utf8');
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no ${BEGIN} with ${END} after it.`);
  writeFileSync(path, document.slice(0, from) + text + document.slice(to + END.length));
}
