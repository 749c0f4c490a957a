/**
 * Work for any number of machines over one PostgreSQL: pg-boss hands operations to workers, and never a second time by itself. What counts is the
 * ledger: a job says no more than that a key waits.
 */
import { pause } from './call.js';
import { peer } from './peers.js';

/** @typedef {import('./operations.js').Operations} Operations */
/** @typedef {import('./postgres.js').PostgresLedger} PostgresLedger */

/**
 * What is used of pg-boss, whose own types do not compile under strict checks of libraries.
 * @typedef {object} PgBoss
 * @property {(event: 'error', listener: (error: unknown) => void) => void} on
 * @property {() => Promise<unknown>} start
 * @property {(options: object) => Promise<void>} stop
 * @property {(name: string, options: object) => Promise<void>} createQueue
 * @property {(name: string, jobs: object[], options?: object) => Promise<unknown>} insert
 * @property {(name: string, options: object, handler: (jobs: { data: { key: string } }[]) => Promise<void>) => Promise<string>} work
 * @property {(name: string) => Promise<void>} offWork
 */

const QUEUE = 'espai-cdkey-operations';
/** A worker that says nothing for so long is dead to the queue, in seconds; 10 is the least that it takes. */
const HEARTBEAT_S = 10;
/** How often the queue looks for such, in seconds. */
const LOOK_S = 5;
/** How often it is looked for operations that wait and have no job: of dead workers, and such as could not be sent. */
const SWEEP_MS = 5_000;
const POLL_S = 0.5;

/**
 * Ready to take jobs; its tables are made where they are not there.
 * @param {PostgresLedger} ledger
 * @param {boolean} works Whether it looks after the jobs of others, too.
 * @returns {Promise<PgBoss>}
 */
export async function openQueue(ledger, works) {
  // @ts-expect-error -- See above.
  const { PgBoss } = await peer('pg-boss', () => import('pg-boss'), 'a queue of operations');
  /** @type {PgBoss} */
  const boss = new PgBoss({
    db: {
      executeSql: (/** @type {string} */ text, /** @type {unknown[]} */ values) => ledger.pool.query(text, values),
    },
    schema: 'espai_cdkey_queue',
    supervise: works,
    schedule: false,
    superviseIntervalSeconds: LOOK_S,
    monitorIntervalSeconds: LOOK_S,
  });
  // What goes wrong with it is told by the calls; without a listener it would end the process.
  boss.on('error', () => {});
  await boss.start();
  // Of one key one job at a time, waiting or under way.
  await boss.createQueue(QUEUE, {
    policy: 'exclusive',
    retryLimit: 0,
    heartbeatSeconds: HEARTBEAT_S,
    deleteAfterSeconds: 3600,
  });
  return boss;
}

/**
 * @param {PgBoss} boss
 * @param {readonly string[]} keys
 * @param {import('./postgres.js').Session} [session] Of the transaction that it belongs to.
 */
export async function addJobs(boss, keys, session) {
  if (keys.length === 0) return;
  const jobs = keys.map((key) => ({ data: { key }, singletonKey: key }));
  await boss.insert(
    QUEUE,
    jobs,
    session
      ? {
          db: {
            executeSql: (/** @type {string} */ text, /** @type {unknown[]} */ values) => session.query(text, values),
          },
        }
      : undefined,
  );
}

/**
 * @typedef {object} WorkOptions
 * @property {number} concurrency
 * @property {number} [perSecond] Of all workers together.
 * @property {AbortSignal} signal Ends it: what has begun is finished.
 * @property {(news: import('./ledger.js').WorkNews) => void} onNews
 */

/**
 * Takes operations until it is told to end.
 * @param {{ ledger: PostgresLedger, run: (key: string) => Promise<import('./ledger.js').Operation>, recover: () => Promise<unknown> }} of
 * @param {WorkOptions} options
 */
export async function work({ ledger, run, recover }, { concurrency, perSecond, signal, onNews }) {
  const boss = await openQueue(ledger, true);
  const begun = new Set();
  /** @param {string} key */
  const one = async (key) => {
    if (perSecond !== undefined) await pause(await ledger.turn(perSecond), signal);
    // Not begun: another worker takes it.
    if (signal.aborted) return;
    try {
      const operation = await run(key);
      onNews({ key, status: operation.status });
    } catch (error) {
      const { code, outcome, operation } = /** @type {any} */ (error);
      onNews({ key, status: operation?.status ?? 'prepared', code });
      // Against the rules now and the next time; what could not be connected, or found a card busy, waits for the next sweep.
      if (outcome === 'not_sent' && ['refused_by_rule', 'invalid_argument', 'key_conflict'].includes(code)) {
        await ledger.unqueue(key);
      }
    }
  };
  await boss.work(
    QUEUE,
    // As long as there is more than one batch, it goes on without a pause.
    { batchSize: Math.max(2, concurrency), burstWhenBatchFull: true, pollingIntervalSeconds: POLL_S },
    async (jobs) => {
      const left = jobs.map(({ data }) => data.key);
      const lane = async () => {
        for (let key = left.shift(); key !== undefined && !signal.aborted; key = left.shift()) {
          const running = one(key);
          begun.add(running);
          await running.finally(() => begun.delete(running));
        }
      };
      await Promise.all(Array.from({ length: concurrency }, lane));
    },
  );
  while (!signal.aborted) {
    try {
      await recover();
      await addJobs(boss, await ledger.waiting());
    } catch {
      // The database is not there for the moment: the next sweep does it.
    }
    await pause(SWEEP_MS, signal);
  }
  await boss.offWork(QUEUE).catch(() => {});
  await Promise.allSettled([...begun]);
  await endQueue(boss);
}

/** @param {PgBoss} boss */
export async function endQueue(boss) {
  await boss.stop({ graceful: true, timeout: 30_000, close: false }).catch(() => {});
}
