/**
 * How many tests passed, by what each runner says at its end.
 */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @returns {Counts} */
export function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * `cargo test` and `wasm-pack test`: one closing line a binary.
 * @param {string} output
 * @returns {Counts}
 */
export function ofRust(output) {
  const lines = plain(output).matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm);
  return [...lines]
    .map(([, passed, failed, skipped]) => ({
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped),
    }))
    .reduce(sum, none());
}

/**
 * `node --test` with its `spec` reporter. A test to be done that fails is no failure to node, so it counts as left out.
 * @param {string} output
 * @returns {Counts}
 */
export function ofNode(output) {
  const text = plain(output);
  /** @param {string} name */
  const last = (name) => Number([...text.matchAll(new RegExp(`^ℹ ${name} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0);
  return {
    passed: last('pass'),
    failed: last('fail') + last('cancelled'),
    skipped: last('skipped') + last('todo'),
  };
}

/**
 * `make matrix`: a cell that cannot run on this machine counts as left out.
 * @param {string} output
 * @returns {Counts}
 */
export function ofMatrix(output) {
  const text = plain(output);
  const [, passed, failed] = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [];
  const [, skipped] = /^matrix: (\d+) cells cannot run here/m.exec(text) ?? [];
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0), skipped: Number(skipped ?? 0) };
}

/**
 * A command that is one check.
 * @param {string} _output
 * @param {boolean} good
 * @returns {Counts}
 */
export function ofCheck(_output, good) {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 };
}

/**
 * What a command is taken for in the end: one that broke without counting a failure, or that ran nothing, has failed.
 * @param {Counts} counted
 * @param {boolean} good Whether it ended with status 0.
 * @returns {Counts}
 */
export function settled(counted, good) {
  const { passed, failed, skipped } = counted;
  const silent = failed === 0 && (!good || passed + skipped === 0);
  return silent ? { passed, failed: 1, skipped } : counted;
}

/**
 * The last line of a run.
 * @param {Counts} counts
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {string} output */
function plain(output) {
  // eslint-disable-next-line no-control-regex -- colours begin with a control character
  return output.replaceAll(/\u001b\[[\d;]*m/g, '').replaceAll('\r', '');
}
