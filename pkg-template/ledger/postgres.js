/**
 * A ledger in PostgreSQL: for processes on many machines.
 */
import { ledgerError, newerLedger, wordsOf } from './failure.js';
import { peer } from './peers.js';
import { LOCK, STEPS } from './postgres-schema.js';

/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {import('./ledger.js').NewOperation} NewOperation */
/** @typedef {{ query: (text: string, values?: unknown[]) => Promise<{ rows: any[], rowCount: number | null }> }} Session */

const CONNECTIONS = 10;
const CONNECT_MS = 10_000;
const QUERY_MS = 30_000;
/** Two have waited for each other, or a row has changed under a transaction: nothing of it was done, and it is done again. */
const AGAIN = ['40P01', '40001'];
const NOW = '(extract(epoch FROM statement_timestamp()) * 1000)::bigint';

/**
 * @param {string} url
 * @returns {Promise<PostgresLedger>}
 */
export async function openPostgres(url) {
  const pool = await connectTo(url);
  const ledger = new PostgresLedger(pool);
  try {
    await ledger.migrate();
  } catch (error) {
    await pool.end().catch(() => {});
    throw refused(error);
  }
  return ledger;
}

/**
 * @param {string} url
 * @returns {Promise<import('pg').Pool>}
 */
export async function connectTo(url) {
  const { default: pg } = await peer('pg', () => import('pg'), 'a ledger in PostgreSQL');
  let pool;
  try {
    pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUERY_MS,
      keepAlive: true,
      application_name: 'espai-cdkey ledger',
      // What is written is on the disk before the next line runs, whatever the server does otherwise.
      options: '-c synchronous_commit=on',
    });
  } catch (error) {
    throw refused(error);
  }
  // Of a connection that nobody uses: the next use says so itself.
  pool.on('error', () => {});
  return pool;
}

/** @param {any} error */
export function refused(error) {
  if (error?.code === 'ledger_unavailable') return error;
  const says = `PostgreSQL cannot be used as a ledger (${wordsOf(error)}): its address, its user and the right to make tables are needed`;
  return ledgerError('ledger_unavailable', says, { cause: new Error(wordsOf(error)) });
}

/** @implements {Ledger} */
export class PostgresLedger {
  kind = /** @type {const} */ ('postgres');
  #pool;
  /** What puts operations into the queue. @type {Promise<import('./queue.js').PgBoss> | undefined} */
  #boss;

  /** @param {import('pg').Pool} pool */
  constructor(pool) {
    this.#pool = pool;
  }

  /** For the queue, which has tables of its own in the same database. */
  get pool() {
    return this.#pool;
  }

