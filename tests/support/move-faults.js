/**
 * What befalls moves in tests that kill, one after another.
 */

/** @typedef {Parameters<ReturnType<typeof import('espai-cdkey/emulator').createEmulator>['inject']>[0]} Fault */

/** @type {readonly Fault[]} */
export const MOVE_FAULTS = [
  { fault: 'drop', when: 'before' },
  { fault: 'drop', when: 'after' },
  { fault: 'truncate' },
  { fault: 'status', status: 502, when: 'after' },
  { fault: 'envelope', code: 500, when: 'after' },
  { fault: 'garbage' },
  { fault: 'html', when: 'before' },
  { fault: 'hang', when: 'after' },
  { fault: 'hang', when: 'before' },
  // A text that a spreadsheet would run.
  { fault: 'envelope', code: 400, message: '=拒绝' },
];
