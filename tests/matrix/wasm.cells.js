/**
 * The crate's own tests of its edge to JavaScript, in each engine: what `wasm-pack test --headless` runs, by its runner.
 * wasm-pack itself knows no WebKit but Safari's; the runner takes WebKit's driver in the place of it.
 */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TARGET } from '../../scripts/build/places.js';
import { filesOf } from '../../scripts/lib/stamp.js';
import { ENGINES, onPath } from './engine.js';

/** @typedef {import('../../scripts/matrix/cells.js').Cell} Cell */

const BUILT = join(TARGET, 'wasm32-unknown-unknown/debug/deps');
const RUNNER = onPath('wasm-bindgen-test-runner');

/** @param {string} file */
const age = (file) => statSync(file).mtimeMs;

/** The tests as cargo built them last, or why there are none that are worth a run. */
function tests() {
  const files = existsSync(BUILT) ? readdirSync(BUILT).filter((name) => /^wasm_browser-\w+\.wasm$/.test(name)) : [];
  const [newest] = files.map((name) => join(BUILT, name)).sort((a, b) => age(b) - age(a));
  const sources = ['src', 'tests/wasm', 'Cargo.toml', 'Cargo.lock'].flatMap((path) => filesOf(join(ROOT, path)));
  const why = 'built by `make test ONLY=wasm-chrome`';
  if (newest === undefined) return { why: `its tests are not built yet; they are ${why}` };
  if (sources.some((file) => age(file) > age(newest))) {
    return { why: `its tests are older than the sources; they are ${why}` };
  }
  return { file: newest };
}

/** @type {Cell[]} */
export const cells = ENGINES.map(
  ({ name, unavailable, wasmTests: { variable, driver, capabilities, env, screen } }) => ({
    tool: name,
    mode: "the crate's wasm tests",
    group: 'browser',
    unavailable: () =>
      unavailable() ?? (RUNNER === undefined ? 'wasm-bindgen-test-runner is not installed' : tests().why),
    async run({ folder, exec }) {
      writeFileSync(join(folder, 'webdriver.json'), JSON.stringify(capabilities));
      const command = [...(screen ? ['xvfb-run', '-a'] : []), RUNNER ?? '', tests().file ?? ''];
      const { stdout } = await exec(command[0] ?? '', command.slice(1), {
        // It waits 20 s by itself, which is little where other cells run at the same time.
        env: { ...env, [variable]: driver, WASM_BINDGEN_TEST_TIMEOUT: '120' },
      });
      const [, passed] = /test result: ok\. (\d+) passed; 0 failed/.exec(stdout) ?? [];
      if (!(Number(passed) > 0)) throw new Error(`No test ran:\n${stdout.slice(-2000)}`);
      return { note: `${passed} tests` };
    },
  }),
);
