/** Loaded before a program: its clock is set back by `ESPAI_CLOCK_BACK_MS` after `ESPAI_CLOCK_AFTER_MS`, as a person or a time server does it. */
import process from 'node:process';

const [back = 0, after = 0] = ['ESPAI_CLOCK_BACK_MS', 'ESPAI_CLOCK_AFTER_MS'].map((name) => Number(process.env[name]));
const real = Date.now;
const from = performance.now();
Date.now = () => real() - (performance.now() - from >= after ? back : 0);
