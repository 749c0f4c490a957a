/**
 * A ledger in a file of SQLite: for all processes of one machine.
 */
import { ledgerError, newerLedger, wordsOf } from './failure.js';
import { BUSY, NOT_A_DATABASE, codeOf, openDatabase } from './sqlite-driver.js';
import { APPLICATION, STEPS } from './sqlite-schema.js';

/** @typedef {import('./ledger.js').Ledger} Ledger */
/** @typedef {import('./ledger.js').StoredOperation} Stored */
/** @typedef {import('./sqlite-driver.js').Statement} Statement */

/** How long it is tried where another process writes, in milliseconds. */
const PATIENCE_MS = 15_000;
/** How long SQLite itself waits, and with it the whole process. */
const BLOCKING_MS = 20;

/**
 * @param {string} path
 * @returns {Promise<Ledger>}
 */
export async function openSqlite(path) {
  let database;
  try {
    database = await openDatabase(path);
  } catch (error) {
    throw refused(path, error);
  }
  const ledger = new SqliteLedger(database);
  try {
    await ledger.migrate();
  } catch (error) {
    database.close();
    throw refused(path, error);
  }
  return ledger;
}

/**
 * @param {string} path
 * @param {any} error
 */
export function refused(path, error) {
  if (error?.code === 'ledger_unavailable') return error;
  const says =
    codeOf(error) === NOT_A_DATABASE
      ? `${path} is not a database of SQLite: name another file, or one that is not there yet`
      : `${path} cannot be opened as a ledger (${wordsOf(error)}): it and its folder must be there, writable, and on a disk with room`;
  return ledgerError('ledger_unavailable', says, { cause: new Error(wordsOf(error)) });
}

/** @implements {Ledger} */
class SqliteLedger {
  kind = /** @type {const} */ ('sqlite');
  #database;
  /** @type {Map<string, Statement>} */
  #statements = new Map();

  /** @param {import('./sqlite-driver.js').Database} database */
  constructor(database) {
    this.#database = database;
  }

  async migrate() {
    this.#database.exec(`PRAGMA busy_timeout = ${BLOCKING_MS}`);
    const mark = () => Number(this.#database.prepare('PRAGMA application_id').get()?.application_id);
    const version = () => Number(this.#database.prepare('PRAGMA user_version').get()?.user_version);
    // Before anything is written: it may be another program's.
    const tables = await this.#patient(() => this.#database.prepare('SELECT count(*) AS n FROM sqlite_schema').get());
    if (mark() !== APPLICATION && Number(tables?.n) > 0) {
      throw ledgerError(
        'ledger_unavailable',
        'the file is a database of another program: name a file of its own for the ledger',
      );
    }
    // What is written is on the disk before the next line runs, also through a power cut.
    await this.#patient(() => this.#database.exec('PRAGMA journal_mode = WAL'));
    this.#database.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON');
    await this.#writing(() => {
      const from = version();
      if (from > STEPS.length) {
        throw newerLedger(from, STEPS.length);
      }
      for (const step of STEPS.slice(from)) this.#database.exec(step);
      if (from < STEPS.length) {
        this.#database.exec(`PRAGMA user_version = ${STEPS.length}; PRAGMA application_id = ${APPLICATION}`);
      }
      // A file that cannot be written is found now, and not at the first operation.
      else this.#database.exec(`PRAGMA user_version = ${from}`);
    });
  }