  async migrate() {
    await this.#writing(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      await session.query('CREATE TABLE IF NOT EXISTS espai_cdkey_schema (version integer NOT NULL)');
      const { rows } = await session.query('SELECT version FROM espai_cdkey_schema');
      const from = rows[0]?.version ?? 0;
      if (from > STEPS.length) {
        throw newerLedger(from, STEPS.length);
      }
      for (const step of STEPS.slice(from)) await session.query(step);
      if (from === 0) await session.query('INSERT INTO espai_cdkey_schema VALUES ($1)', [STEPS.length]);
      else if (from < STEPS.length) await session.query('UPDATE espai_cdkey_schema SET version = $1', [STEPS.length]);
    });
  }

  /** @param {readonly NewOperation[]} operations */
  async enter(operations) {
    if (operations.length === 1) {
      const there = await this.get(/** @type {NewOperation} */ (operations[0]).key);
      if (there) return [there];
    }
    return this.#writing(async (session) => (await enter(session, operations, false)).stored);
  }

  /** @param {readonly NewOperation[]} operations */
  async enqueue(operations) {
    const { addJobs, openQueue } = await import('./queue.js');
    this.#boss ??= openQueue(this, false);
    const boss = await this.#boss.catch((error) => {
      this.#boss = undefined;
      throw error;
    });
    return this.#writing(async (session) => {
      const { stored, fresh } = await enter(session, operations, true);
      const other = stored.find(({ fingerprint }, at) => fingerprint !== operations[at]?.fingerprint);
      if (other) {
        const says = `the key ${JSON.stringify(other.key)} is of another operation, with another input; nothing was taken: correct it, or take a new key`;
        throw ledgerError('key_conflict', says, { kind: other.kind });
      }
      await addJobs(boss, fresh, session);
      return stored;
    });
  }

  /** @param {string} key */
  async get(key) {
    const { rows } = await this.#pool.query('SELECT * FROM espai_cdkey_operations WHERE key = $1', [key]);
    return rows.length > 0 ? storedOf(rows[0]) : null;
  }

  /**
   * @param {string} key
   * @param {number} revision
   * @param {import('./ledger.js').Change} change
   * @returns {Promise<import('./ledger.js').Changed>}
   */
  async change(key, revision, change) {
    try {
      return await this.#writing((session) => changeIn(session, key, revision, change));
    } catch (error) {
      if (error instanceof Busy) return { written: 'busy', by: error.by };
      throw error;
    }
  }
  /** @param {import('./ledger.js').Page} page */
  async list({ status, kind, card, movedAfter, after, limit }) {
    const { rows } = await this.#pool.query(
      `SELECT operations.* FROM espai_cdkey_operations AS operations
       WHERE ($1::text[] IS NULL OR status = ANY ($1)) AND ($2::text IS NULL OR kind = $2)
         AND ($3::text IS NULL OR "order" IN (SELECT "order" FROM espai_cdkey_touches WHERE card = $3))
         AND ($4::bigint IS NULL OR moved > $4) AND "order" > $5
       ORDER BY "order" LIMIT $6`,
      [status ?? null, kind ?? null, card ?? null, movedAfter ?? null, after, limit],
    );
    return rows.map(storedOf);
  }

  /** @param {import('./ledger.js').Browsing} wanted */
  async browse({ status, kind, cards, key, person, before, limit }) {
    const { rows } = await this.#pool.query(
      `SELECT * FROM espai_cdkey_operations
       WHERE ($1::text[] IS NULL OR status = ANY ($1)) AND ($2::text IS NULL OR kind = $2)
         AND ($3::text[] IS NULL OR "order" IN (SELECT "order" FROM espai_cdkey_touches WHERE card = ANY ($3)))
         AND ($4::text IS NULL OR strpos(key, $4) > 0)
         AND ($5::text IS NULL OR strpos(actor, $5) > 0 OR strpos(resolved->>'by', $5) > 0)
         AND ($6::bigint IS NULL OR "order" < $6)
       ORDER BY "order" DESC LIMIT $7`,
      [status ?? null, kind ?? null, cards ?? null, key ?? null, person ?? null, before ?? null, limit],
    );
    return rows.map(storedOf);
  }

  /** @param {import('./ledger.js').LivingProcess | null} living */
  async beat(living) {
    if (living) {
      await this.#pool.query(
        `INSERT INTO espai_cdkey_processes AS process VALUES ($1, 1, clock_timestamp(), $2)
         ON CONFLICT (id) DO UPDATE SET beat = process.beat + 1, beaten_at = clock_timestamp()`,
        [living.id, living.place],
      );
    }
    const { rows } = await this.#pool.query(
      'SELECT id, beat, extract(epoch FROM clock_timestamp() - beaten_at) * 1000 AS age, place FROM espai_cdkey_processes',
    );
    return rows.map(({ id, beat, age, place }) => ({ id, beat: Number(beat), ageMs: Number(age), place }));
  }

  /** @param {string} id */
  async leave(id) {
    await this.#pool.query('DELETE FROM espai_cdkey_processes WHERE id = $1', [id]);
  }

  /** @param {string} wanted */
  async phones(wanted) {
    await this.#pool.query("INSERT INTO espai_cdkey_settings VALUES ('phones', $1) ON CONFLICT DO NOTHING", [wanted]);
    const { rows } = await this.#pool.query("SELECT value FROM espai_cdkey_settings WHERE name = 'phones'");
    return String(rows[0].value);
  }

  /** Those that were handed to the queue and have not left; not those that somebody has under way. */
  async waiting() {
    const { rows } = await this.#pool.query(
      `SELECT key FROM espai_cdkey_operations WHERE queued AND status = 'prepared' AND holder IS NULL ORDER BY "order" LIMIT 1000`,
    );
    return rows.map(({ key }) => String(key));
  }

  /**
   * No worker takes it any more by itself.
   * @param {string} key
   */
  async unqueue(key) {
    await this.#pool.query('UPDATE espai_cdkey_operations SET queued = false WHERE key = $1', [key]);
  }

  /**
   * Takes a place in the row of all workers, and gives how long to wait for it, in milliseconds.
   * @param {number} perSecond
   */
  async turn(perSecond) {
    // A clock that was set back would leave a turn far ahead: nobody waits for more than a minute beyond the row's own length.
    const { rows } = await this.#pool.query(
      `UPDATE espai_cdkey_rate SET next_at = CASE WHEN next_at > clock_timestamp() + interval '60 seconds' THEN clock_timestamp()
           ELSE greatest(next_at, clock_timestamp()) END + make_interval(secs => 1.0 / $1)
       RETURNING extract(epoch FROM next_at - clock_timestamp()) * 1000 - 1000.0 / $1 AS wait`,
      [perSecond],
    );
    return Math.max(0, Number(rows[0].wait));
  }

  async close() {
    const boss = await this.#boss?.catch(() => undefined);
    if (boss) await (await import('./queue.js')).endQueue(boss);
    await this.#pool.end();
  }

  /**
   * All of it or nothing, and on the disk.
   * @template T
   * @param {(session: import('pg').PoolClient) => Promise<T>} write
   * @returns {Promise<T>}
   */
  async #writing(write) {
    for (let attempt = 1; ; attempt += 1) {
      const session = await this.#pool.connect();
      /** @type {any} */
      let broken;
      try {
        await session.query('BEGIN');
        const given = await write(session);
        await session.query('COMMIT');
        return given;
      } catch (error) {
        broken = error;
        await session.query('ROLLBACK').then(
          () => (broken = undefined),
          () => {},
        );
        if (attempt >= 10 || !AGAIN.includes(/** @type {any} */ (error)?.code)) throw error;
      } finally {
        // One whose transaction did not end is in no known state.
        session.release(broken !== undefined);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * attempt));
    }
  }
}

