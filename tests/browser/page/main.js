/**
 * What a user's page would do, built by Vite without any setting. Each function gives what the test then looks at.
 */
import { CdkeyClient, CdkeyError, ApiError, cardTypeLabel, isPaid } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';

const KEY = 'k'.repeat(32);
/** Made while the module is evaluated, as pages do: must not throw, whatever the page's policy says. */
const early = new CdkeyClient({ apiKey: null, baseUrl: '/api' });

/** @param {unknown} error */
function told(error) {
  if (!(error instanceof CdkeyError)) return { ours: false, text: String(error) };
  const { name, message, code, endpoint, outcome, path, attempts, httpStatus } = error;
  return { ours: true, name, message, code, endpoint, outcome, path, attempts, httpStatus };
}

/**
 * @param {() => unknown} work
 * @returns {Promise<any>}
 */
async function failure(work) {
  try {
    return { value: await work() };
  } catch (error) {
    return told(error);
  }
}

const transfer = {
  code: 'wNaa1GDw',
  phone: '15916888888',
  target_code: '3AoPbLSQ',
  target_phone: '17516888888',
  limit: '10',
};

export const page = {
  /** The calls through the in-process emulator. */
  async calls() {
    const cards = createEmulator()
      .cards()
      .map((card) => (card.code === 'wNaa1GDw' ? { ...card, type: '1' } : card));
    const emulator = createEmulator({ cards });
    const client = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch, dangerouslyAllowBrowser: true });
    const { cards: listed, total } = await client.list({ user_phone: 15916888888 });
    const detail = await client.detail({ phone: '15916888888', code: 'wNaa1GDw' });
    const moved = await client.transfer(transfer);
    const after = await client.detail({ phone: '17516888888', code: '3AoPbLSQ' });
    const gone = await client.destroy([{ id: '196bd2a26e4d459f9dc7d12053a05c15' }]);
    const { logs } = await client.balanceLogs({ id: detail.id });
    const walked = [];
    for await (const card of client.listAll({}, { pageSize: 3 })) walked.push(card.id);
    emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
    const lost = await failure(() => client.transfer(transfer));
    const refused = await client
      .destroy(detail.id)
      .catch((error) => [error instanceof ApiError, error.constructor.name]);
    const label = [cardTypeLabel(detail.type), cardTypeLabel('2', 'en'), isPaid(detail)];
    return {
      listed: listed.length,
      total,
      detail,
      moved,
      after: after.apiLimit,
      gone,
      logs: logs.map(({ cardId, apiLimit, type }) => [cardId, apiLimit, type]),
      walked: walked.length,
      lost,
      refused,
      label,
    };
  },

  /** A relative address, and a backend that holds the key. */
  async relative() {
    const own = new CdkeyClient({ apiKey: null, baseUrl: '/api' });
    const here = new CdkeyClient({ apiKey: null, baseUrl: 'api' });
    return { early: (await early.list()).total, total: (await own.list()).total, here: (await here.list()).total };
  },

  /** What a page loads when it is asked for it. */
  verified: () => {
    const own = new CdkeyClient({ apiKey: null, baseUrl: '/api' });
    return failure(async () => {
      const { cards } = await own.list();
      const [source, target] = cards.filter(({ type, apiLimit }) => type !== '0' && (apiLimit ?? 0) > 0);
      const [from, to] = [source, target].map((card) => ({ phone: card?.userPhone ?? '', code: card?.code ?? '' }));
      const move = { ...from, targetPhone: to?.phone ?? '', targetCode: to?.code ?? '', limit: 1 };
      return (await own.transfer(/** @type {any} */ (move), { verify: true })).confirmedBy;
    });
  },

  /** The first call of the client that was made at the module's start. */
  firstCall: () => failure(() => early.transfer(transfer)),

  construct: () => failure(() => void new CdkeyClient({ apiKey: KEY })),
  constructAllowed: () => failure(() => void new CdkeyClient({ apiKey: KEY, dangerouslyAllowBrowser: true })),
  constructInsecure: () => failure(() => void new CdkeyClient({ apiKey: null, baseUrl: 'http://example.com' })),
  label: () => failure(() => cardTypeLabel('1')),

  /** What a page can know of a connection that did not come about. */
  unreachable: () => {
    const client = new CdkeyClient({ apiKey: null, baseUrl: 'http://127.0.0.1:2', maxRetries: 0 });
    return failure(() => client.transfer(transfer));
  },
  redirected: () => failure(() => new CdkeyClient({ apiKey: null, baseUrl: '/moved' }).transfer(transfer)),
  hanging: () => failure(() => new CdkeyClient({ apiKey: null, baseUrl: '/hang', timeoutMs: 100 }).transfer(transfer)),
  aborted: () => {
    const client = new CdkeyClient({ apiKey: null, baseUrl: '/hang' });
    return failure(() => client.transfer(transfer, { signal: AbortSignal.timeout(50) }));
  },
};

/** @type {any} */ (globalThis).page = page;
