/**
 * What users test with: the samples of docs/testing.md, run by the runners themselves.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependency, versions } from './pinned.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */

const TOOLS = 'testing';
const pinned = versions(TOOLS);
/** Of the pinned ones vitest, jsdom and msw want one newer than the oldest that the package runs on. */
const NODE = dependency(TOOLS, 'node-24/bin/node');
const vitest = `vitest ${pinned('vitest')}`;
const jest = `Jest ${pinned('jest')}`;

/**
 * @param {string} tool
 * @param {string} mode
 * @param {number} tests How many the sample has: a runner that finds none is content, too.
 * @param {string} program Under `node_modules`.
 * @param {...string} args
 * @returns {Cell}
 */
function cell(tool, mode, tests, program, ...args) {
  return {
    tool,
    mode,
    group: 'testing',
    tools: TOOLS,
    async run({ folder, samples, exec }) {
      samples('testing');
      writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
      await exec(NODE, [dependency(TOOLS, program), ...args]);
      const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
      if (numPassedTests !== tests || numTotalTests !== tests) {
        throw new Error(`${numPassedTests} of ${numTotalTests} tests passed, and the sample has ${tests}`);
      }
    },
  };
}

/**
 * @param {string} mode
 * @param {number} tests
 * @param {string} file
 * @param {string} [environment]
 */
function inVitest(mode, tests, file, environment = 'node') {
  const args = ['run', file, '--environment', environment, '--reporter=json', '--outputFile=report.json'];
  return cell(vitest, mode, tests, 'vitest/vitest.mjs', ...args);
}

/**
 * @param {string} mode
 * @param {string} environment
 */
function inJest(mode, environment) {
  const args = ['--rootDir', '.', '--env', environment, '--json', '--outputFile=report.json', 'jest.test.cjs'];
  return cell(jest, mode, 5, 'jest/bin/jest.js', ...args);
}

/** @type {Cell[]} */
export const cells = [
  inJest('fake timers', 'node'),
  inJest('fake timers, jsdom', './jsdom.cjs'),
  inVitest('node', 5, 'page.test.js'),
  inVitest(`jsdom ${pinned('jsdom')}`, 5, 'page.test.js', 'jsdom'),
  inVitest(`happy-dom ${pinned('happy-dom')}`, 5, 'page.test.js', 'happy-dom'),
  inVitest(`Vue ${pinned('vue')}, reactive and ref`, 1, 'vue.test.js', 'jsdom'),
  inVitest(`nock ${pinned('nock')}`, 2, 'nock.test.js'),
  inVitest(`msw ${pinned('msw')}`, 2, 'msw.test.js'),
  inVitest(`undici ${pinned('undici')}, MockAgent`, 1, 'undici.test.js'),
];
