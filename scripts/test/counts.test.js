import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closingLine, ofCheck, ofMatrix, ofNode, ofRust, settled } from './counts.js';

const RUST = `
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
   Doc-tests espai_cdkey
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
`;
const NODE = `✔ a (1ms)
ℹ tests 9
ℹ suites 0
ℹ pass 4
ℹ fail 1
ℹ cancelled 1
ℹ skipped 1
ℹ todo 2
ℹ duration_ms 5
`;

test('every binary of cargo test counts', () => {
  assert.deepEqual(ofRust(RUST), { passed: 15, failed: 2, skipped: 1 });
});

test('colours do not hide a count', () => {
  assert.deepEqual(ofRust('test result: \u001b[32mok\u001b[0m. 2 passed; 0 failed; 0 ignored\r\n'), {
    passed: 2,
    failed: 0,
    skipped: 0,
  });
});

test('node: a cancelled test has failed, one to be done is left out', () => {
  assert.deepEqual(ofNode(NODE), { passed: 4, failed: 2, skipped: 3 });
});

test('matrix: what cannot run here is left out', () => {
  const said = 'x ✓ 1 s\nmatrix: 30 s, and 2 s to install\nmatrix: 3 cells cannot run here; their lines say why\n';
  assert.deepEqual(ofMatrix(`${said}9 passed, 1 failed\n`), { passed: 9, failed: 1, skipped: 3 });
  assert.deepEqual(ofMatrix('4 passed, 0 failed\n'), { passed: 4, failed: 0, skipped: 0 });
});

test('a suite that breaks without counting has failed once', () => {
  assert.deepEqual(settled(ofRust('error: could not compile'), false), { passed: 0, failed: 1, skipped: 0 });
  assert.deepEqual(settled({ passed: 3, failed: 0, skipped: 0 }, false), { passed: 3, failed: 1, skipped: 0 });
});

test('a suite that ran nothing has failed once', () => {
  assert.deepEqual(settled(ofNode(''), true), { passed: 0, failed: 1, skipped: 0 });
});

test('a counted failure counts as it was counted', () => {
  assert.deepEqual(settled({ passed: 3, failed: 2, skipped: 0 }, false), { passed: 3, failed: 2, skipped: 0 });
  assert.deepEqual(settled(ofCheck('', false), false), { passed: 0, failed: 1, skipped: 0 });
});

test('the closing line names what was left out only if something was', () => {
  assert.equal(closingLine({ passed: 3, failed: 0, skipped: 0 }), '3 passed, 0 failed');
  assert.equal(closingLine({ passed: 3, failed: 1, skipped: 2 }), '3 passed, 1 failed, 2 skipped');
});