/** A card is held: undoes the transaction. */
class Busy extends Error {
  /** @param {string} by */
  constructor(by) {
    super('busy');
    this.by = by;
  }
}

/**
 * @param {Session} session
 * @param {string} key
 * @param {number} revision
 * @param {import('./ledger.js').Change} change
 * @returns {Promise<import('./ledger.js').Changed>}
 */
async function changeIn(session, key, revision, change) {
  const { rows } = await session.query(
    'SELECT "order", cards FROM espai_cdkey_operations WHERE key = $1 AND revision = $2 FOR UPDATE',
    [key, revision],
  );
  if (rows.length === 0) return { written: 'stale' };
  const cards = [...(change.cards ?? rows[0].cards)];
  if (change.hold !== 'keep') {
    const kept = change.hold === 'take' ? cards : [];
    await session.query('DELETE FROM espai_cdkey_held WHERE key = $1 AND card <> ALL ($2)', [key, kept]);
  }
  if (change.hold === 'take') {
    // In one order for all, so that no two wait for each other.
    await session.query(
      'INSERT INTO espai_cdkey_held (card, key) SELECT card, $2 FROM unnest($1::text[]) AS card ORDER BY card ON CONFLICT DO NOTHING',
      [cards, key],
    );
    const held = await session.query('SELECT card, key FROM espai_cdkey_held WHERE card = ANY ($1)', [cards]);
    const by = held.rows.find((row) => row.key !== key);
    if (by) throw new Busy(by.key);
    // One that was given free between the two.
    if (held.rows.length < cards.length) {
      throw Object.assign(new Error('a card was given free meanwhile'), { code: AGAIN[1] });
    }
  }
  if (change.cards) await touch(session, rows[0].order, cards);
  const { status, holder, evidence, error, resolved } = change;
  const written = await session.query(
    `UPDATE espai_cdkey_operations SET status = $2, holder = $3, evidence = $4, error = $5, resolved = $6, cards = $7,
       revision = revision + 1, attempts = attempts + $8::int,
       moved = CASE WHEN $8::int = 1 THEN nextval('espai_cdkey_moved') ELSE moved END,
       updated_at = greatest(updated_at, ${NOW})
     WHERE key = $1 RETURNING *`,
    [key, status, holder, text(evidence), text(error), text(resolved), cards, change.sending ? 1 : 0],
  );
  return { written: 'done', operation: storedOf(written.rows[0]) };
}

