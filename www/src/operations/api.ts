import type { Card, LedgerOperation, Verdict } from 'espai-cdkey';
import { apiPath } from '../session/panel.ts';

/** An operation, with the cards that its evidence has. */
export interface Operation extends Omit<LedgerOperation, 'evidence'> {
  readonly evidence: Evidence | null;
}

/** Of a transfer both cards, of a destroy the one; null where it could not be read, or is gone. */
export type Cards = Readonly<Partial<Record<'source' | 'target' | 'card', Card | null>>>;

export interface Evidence {
  /** Null where the service's own answer said it, and as long as it is under way. */
  readonly verdict: Verdict | null;
  readonly before: Cards | null;
  readonly after: Cards | null;
}

export type Status = LedgerOperation['status'];
export const STATUSES = ['unknown', 'sent', 'prepared', 'done', 'failed'] as const satisfies readonly Status[];

/** What is asked for in a list; an empty one asks for all. */
export interface Filter {
  readonly status?: Status;
  readonly key?: string;
  readonly card?: string;
  readonly person?: string;
}

export interface OperationPage {
  readonly operations: readonly Operation[];
  /** For the next page; null where there is none. */
  readonly next: number | null;
}

/** What a look at the cards came to, as `Look` of `espai-cdkey/ledger` says it. */
export type Look = 'done' | 'unknown' | 'released' | 'living' | 'touched' | 'over' | 'changed';

/** The backend did not do it. `status` is null where it could not be reached. */
export class OperationsError extends Error {
  override name = 'OperationsError';
  readonly status: number | null;

  constructor(status: number | null, says: string, options?: ErrorOptions) {
    super(says, options);
    this.status = status;
  }
}

const LIMIT = 50;
/** Of those that are unknown all are shown, as far as a person can bear it. */
const MOST_UNKNOWN = 100;

export function listOperations(filter: Filter, before: number | null, signal: AbortSignal): Promise<OperationPage> {
  const { status, ...rest } = filter;
  const body = { ...rest, ...(status && { status: [status] }), ...(before !== null && { before }), limit: LIMIT };
  return ask('list', body, signal) as Promise<OperationPage>;
}

/** Those that wait for a person. */
export function listUnknown(filter: Filter, signal: AbortSignal): Promise<OperationPage> {
  return ask('list', { ...filter, status: ['unknown'], limit: MOST_UNKNOWN }, signal) as Promise<OperationPage>;
}

/** One of them; null where there is none of this key. */
export async function showOperation(key: string, signal: AbortSignal): Promise<Operation | null> {
  try {
    const { operation } = (await ask('show', { key }, signal)) as { readonly operation: Operation };
    return operation;
  } catch (error) {
    if (error instanceof OperationsError && error.status === 404) return null;
    throw error;
  }
}

/** Settles it by what its cards say; nothing is sent. */
export function reconcile(key: string): Promise<{ readonly look: Look; readonly operation: Operation }> {
  return ask('reconcile', { key }) as Promise<{ readonly look: Look; readonly operation: Operation }>;
}

/** A person's word on it. */
export function resolve(key: string, as: 'done' | 'failed', note: string): Promise<{ readonly operation: Operation }> {
  return ask('resolve', { key, as, note }) as Promise<{ readonly operation: Operation }>;
}

/** @throws {OperationsError} */
async function ask(action: string, body: object, signal?: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`${apiPath()}/operations/${action}`, {
      method: 'POST',
      cache: 'no-store',
      redirect: 'error',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  } catch (cause) {
    throw new OperationsError(null, 'the backend cannot be reached', { cause });
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && typeof answer === 'object' && answer !== null) return answer;
  const said: unknown = answer?.message;
  throw new OperationsError(response.status, typeof said === 'string' ? said : `HTTP ${response.status}`);
}
