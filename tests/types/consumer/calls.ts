/** What a user writes, and what it gives; what must not compile, too. */
import {
  AbortError,
  ApiError,
  AuthenticationError,
  CardType,
  CdkeyClient,
  CdkeyError,
  DecodeError,
  HttpError,
  InternalError,
  NetworkError,
  RateLimitError,
  TimeoutError,
  ValidationError,
  cardTypeLabel,
  explain,
  isPaid,
} from 'espai-cdkey';
import type {
  BalanceLog,
  BalanceLogPage,
  BalanceLogsQuery,
  CallOptions,
  Card,
  CardPage,
  CdkeyClientOptions,
  CdkeyEvent,
  Done,
  Endpoint,
  ErrorCode,
  Explanation,
  Fetch,
  KnownCardType,
  ListQuery,
  Outcome,
  RefusalReason,
} from 'espai-cdkey';
import { holds, type Same } from './assert.js';

const client = new CdkeyClient({ apiKey: 'k'.repeat(32) });

// The page's examples, pasted in as they are.
export const page: CardPage = await client.list({
  id: '772868ead56c48d68fd1924aa5ec3aac',
  type: '0',
  code: 'wNaa1GDw',
  user_name: '琳琅',
  user_phone: '15916888888',
  api_limit: '423',
  page: '1',
  limit: '10',
});
export const card: Card = await client.detail({ code: 'wNaa1GDw', phone: '15916888888' });
export const moved: Done = await client.transfer({
  code: 'wNaa1GDw',
  phone: '15916888888',
  target_code: '3AoPbLSQ',
  target_phone: '17516888888',
  limit: '10',
});
export const gone: Done = await client.destroy([{ id: '196bd2a26e4d459f9dc7d12053a05c15' }]);
export const logs: BalanceLogPage = await client.balanceLogs([
  { id: '772868ead56c48d68fd1924aa5ec3aac', page: '1', limit: '10' },
]);

// As this package's own style has them, and as numbers.
await client.list();
await client.list({ userName: 'x', userPhone: 15916888888, apiLimit: 1, page: 1, limit: 10 }, { timeoutMs: 1000 });
await client.list({ type: CardType.Qinglong, code: undefined });
await client.list({ type: 'a type of tomorrow' }, { signal: new AbortController().signal, maxRetries: 0 });
await client.detail({ code: card.code, phone: card.userPhone ?? 0 }, { signal: null });
await client.transfer({ phone: 1, code: 'a', targetPhone: 2, targetCode: 'b', limit: 10 });
await client.destroy('a');
await client.destroy(['a', { id: 'b' }, card]);
await client.balanceLogs();
await client.balanceLogs({ id: card.id, page: 1, limit: undefined }, { maxRetries: 0 });
for await (const one of client.listAll({ type: 1 }, { pageSize: 100 })) holds<Same<typeof one, Card>>();

// What each gives, exactly.
holds<Same<Awaited<ReturnType<CdkeyClient['list']>>, CardPage>>();
holds<Same<Awaited<ReturnType<CdkeyClient['detail']>>, Card>>();
holds<Same<Awaited<ReturnType<CdkeyClient['transfer']>>, Done>>();
holds<Same<Awaited<ReturnType<CdkeyClient['destroy']>>, Done>>();
holds<Same<Awaited<ReturnType<CdkeyClient['balanceLogs']>>, BalanceLogPage>>();
holds<Same<Done['message'], string | null>>();
holds<
  Same<
    keyof Card,
    'id' | 'code' | 'type' | 'apiLimit' | 'userId' | 'userPhone' | 'userName' | 'createTime' | 'updateTime'
  >
>();
holds<Same<Card['apiLimit'], number | null>>();
holds<Same<Card['userPhone'], string | null>>();
holds<Same<Card['updateTime'], number | null>>();
holds<Same<keyof CardPage, 'cards' | 'total' | 'page' | 'limit' | 'hasMore'>>();
holds<Same<keyof BalanceLogPage, 'logs' | 'total' | 'page' | 'limit' | 'hasMore'>>();
holds<
  Same<
    keyof BalanceLog,
    'id' | 'cardId' | 'apiLimit' | 'type' | 'userId' | 'userPhone' | 'userName' | 'userEmail' | 'createTime'
  >
