/**
 * What needs a fresh process, one job each. Prints one number for each row of the results, as JSON.
 *
 *   node child.js start WAY BASE     ms from the start of the process to the first card, and ms of processor time
 *   node child.js peak WAY BASE      the most memory that it took to list all cards once, in bytes
 *   node child.js kept WAY BASE      bytes that one card of all keeps alive (--expose-gc)
 *   node child.js many WAY          the most memory of a bulk, and how much more is in use at its last item than before it (--expose-gc)
 */
import './failing.js';
import { JOBS } from './jobs.js';

const [job = '', way = '', base = ''] = process.argv.slice(2);
const run = JOBS[job];
if (!run) throw new Error(`There is no job named ${job}.`);
process.stdout.write(`${JSON.stringify(await run(way, base))}\n`, () => process.exit(0));
