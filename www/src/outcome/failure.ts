import { CdkeyError, type Outcome } from 'espai-cdkey';

/** Whether a move that failed in this way can have happened. What is not the client's error proves nothing. */
export function outcomeOf(error: unknown): Outcome {
  return error instanceof CdkeyError ? error.outcome : 'unknown';
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