>();
holds<Same<BalanceLog['id'], string>>();
holds<Same<BalanceLog['apiLimit'], number | null>>();
holds<Same<BalanceLog['type'], string | null>>();
holds<Same<keyof BalanceLogsQuery, 'id' | 'page' | 'limit'>>();
holds<Same<(typeof CardType)[keyof typeof CardType], KnownCardType>>();
holds<Same<KnownCardType, '0' | '1' | '2' | '3' | '4' | '5'>>();
holds<Same<ReturnType<typeof isPaid>, boolean>>();
holds<Same<ReturnType<typeof cardTypeLabel>, string>>();
isPaid(card);
isPaid('1');
cardTypeLabel(card.type, 'en');
export const explained: Explanation = explain(new Error('anything'), 'en');
explain({ code: 'network' }).title satisfies string;

// The unions.
holds<Same<Endpoint, 'list' | 'detail' | 'transfer' | 'destroy' | 'balanceLogs'>>();
holds<Same<Outcome, 'not_sent' | 'rejected' | 'unknown'>>();
holds<Same<CdkeyEvent['type'], 'request' | 'response' | 'retry' | 'error'>>();
holds<
  Same<
    Exclude<ErrorCode, 'refused_by_rule' | 'key_conflict' | 'card_busy' | 'ledger_unavailable'>,
    | 'invalid_argument'
    | 'invalid_config'
    | 'unauthenticated'
    | 'forbidden'
    | 'rate_limited'
    | 'api_rejected'
    | 'http_status'
    | 'network'
    | 'timeout'
    | 'aborted'
    | 'bad_response'
    | 'response_too_large'
    | 'pagination_stuck'
    | 'internal'
  >
>();

// Errors narrow by class, and by code within one.
export function told(error: unknown): string {
  if (!(error instanceof CdkeyError)) return 'not ours';
  holds<Same<typeof error.code, ErrorCode>>();
  holds<Same<typeof error.outcome, Outcome>>();
  holds<Same<typeof error.endpoint, Endpoint | null>>();
  holds<Same<typeof error.retryable, boolean>>();
  holds<Same<typeof error.attempts, number>>();
  holds<Same<typeof error.httpStatus, number | undefined>>();
  holds<Same<typeof error.cause, unknown>>();
  const plain: Error = error;
  if (error instanceof AuthenticationError) {
    holds<Same<typeof error.code, 'unauthenticated' | 'forbidden'>>();
    holds<Same<typeof error.name, 'AuthenticationError'>>();
  }
  if (error instanceof RateLimitError) holds<Same<typeof error.code, 'rate_limited'>>();
  if (error instanceof ApiError) holds<Same<typeof error.code, 'api_rejected'>>();
  if (error instanceof HttpError) holds<Same<typeof error.code, 'http_status'>>();
  if (error instanceof NetworkError) holds<Same<typeof error.code, 'network'>>();
  if (error instanceof TimeoutError) holds<Same<typeof error.code, 'timeout'>>();
  if (error instanceof AbortError) holds<Same<typeof error.code, 'aborted'>>();
  if (error instanceof InternalError) holds<Same<typeof error.code, 'internal'>>();
  if (error instanceof DecodeError && error.code === 'pagination_stuck') return error.path ?? '';
  holds<Same<typeof error.reason, RefusalReason | undefined>>();
  if (error instanceof ValidationError) {
    holds<Same<typeof error.reason, RefusalReason>>();
    // @ts-expect-error no validation error has this code
    if (error.code === 'timeout') return 'never';
  }
  switch (error.outcome) {
    case 'not_sent':
    case 'rejected':
      return plain.message;
    case 'unknown':
      return 'look at the cards';
    default:
      return error.outcome satisfies never;
  }
}

