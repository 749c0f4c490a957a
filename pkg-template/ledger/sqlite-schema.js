/**
 * The schema in SQLite, a step a version. Steps are only ever added: a file that a newer version has written is refused.
 */

/** Marks a file as ours. @see https://sqlite.org/pragma.html#pragma_application_id */
export const APPLICATION = 0x45434b4c;

/** @type {readonly string[]} */
export const STEPS = [
  `
  CREATE TABLE operations (
    "order" INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    input TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    holder TEXT,
    cards TEXT NOT NULL,
    moved INTEGER,
    evidence TEXT,
    error TEXT,
    resolved TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX operations_status ON operations (status, "order");
  CREATE INDEX operations_moved ON operations (moved);
  -- Which operations name a card, of those that are over, too.
  CREATE TABLE touches (card TEXT NOT NULL, "order" INTEGER NOT NULL, PRIMARY KEY (card, "order")) STRICT, WITHOUT ROWID;
  -- Which operation holds a card now.
  CREATE TABLE held (card TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX held_by ON held (key);
  CREATE TABLE processes (id TEXT PRIMARY KEY, beat INTEGER NOT NULL, beaten_at INTEGER NOT NULL, place TEXT) STRICT, WITHOUT ROWID;
  `,
  `
  -- Who asked for it.
  ALTER TABLE operations ADD COLUMN actor TEXT;
  -- How phones are kept. A ledger that has operations of the time before keeps them plain.
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO settings SELECT 'phones', 'plain' FROM operations LIMIT 1;
  `,
];
