import { CdkeyClient } from 'espai-cdkey';
import {
  checkTransfers,
  confirmDestroy,
  explainProblem,
  notingClient,
  openResults,
  planDestroy,
  readTable,
  type ResultsStore,
  runTransfers,
  workbookTable,
} from 'espai-cdkey/bulk';
import { equal } from './assert.js';

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
  for (const problem of sheet.problems) console.log(explainProblem(problem, 'en'));
  const results = await openResults(new Memory(), sheet, { refused: false });
  let sent = 0;
  for await (const result of runTransfers({
    client,
    sheet,
    results,
    onHalt: (reason) => equal<'session' | 'service'>(reason),
  })) {
    equal<'done' | 'failed' | 'unknown' | 'skipped'>(result.status);
    sent += 1;
  }
  await results.close();
  sheet.free();
  return sent;
}

equal<number>(checkTransfers(workbookTable([['phone', 1, null, new Date()]])).length);
equal<CdkeyClient>(notingClient(client, async (before) => equal<string>(before.source.id)));
equal<'same' | 'changed' | 'other'>(confirmDestroy([], planDestroy([]).digest));
// @ts-expect-error a store without a way to add
await openResults({ read: async () => [] }, checkTransfers(workbookTable([])));