  /** @param {readonly import('./ledger.js').NewOperation[]} operations */
  async enter(operations) {
    // Mostly it is one that is there, or one that is new; a reader waits for nobody.
    if (operations.length === 1) {
      const there = await this.get(/** @type {any} */ (operations[0]).key);
      if (there) return [there];
    }
    return this.#writing(() =>
      operations.map((operation) => {
        const now = Date.now();
        const { key, kind, input, fingerprint, cards, actor = null } = operation;
        const entered = this.#sql(
          `INSERT INTO operations (key, kind, input, fingerprint, status, attempts, revision, cards, actor, created_at, updated_at)
           VALUES (?, ?, ?, ?, 'prepared', 0, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING "order"`,
        ).get(key, kind, JSON.stringify(input), fingerprint, JSON.stringify(cards), actor, now, now);
        if (entered) this.#touch(entered.order, cards);
        return storedOf(this.#sql('SELECT * FROM operations WHERE key = ?').get(key));
      }),
    );
  }

  /** @param {string} key */
  async get(key) {
    const row = await this.#patient(() => this.#sql('SELECT * FROM operations WHERE key = ?').get(key));
    return row ? storedOf(row) : null;
  }

  /**
   * @param {string} key
   * @param {number} revision
   * @param {import('./ledger.js').Change} change
   * @returns {Promise<import('./ledger.js').Changed>}
   */
  async change(key, revision, change) {
    return this.#writing(() => {
      const before = this.#sql('SELECT * FROM operations WHERE key = ? AND revision = ?').get(key, revision);
      if (!before) return { written: 'stale' };
      const cards = change.cards ?? JSON.parse(before.cards);
      if (change.hold === 'take') {
        for (const card of cards) {
          const held = this.#sql('SELECT key FROM held WHERE card = ? AND key <> ?').get(card, key);
          if (held) return { written: 'busy', by: held.key };
        }
      }
      if (change.hold !== 'keep') this.#sql('DELETE FROM held WHERE key = ?').run(key);
      if (change.hold === 'take') {
        for (const card of cards) this.#sql('INSERT INTO held (card, key) VALUES (?, ?)').run(card, key);
      }
      if (change.cards) this.#touch(before.order, cards);
      const { status, holder, evidence, error, resolved } = change;
      const moving = change.sending ? 1 : 0;
      const row = this.#sql(
        `UPDATE operations SET status = ?, holder = ?, evidence = ?, error = ?, resolved = ?, cards = ?, revision = revision + 1,
           attempts = attempts + ?, moved = CASE WHEN ? THEN (SELECT coalesce(max(moved), 0) + 1 FROM operations) ELSE moved END,
           updated_at = max(updated_at, ?)
         WHERE key = ? RETURNING *`,
      ).get(
        ...[status, holder, text(evidence), text(error), text(resolved), JSON.stringify(cards)],
        ...[moving, moving, Date.now(), key],
      );
      return { written: 'done', operation: storedOf(row) };
    });
  }

  /** @param {import('./ledger.js').Page} page */
  async list({ status, kind, card, movedAfter, after, limit }) {
    const from = card === undefined ? 'operations' : 'touches JOIN operations USING ("order")';
    const wanted = [
      ...(card === undefined ? [] : [['touches.card = ?', card]]),
      ...(status === undefined ? [] : [[`status IN (${status.map(() => '?').join(', ')})`, ...status]]),
      ...(kind === undefined ? [] : [['kind = ?', kind]]),
      ...(movedAfter === undefined ? [] : [['moved > ?', movedAfter]]),
      ['operations."order" > ?', after],
    ];
    const where = wanted.map(([condition]) => condition).join(' AND ');
    const values = wanted.flatMap(([, ...given]) => given);
    const sql = `SELECT operations.* FROM ${from} WHERE ${where} ORDER BY operations."order" LIMIT ?`;
    return (await this.#patient(() => this.#sql(sql).all(...values, limit))).map(storedOf);
  }

  /** @param {import('./ledger.js').Browsing} wanted */
  async browse({ status, kind, cards, key, person, before, limit }) {
    const marks = (/** @type {readonly unknown[]} */ all) => all.map(() => '?').join(', ');
    const wanted = [
      ...(status === undefined ? [] : [[`status IN (${marks(status)})`, ...status]]),
      ...(kind === undefined ? [] : [['kind = ?', kind]]),
      ...(cards === undefined
        ? []
        : [[`"order" IN (SELECT "order" FROM touches WHERE card IN (${marks(cards)}))`, ...cards]]),
      ...(key === undefined ? [] : [['instr(key, ?) > 0', key]]),
      ...(person === undefined
        ? []
        : [["(instr(actor, ?) > 0 OR instr(json_extract(resolved, '$.by'), ?) > 0)", person, person]]),
      ...(before === undefined ? [] : [['"order" < ?', before]]),
    ];
    const where = wanted.map(([condition]) => condition).join(' AND ') || 'true';
    const values = wanted.flatMap(([, ...given]) => given);
    const sql = `SELECT * FROM operations WHERE ${where} ORDER BY "order" DESC LIMIT ?`;
    return (await this.#patient(() => this.#sql(sql).all(...values, limit))).map(storedOf);
  }

  /** @param {import('./ledger.js').LivingProcess | null} living */
  async beat(living) {
    if (living) {
      await this.#writing(() =>
        this.#sql(
          `INSERT INTO processes (id, beat, beaten_at, place) VALUES (?, 1, ?, ?)
           ON CONFLICT (id) DO UPDATE SET beat = beat + 1, beaten_at = excluded.beaten_at`,
        ).run(living.id, Date.now(), living.place),
      );
    }
    const rows = await this.#patient(() => this.#sql('SELECT id, beat, beaten_at, place FROM processes').all());
    return rows.map((row) => ({ id: row.id, beat: row.beat, ageMs: Date.now() - row.beaten_at, place: row.place }));
  }

  /** @param {string} id */
  async leave(id) {
    await this.#writing(() => {
      this.#sql('DELETE FROM processes WHERE id = ?').run(id);
    });
  }

  /** @param {string} wanted */
  async phones(wanted) {
    return this.#writing(() => {
      this.#sql("INSERT INTO settings VALUES ('phones', ?) ON CONFLICT DO NOTHING").run(wanted);
      return String(this.#sql("SELECT value FROM settings WHERE name = 'phones'").get().value);
    });
  }

  async close() {
    this.#statements.clear();
    this.#database.close();
  }

  /**
   * @param {number} order
   * @param {readonly string[]} cards
   */
  #touch(order, cards) {
    for (const card of cards) {
      this.#sql('INSERT INTO touches (card, "order") VALUES (?, ?) ON CONFLICT DO NOTHING').run(card, order);
    }
  }

  /** @param {string} sql */
  #sql(sql) {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /**
   * All of it or nothing.
   * @template T
   * @param {() => T} write
   * @returns {Promise<T>}
   */
  #writing(write) {
    return this.#patient(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      try {
        const given = write();
        this.#database.exec('COMMIT');
        return given;
      } catch (error) {
        try {
          this.#database.exec('ROLLBACK');
        } catch {
          // SQLite has done it itself, where the disk is full, say.
        }
        throw error;
      }
    });
  }

  /**
   * Again where another process writes, without keeping this one from its other work.
   * @template T
   * @param {() => T} use
   * @returns {Promise<T>}
   */
  async #patient(use) {
    for (const from = performance.now(); ;) {
      try {
        return use();
      } catch (error) {
        if (codeOf(error) !== BUSY || performance.now() - from > PATIENCE_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 20));
      }
    }
  }
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
  const parsed = (/** @type {string | null} */ json) => (json === null ? null : JSON.parse(json));
  const { order, key, kind, fingerprint, status, attempts, revision, holder, moved } = row;
  return {
    ...{ order, key, kind, fingerprint, status, attempts, revision, holder, moved },
    input: JSON.parse(row.input),
    cards: JSON.parse(row.cards),
    evidence: parsed(row.evidence),
    error: parsed(row.error),
    resolved: parsed(row.resolved),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.actor === null ? {} : { actor: row.actor }),
  };
}