/**
 * @param {Session} session
 * @param {readonly NewOperation[]} operations
 * @param {boolean} queued
 */
async function enter(session, operations, queued) {
  const columns = ['key', 'kind', 'input', 'fingerprint'].map((name) =>
    operations.map((operation) => {
      const value = operation[/** @type {'key'} */ (name)];
      return typeof value === 'string' ? value : JSON.stringify(value);
    }),
  );
  const cards = operations.map((operation) => JSON.stringify(operation.cards));
  const actors = operations.map(({ actor = null }) => actor);
  // In the order of their keys, so that no two wait for each other; numbered in the order in which they were given.
  const { rows: fresh } = await session.query(
    `INSERT INTO espai_cdkey_operations
       (key, kind, input, fingerprint, status, attempts, revision, cards, actor, queued, created_at, updated_at)
     SELECT key, kind, input::json, fingerprint, 'prepared', 0, 1,
       ARRAY(SELECT json_array_elements_text(cards::json)), actor, $7, ${NOW}, ${NOW}
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       AS given (key, kind, input, fingerprint, cards, actor)
     ON CONFLICT (key) DO NOTHING RETURNING "order", key, cards`,
    [...columns, cards, actors, queued],
  );
  await session.query(
    `INSERT INTO espai_cdkey_touches SELECT card, "order" FROM espai_cdkey_operations, unnest(cards) AS card
     WHERE "order" = ANY ($1) ON CONFLICT DO NOTHING`,
    [fresh.map(({ order }) => order)],
  );
  const { rows } = await session.query('SELECT * FROM espai_cdkey_operations WHERE key = ANY ($1)', [columns[0]]);
  const found = new Map(rows.map((row) => [row.key, storedOf(row)]));
  const stored = operations.map(({ key }) => /** @type {Stored} */ (found.get(key)));
  return { stored, fresh: fresh.map(({ key }) => String(key)) };
}

/**
 * @param {Session} session
 * @param {unknown} order
 * @param {string[]} cards
 */
async function touch(session, order, cards) {
  const sql =
    'INSERT INTO espai_cdkey_touches SELECT card, $2::bigint FROM unnest($1::text[]) AS card ON CONFLICT DO NOTHING';
  await session.query(sql, [cards, order]);
}

/** @param {object | null | undefined} value */
function text(value) {
  return value == null ? null : JSON.stringify(value);
}

/**
 * @param {any} row
 * @returns {Stored}
 */
function storedOf(row) {
  const { key, kind, input, fingerprint, status, attempts, revision, holder, cards, evidence, error, resolved } = row;
  return {
    ...{ key, kind, fingerprint, status, attempts, revision, holder, cards, evidence, error, resolved },
    input,
    order: Number(row.order),
    moved: row.moved === null ? null : Number(row.moved),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
    ...(row.actor === null ? {} : { actor: row.actor }),
  };
}
