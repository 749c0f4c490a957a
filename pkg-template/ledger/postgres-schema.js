/**
 * The schema in PostgreSQL, a step a version. Steps are only ever added: a ledger that a newer version has written is refused.
 */

/** What the two who make it at once wait for. A number of our own. */
export const LOCK = 0x45434b4c;

/** @type {readonly string[]} */
export const STEPS = [
  `
  CREATE SEQUENCE espai_cdkey_moved;
  CREATE TABLE espai_cdkey_operations (
    "order" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL UNIQUE,
    kind text NOT NULL,
    input json NOT NULL,
    fingerprint text NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    revision integer NOT NULL,
    holder text,
    cards text[] NOT NULL,
    moved bigint,
    evidence json,
    error json,
    resolved json,
    queued boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
  );
  CREATE INDEX espai_cdkey_operations_status ON espai_cdkey_operations (status, "order");
  CREATE INDEX espai_cdkey_operations_queued ON espai_cdkey_operations ("order") WHERE queued;
  -- Which operations name a card, of those that are over, too.
  CREATE TABLE espai_cdkey_touches (card text, "order" bigint, PRIMARY KEY (card, "order"));
  -- Which operation holds a card now.
  CREATE TABLE espai_cdkey_held (card text PRIMARY KEY, key text NOT NULL);
  CREATE INDEX espai_cdkey_held_by ON espai_cdkey_held (key);
  CREATE TABLE espai_cdkey_processes (id text PRIMARY KEY, beat bigint NOT NULL, beaten_at timestamptz NOT NULL, place text);
  -- When the next request of all workers may leave.
  CREATE TABLE espai_cdkey_rate (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), next_at timestamptz NOT NULL);
  INSERT INTO espai_cdkey_rate (next_at) VALUES (clock_timestamp());
  `,
  `
  -- Who asked for it.
  ALTER TABLE espai_cdkey_operations ADD COLUMN actor text;
  -- How phones are kept. A ledger that has operations of the time before keeps them plain.
  CREATE TABLE espai_cdkey_settings (name text PRIMARY KEY, value text NOT NULL);
  INSERT INTO espai_cdkey_settings SELECT 'phones', 'plain' FROM espai_cdkey_operations LIMIT 1;
  `,
];
