/** The types of durable operations, and what must not compile. */
import { CdkeyClient, LedgerError } from 'espai-cdkey';
import {
  Operations,
  hashedPhones,
  inspectLedger,
  ledgerConformance,
  openLedger,
  type Change,
  type Changed,
  type Ledger,
  type LedgerReport,
  type NewOperation,
  type Operation,
  type OperationStatus,
  type Recovered,
  type StoredOperation,
  type WorkNews,
} from 'espai-cdkey/ledger';
import { holds, type Same } from './assert.js';

const client = CdkeyClient.fromEnv();
const ledger = await openLedger('sqlite:./operations.db', { phones: 'hashed', phoneKey: new Uint8Array(32) });
const operations = new Operations({ client, ledger, waitMs: 5000 });

const transfer = { phone: '13800000000', code: 'a', targetPhone: 13900000000, targetCode: 'b', limit: '5' } as const;
const done = await operations.transfer({ key: 'order-1', ...transfer }, { signal: new AbortController().signal });
holds<Same<typeof done, Operation>>();
holds<Same<typeof done.status, OperationStatus>>();
holds<Same<OperationStatus, 'prepared' | 'sent' | 'done' | 'failed' | 'unknown'>>();
await operations.destroy({ key: 'order-2', id: 'x' });
for await (const each of operations.list({ status: ['unknown', 'sent'], kind: 'transfer', code: 'a' })) {
  holds<Same<typeof each, Operation>>();
}
for await (const { input, status, value } of operations.transferMany([{ key: 'order-3', ...transfer, order: 3 }])) {
  // What an order has besides comes back with it.
  holds<Same<typeof input.order, number>>();
  if (status === 'done') holds<Same<typeof value, Operation>>();
}
const recovered: Recovered = await operations.recover();
export const counts = recovered.done + recovered.living;
await operations.resolve('order-1', { as: 'done', by: 'Li' });
await operations.work({ signal: new AbortController().signal, onNews: (news: WorkNews) => news.code?.length });
try {
  await operations.enqueue(new Set([{ key: 'order-4', ...transfer }]));
} catch (error) {
  if (error instanceof LedgerError) {
    holds<Same<typeof error.code, 'key_conflict' | 'card_busy' | 'ledger_unavailable'>>();
  }
}
const report: LedgerReport = await inspectLedger('postgres://shop@db/shop');
export const unknown: number = report.counts.unknown;

/** One's own, over another database. */
class Mine implements Ledger {
  readonly kind = 'mysql';
  enter = async (_operations: readonly NewOperation[]): Promise<StoredOperation[]> => [];
  get = async (): Promise<StoredOperation | null> => null;
  change = async (_key: string, _revision: number, change: Change): Promise<Changed> =>
    change.hold === 'take' ? { written: 'busy', by: 'another' } : { written: 'stale' };
  list = async (): Promise<StoredOperation[]> => [];
  beat = async () => [{ id: 'a', beat: 1, ageMs: 0, place: null }];
  leave = async () => {};
  close = async () => {};
}
ledgerConformance(
  (_name, run) => run(),
  async () => [new Mine(), new Mine()],
);
new Operations({ ledger: await hashedPhones(new Mine(), 'a secret of thirty-two characters') });

// @ts-expect-error without a ledger
new Operations({ client });
// @ts-expect-error without a key
await operations.transfer(transfer);
// @ts-expect-error no status
operations.list({ status: 'lost' });
// @ts-expect-error nobody says so
await operations.resolve('order-1', { as: 'done' });
// @ts-expect-error only a person's two words
await operations.resolve('order-1', { as: 'unknown', by: 'Li' });
// @ts-expect-error no such way
await openLedger('memory:', { phones: 'masked' });
// @ts-expect-error it is read, not written
done.status = 'done';
