import type { CdkeyClient } from 'espai-cdkey';
import {
  checkTransfers,
  confirmDestroy,
  explainProblem,
  type LineResult,
  notingClient,
  openResults,
  planDestroy,
  readTable,
  type ResultsStore,
  runTransfers,
  workbookTable,
} from 'espai-cdkey/bulk';
import { holds, type Same } from './assert.js';

declare const client: CdkeyClient;

class Memory implements ResultsStore {
  readonly #rows: string[] = [];
  read(): Promise<readonly string[]> {
    return Promise.resolve(this.#rows);
  }
  append(rows: readonly string[]): Promise<void> {
    this.#rows.push(...rows);
    return Promise.resolve();
  }
}

export async function work(file: Blob): Promise<number> {
  const sheet = checkTransfers(await readTable(file), { allowDuplicates: true });
  const said: string[] = sheet.problems.map((problem) => explainProblem(problem, 'en'));
  const results = await openResults(new Memory(), sheet, { refused: false });
  const onHalt = (reason: 'session' | 'service') => said.push(reason);
  for await (const result of runTransfers({ client, sheet, results, onHalt })) said.push(result.status);
  await results.close();
  sheet.free();
  return said.length + checkTransfers(workbookTable([['phone', 1, null, new Date()]])).length;
}

holds<Same<LineResult['status'], 'done' | 'failed' | 'unknown' | 'skipped'>>();
holds<Same<ReturnType<typeof confirmDestroy>, 'same' | 'changed' | 'other'>>();
export const digest: string = planDestroy([]).digest;
export const noting: CdkeyClient = notingClient(client, async (before) => before.source.id);

// @ts-expect-error a store without a way to add
export const store: ResultsStore = { read: () => Promise.resolve([]) };
