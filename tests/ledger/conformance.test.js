import { test } from 'node:test';
import { ledgerConformance, openLedger } from 'espai-cdkey/ledger';
import { LEDGERS } from './support.js';

for (const [kind, address] of Object.entries(LEDGERS)) {
  ledgerConformance(
    (name, run) => test(`${kind}: ${name}`, run),
    async () => {
      const url = address();
      const first = await openLedger(url);
      // What is in memory has one side only.
      return [first, kind === 'memory' ? first : await openLedger(url)];
    },
  );
}
