/** Moves with evidence, and many of them: what a user writes, and what it gives; what must not compile, too. */
import { CdkeyClient, CdkeyError } from 'espai-cdkey';
import type {
  Card,
  Done,
  Evidence,
  ManyOptions,
  ManyResult,
  Progress,
  TransferCards,
  TransferInput,
  TransferManyOptions,
  TransferOptions,
  Verdict,
  Verified,
} from 'espai-cdkey';
import { holds, type Same } from './assert.js';

declare const client: CdkeyClient;
declare const card: Card;
const move: TransferInput = { phone: 1, code: 'a', targetPhone: 2, targetCode: 'b', limit: 10 };

// A transfer gives more where it is verified, and no more where it is not.
const verified = await client.transfer(move, { verify: true, timeoutMs: 1000 });
holds<Same<typeof verified, Verified>>();
const plain = await client.transfer(move, { verify: false });
holds<Same<typeof plain, Done>>();
declare const either: TransferOptions;
const one = await client.transfer(move, either);
holds<Same<typeof one, Done | Verified>>();
holds<Same<keyof Verified, 'message' | 'confirmedBy' | 'before' | 'after'>>();
holds<Same<Verified['confirmedBy'], 'response' | 'reconciliation'>>();
holds<Same<Verified['before'], TransferCards>>();
holds<Same<Verified['after'], TransferCards | null>>();
// @ts-expect-error `after` may be null
verified.after.source satisfies Card;
// @ts-expect-error it verifies or does not
await client.transfer(move, { verify: 'yes' });
// @ts-expect-error a destroy has no cards to compare
await client.destroy('a', { verify: true });

// What the cards say, later and at once.
const evidence = await client.settle(move, verified.before);
holds<Same<typeof evidence, Evidence>>();
holds<Same<Evidence['verdict'], Verdict>>();
holds<Same<Verdict, 'likely_applied' | 'not_observed' | 'conflict' | 'unreadable'>>();
holds<Same<Evidence['after'], TransferCards | null>>();
await client.settle(move, { source: card, target: card }, { signal: new AbortController().signal });
// @ts-expect-error both cards as they were are needed
await client.settle(move, { source: card });
// @ts-expect-error and cannot be left out
await client.settle(move);
export function look(error: CdkeyError): Promise<Evidence> | undefined {
  holds<Same<typeof error.evidence, Evidence | undefined>>();
  return error.evidence && client.settle(move, error.evidence.before);
}

// Many: each result is narrowed by its status, and has its input as it was given.
const rows = [{ ...move, order: 4711 }];
for await (const result of client.transferMany(rows, { verify: true, concurrency: 8 })) {
  holds<Same<typeof result.index, number>>();
  holds<Same<typeof result.input.order, number>>();
  switch (result.status) {
    case 'done':
      holds<Same<typeof result.value, Verified>>();
      holds<Same<typeof result.error, undefined>>();
      break;
    case 'failed':
    case 'unknown':
      holds<Same<typeof result.error, CdkeyError>>();
      holds<Same<typeof result.value, undefined>>();
      break;
    case 'skipped':
      holds<Same<typeof result.value, undefined>>();
      break;
    default:
      result satisfies never;
  }
}
for await (const { status, value } of client.transferMany(rows)) {
  if (status === 'done') holds<Same<typeof value, Done>>();
}
async function* endless() {
  for (;;) yield move;
}
client.transferMany(endless());
client.transferMany(new Set([move]), { stopOnError: true, signal: null });
const ids: string[] = ['a', 'b'];
for await (const result of client.destroyMany(ids)) {
  holds<Same<typeof result, ManyResult<string, Done>>>();
}
client.destroyMany([{ id: 'a' }, card], { maxRetries: 0 });
// @ts-expect-error a text is no list of ids
client.destroyMany('abc', { verify: true });
// @ts-expect-error one transfer is no list of them
client.transferMany(move);
// @ts-expect-error an input lacks its amount
client.transferMany([{ phone: 1, code: 'a', targetPhone: 2, targetCode: 'b' }]);

// How far it is.
export const many: TransferManyOptions = {
  verify: true,
  onProgress: ({ total, done, perSecond, remainingMs }) => `${done}/${total ?? '?'} ${perSecond} ${remainingMs ?? 0}`,
};
export const destroys: ManyOptions = { concurrency: undefined, onProgress: undefined };
holds<Same<keyof Progress, 'total' | 'done' | 'failed' | 'unknown' | 'skipped' | 'perSecond' | 'remainingMs'>>();
holds<Same<Progress['total'], number | undefined>>();
holds<Same<Progress['done'], number>>();
// @ts-expect-error nobody tells a percentage
export const wrong: ManyOptions = { onProgress: ({ percent }) => percent };
