/**
 * The panel in Chromium over many cards: from a letter typed to the next frame, frames while it scrolls, from a tick of all to the next
 * frame, and how long the overview keeps the page from answering. Part of `make bench`; alone, after `make package` and the page's
 * set-up: `scripts/with-tools node bench/panel.js [rounds]`. Writes bench/panel.json and its part of docs/performance.md.
 */
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { main } from '../scripts/lib/run.js';
import { manyCards } from '../tests/browser/www-many-cards.js';
import { servePanel } from '../tests/browser/www-panel-site.js';
import { buildPage, launchBrowser } from '../tests/browser/www-site.js';
import { judge } from './goals.js';
import { spread } from './measure.js';
import { goalTable } from './table.js';
import { writeBetween, writeJson } from './write.js';

const COUNTS = [10_000, 100_000];
/** Of scrolling, a size. */
const SECONDS = 5;
/** As a person at a desk has it. */
const VIEW = { width: 1280, height: 900 };

/** @typedef {{ filter: number[], frame: number[], select: number[], overview: number[] }} Found In milliseconds. */

/**
 * What is asked of each size: the median of the rounds, and of the filter the slowest of twenty, as each letter is one.
 * @param {number} count
 * @returns {import('./goals.js').Goal[]}
 */
function goalsOf(count) {
  const of = `${count.toLocaleString('en')} cards`;
  /** @param {keyof Found} row @returns {import('./goals.js').Goal['value']} */
  const value = (row) => (measured) => {
    const samples = measured.samples[`panel-${row}`]?.[of];
    return samples && spread(samples);
  };
  return [
    { what: `${of}: a letter typed to the next frame`, is: 'most', bound: 100, unit: 'ms', value: value('filter') },
    {
      what: `${of}: a letter typed to the next frame, the slowest of twenty`,
      is: 'most',
      bound: 100,
      unit: 'ms',
      value: ({ samples }) => {
        const sorted = samples['panel-filter']?.[of]?.toSorted((a, b) => a - b);
        const slow = sorted?.[Math.floor(sorted.length * 0.95)];
        return slow === undefined ? undefined : { median: slow, low: slow, high: slow };
      },
    },
    {
      what: `${of}: a frame while it scrolls (55 a second are 18.2 ms)`,
      is: 'most',
      bound: 1000 / 55,
      unit: 'ms',
      value: value('frame'),
    },
    { what: `${of}: a tick of all to the next frame`, is: 'most', bound: 50, unit: 'ms', value: value('select') },
    {
      what: `${of}: the overview opened, the longest time in which the page answers to nothing`,
      is: 'most',
      bound: 200,
      unit: 'ms',
      value: value('overview'),
    },
  ];
}

/**
 * Measures the panel, and writes what came of it.
 * @param {number} rounds
 */
export async function panel(rounds) {
  if (!existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')) {
    console.log('The panel is not measured: there is no Chromium. CHROMIUM names another one.');
    return;
  }
  const load = loadavg()[0] ?? 0;
  /** @type {Record<string, Record<string, number[]>>} */
  const samples = { 'panel-filter': {}, 'panel-frame': {}, 'panel-select': {}, 'panel-overview': {} };
  const built = await buildPage('panel');
  const browser = await launchBrowser();
  try {
    for (const count of COUNTS) {
      const site = await servePanel(built.folder, { cards: manyCards(count) });
      try {
        for (const [row, found] of Object.entries(await measure(browser, site, rounds))) {
          Object.assign(samples[`panel-${row}`] ?? {}, { [`${count.toLocaleString('en')} cards`]: found });
        }
      } finally {
        await site.close();
      }
    }
    const goals = judge(COUNTS.flatMap(goalsOf), { samples, pages: {} });
    console.log(goalTable(goals));
    const taken = new Date().toISOString().slice(0, 10);
    const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, load, chromium: browser.version() };
    writeJson('panel.json', { taken, machine, rounds, goals });
    const head = `Taken on ${taken}: ${machine.cpu}, ${machine.cores} cores, Chromium ${machine.chromium}, load ${load.toFixed(1)} at the start.`;
    writeBetween('panel', [head, goalTable(goals)]);
  } finally {
    await browser.close();
    await built.remove();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Awaited<ReturnType<typeof servePanel>>} site
 * @param {number} rounds
 * @returns {Promise<Found>}
 */
async function measure(browser, site, rounds) {
  const page = await browser.newPage({ viewport: VIEW, locale: 'en-US', reducedMotion: 'reduce' });
  try {
    await page.goto(site.link);
    await page.goto(`${site.url}#/cards?all=1`);
    await page.locator('.search input').waitFor({ timeout: 120_000 });
    await page.locator('.grid-data').first().waitFor();
    const list = await page.evaluate(measureList, { rounds, seconds: SECONDS });
    // The cards are loaded: what is measured is the overview's own work.
    const overview = [];
    for (let round = 0; round < Math.min(rounds, 7); round += 1) {
      await page.evaluate(() => {
        location.hash = '/lookup';
      });
      await page.getByRole('button', { name: 'Look up' }).waitFor();
      overview.push(await page.evaluate(measureOverview));
    }
    return { ...list, overview };
  } finally {
    await page.close();
  }
}

/**
 * Runs in the page.
 * @param {{ rounds: number, seconds: number }} how
 */
async function measureList({ rounds, seconds }) {
  // A frame is painted after its callback; what is queued there runs when it is.
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  /** @param {() => void} act */
  const timed = async (act) => {
    const start = performance.now();
    act();
    await painted();
    return performance.now() - start;
  };

  const input = /** @type {HTMLInputElement} */ (document.querySelector('.search input'));
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const type = (/** @type {string} */ text) => {
    setValue?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const filter = [];
  const typed = ['1', '13', '138', '张', '张伟', 'a', 'ab', '138****00', ''];
  for (let round = 0; round < rounds; round += 1) {
    for (const text of typed) filter.push(await timed(() => type(text)));
  }

  const grid = /** @type {HTMLElement} */ (document.querySelector('.grid'));
  // The mean of each second: a person sees a slow second, and a clock that is read once a frame is too coarse for one.
  const frame = [];
  for (let second = 0; second < seconds; second += 1) {
    const begin = performance.now();
    let frames = 0;
    while (performance.now() - begin < 1000) {
      await new Promise(requestAnimationFrame);
      frames += 1;
      grid.scrollTop += 60;
    }
    frame.push((performance.now() - begin) / frames);
  }

  const all = /** @type {HTMLInputElement} */ (document.querySelector('.grid-head input'));
  const select = [];
  for (let round = 0; round < rounds; round += 1) select.push(await timed(() => all.click()));
  return { filter, frame, select };
}

/** Opens the overview, until its last table is there. Runs in the page. */
async function measureOverview() {
  let longest = 0;
  let last = performance.now();
  let over = false;
  // Turns of the event loop: between two of them the page answers to nothing.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) port2.postMessage(null);
  };
  port2.postMessage(null);
  location.hash = '/overview';
  while (document.querySelectorAll('.figures table').length < 4) await new Promise(requestAnimationFrame);
  // The charts are drawn after their tables.
  for (let frames = 0; frames < 30; frames += 1) await new Promise(requestAnimationFrame);
  over = true;
  return longest;
}

if (argv[1] === fileURLToPath(import.meta.url)) await main(() => panel(Number(argv[2] ?? 15)));