// A fetch of the user's own, and the platform's.
const own: Fetch = async (url, { method, headers, body, signal, redirect }) => {
  holds<Same<typeof method, 'POST'>>();
  holds<Same<typeof redirect, 'manual'>>();
  holds<Same<typeof body, string>>();
  return fetch(url, { method, headers, body, signal, redirect });
};
export const options: CdkeyClientOptions = {
  apiKey: null,
  baseUrl: 'https://example.com/api',
  fetch: own,
  headers: { 'x-trace': 'a', left: undefined },
  onEvent: ({ type, attempt, delayMs }) => `${type} ${attempt} ${delayMs ?? 0}`,
  userNameField: 'username',
  timeoutMs: undefined,
};
export const platform = new CdkeyClient({ apiKey: 'x', fetch: globalThis.fetch });
export const query: ListQuery = {};
export const call: CallOptions = {};

// @ts-expect-error a key, or null, must be there
new CdkeyClient({});
// @ts-expect-error no options
new CdkeyClient();
// @ts-expect-error an option of another library
new CdkeyClient({ apiKey: 'x', baseURL: 'https://example.com' });
// @ts-expect-error another spelling
new CdkeyClient({ apiKey: 'x', userNameField: 'userName' });
// @ts-expect-error a text as time
new CdkeyClient({ apiKey: 'x', timeoutMs: '1000' });
// @ts-expect-error a header that is no text
new CdkeyClient({ apiKey: 'x', headers: { a: 1 } });
// @ts-expect-error a null filter
await client.list({ code: null });
// @ts-expect-error a filter that is misspelled
await client.list({ username_: 'x' });
// @ts-expect-error a bigint
await client.list({ page: 1n });
// @ts-expect-error listAll turns the pages itself
client.listAll({ page: 1 });
// @ts-expect-error no code
await client.detail({ phone: 1 });
// @ts-expect-error a filter in a detail
await client.detail({ phone: 1, code: 'a', id: 'b' });
// @ts-expect-error no limit
await client.transfer({ phone: 1, code: 'a', targetPhone: 2, targetCode: 'b' });
// @ts-expect-error no target code
await client.transfer({ phone: 1, code: 'a', targetPhone: 2, limit: 1 });
// @ts-expect-error no ids
await client.destroy();
// @ts-expect-error a number as id
await client.destroy(5);
// @ts-expect-error an object without id
await client.destroy([{ code: 'a' }]);
// @ts-expect-error a null id
await client.balanceLogs({ id: null });
// @ts-expect-error a card's field that is no filter here
await client.balanceLogs({ code: 'a' });
// @ts-expect-error two queries
await client.balanceLogs([{}, {}]);
// @ts-expect-error another option
await client.list({}, { timeout: 5 });
// @ts-expect-error a controller in place of its signal
await client.list({}, { signal: new AbortController() });
// @ts-expect-error cards are not to be changed
card.apiLimit = 5;
// @ts-expect-error nor are their names
CardType.Trial = '1';
// @ts-expect-error a language that is not spoken
cardTypeLabel('1', 'de');
// @ts-expect-error nor has it an explanation
explain(new Error('x'), 'de');
// @ts-expect-error a number in place of a code
isPaid(1);
// @ts-expect-error errors are made by the package alone
new ApiError('mine');

// Headers: an object, or a function of either kind; a backend's own log-in.
const backend = { apiKey: null, baseUrl: 'https://backend.example' };
new CdkeyClient({ ...backend, headers: { authorization: 'Bearer x', 'x-none': undefined }, idempotencyHeader: false });
new CdkeyClient({ ...backend, headers: () => ({ authorization: 'Bearer x' }) });
new CdkeyClient({ ...backend, headers: async () => ({ authorization: 'Bearer x' }) });
// @ts-expect-error a value that is no text
new CdkeyClient({ ...backend, headers: () => ({ x: 1 }) });
// @ts-expect-error a flag that is a text
new CdkeyClient({ ...backend, idempotencyHeader: 'no' });
