import { CdkeyError, type Outcome } from 'espai-cdkey';
import type { Dictionary } from '../i18n/en.ts';

/** What was asked for when it failed. Reads change nothing, so only moves have an outcome to worry about. */
export type Asked = 'read' | 'transfer' | 'destroy';

/** A failure in words. */
export interface Explanation {
  readonly severity: 'error' | 'warning';
  /** Whether it happened. */
  readonly title: string;
  /** What went wrong. */
  readonly what: string;
  /** What to do now. */
  readonly next: string | null;
  /** The service's own words, masked by the client. */
  readonly serviceSays: string | null;
  /** How long the service asks to wait, in whole seconds. */
  readonly waitSeconds: number | null;
}

/** Whether a move that failed in this way can have happened. What is not the client's error proves nothing. */
export function outcomeOf(error: unknown): Outcome {
  return error instanceof CdkeyError ? error.outcome : 'unknown';
}

/** Says a failure in the words of a language. */
export function explain(error: unknown, asked: Asked, t: Dictionary): Explanation {
  const outcome = outcomeOf(error);
  const ours = error instanceof CdkeyError ? error : null;
  return {
    severity: asked !== 'read' && outcome === 'unknown' ? 'warning' : 'error',
    title: asked === 'read' ? t.outcome.readFailed : t.outcome[outcome],
    what: t.code[ours?.code ?? 'other'],
    next: asked === 'read' ? null : nextStep(outcome, ours?.retryable ?? false, asked, t),
    serviceSays: ours?.apiMessage ?? null,
    waitSeconds: ours?.retryAfterMs === undefined ? null : Math.ceil(ours.retryAfterMs / 1000),
  };
}

function nextStep(outcome: Outcome, retryable: boolean, asked: 'transfer' | 'destroy', t: Dictionary): string {
  if (outcome === 'unknown') {
    return asked === 'transfer' ? t.outcome.next.unknownTransfer : t.outcome.next.unknownDestroy;
  }
  return retryable ? t.outcome.next.retryable : t.outcome.next[outcome];
}

/** The fields of an error of the client that help whoever looks into it, in a fixed order. Nothing in them is secret. */
export function detailsOf(error: unknown): readonly (readonly [string, string])[] {
  if (!(error instanceof CdkeyError)) return [['name', error instanceof Error ? error.name : typeof error]];
  const { name, code, endpoint, outcome, attempts, path, httpStatus, apiCode, message } = error;
  const fields = { name, code, endpoint, outcome, attempts, path, httpStatus, apiCode, message };
  return Object.entries(fields).flatMap(([field, value]) =>
    value === undefined || value === null ? [] : [[field, String(value)] as const],
  );
}
