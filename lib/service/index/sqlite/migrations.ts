import type { Database } from 'better-sqlite3'
import { IndexFormatError } from '../../index-store.ts'

/** What `thaw backup` names as its role; before jobs said whether they are resumable, it alone tells its jobs, which are. */
export const thawRole = 'arn:aws:iam::000000000000:role/thaw'

/** Forward only: a released step is never edited. Number n takes a database from version n-1 to n. */
const migrations: readonly string[] = [
  `
  CREATE TABLE timeline (
    id            INTEGER PRIMARY KEY,
    vault         TEXT    NOT NULL,
    resource_arn  TEXT    NOT NULL,
    resource_type TEXT    NOT NULL,
    last_number   INTEGER NOT NULL,
    UNIQUE (vault, resource_arn)
  ) STRICT;

  CREATE TABLE job (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    id             TEXT    NOT NULL UNIQUE,
    timeline       INTEGER NOT NULL REFERENCES timeline (id),
    number         INTEGER NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('RUNNING', 'COMPLETED', 'ABORTED')),
    status_message TEXT,
    role_arn       TEXT    NOT NULL,
    token          TEXT    UNIQUE,
    created_at     INTEGER NOT NULL,
    ended_at       INTEGER,
    lease_until    INTEGER NOT NULL,
    object_count   INTEGER NOT NULL CHECK (object_count >= 0),
    byte_count     INTEGER NOT NULL CHECK (byte_count >= 0),
    new_byte_count INTEGER NOT NULL,
    UNIQUE (timeline, number)
  ) STRICT;
  CREATE UNIQUE INDEX job_running ON job (timeline) WHERE state = 'RUNNING';
  CREATE INDEX job_newest ON job (timeline, seq);

  CREATE TABLE deleted_job (
    id       TEXT    PRIMARY KEY,
    timeline INTEGER NOT NULL,
    number   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE chunk (
    id           INTEGER PRIMARY KEY,
    checksum     BLOB    NOT NULL UNIQUE CHECK (length(checksum) = 32),
    length       INTEGER NOT NULL,
    pack         INTEGER,
    pack_offset  INTEGER,
    refs         INTEGER NOT NULL,
    condemned_at INTEGER,
    CHECK ((pack IS NULL) = (pack_offset IS NULL)),
    CHECK (refs >= 0 AND (refs = 0) = (condemned_at IS NOT NULL))
  ) STRICT;
  CREATE INDEX chunk_condemned ON chunk (condemned_at, id, length) WHERE condemned_at IS NOT NULL;
  CREATE INDEX chunk_packed ON chunk (pack, length) WHERE pack IS NOT NULL;

  CREATE TABLE object (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    timeline    INTEGER NOT NULL REFERENCES timeline (id),
    name        TEXT    NOT NULL,
    added       INTEGER NOT NULL,
    removed     INTEGER,
    created_at  INTEGER NOT NULL,
    checksum    BLOB    NOT NULL CHECK (length(checksum) = 32),
    length      INTEGER NOT NULL,
    chunk_count INTEGER NOT NULL,
    metadata    TEXT,
    blob        INTEGER,
    CHECK (removed > added)
  ) STRICT;
  -- Live and closed versions are apart, and each index covers what a listing asks of rows it passes: dead rows are
  -- skipped without touching the table. The live index repeats \`removed\` because SQLite asks a partial index's own
  -- condition again and would read the table for it.
  CREATE INDEX object_live ON object (timeline, name, added, created_at, removed) WHERE removed IS NULL;
  CREATE INDEX object_closed ON object (timeline, name, added, created_at, removed) WHERE removed IS NOT NULL;
  CREATE INDEX object_added ON object (timeline, added);
  CREATE INDEX object_removed ON object (timeline, removed) WHERE removed IS NOT NULL;

  CREATE TABLE chunk_list (
    object INTEGER NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    first  INTEGER NOT NULL,
    chunks BLOB    NOT NULL,
    PRIMARY KEY (object, first)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE upload (
    seq                INTEGER PRIMARY KEY,
    id                 TEXT    NOT NULL UNIQUE,
    job                INTEGER NOT NULL REFERENCES job (seq),
    name               TEXT    NOT NULL,
    throw_on_duplicate INTEGER NOT NULL,
    completion         TEXT
  ) STRICT;
  CREATE INDEX upload_job ON upload (job);

  CREATE TABLE upload_chunk (
    upload   INTEGER NOT NULL REFERENCES upload (seq) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    chunk    INTEGER NOT NULL,
    PRIMARY KEY (upload, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE total (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    chunk_count INTEGER NOT NULL
  ) STRICT;
  INSERT INTO total VALUES (1, 0);
  `,
  `
  CREATE TABLE mark (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    generation TEXT    NOT NULL,
    openings   INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- For finding the objects a metadata blob belongs to.
  CREATE INDEX object_blob ON object (blob, id) WHERE blob IS NOT NULL;
  `,
  `
  ALTER TABLE job ADD COLUMN abort_cause TEXT
    CHECK (abort_cause IN ('stopped', 'failed', 'taken-over', 'lapsed', 'deleted'));
  ALTER TABLE job ADD COLUMN resumable INTEGER NOT NULL DEFAULT 0;
  UPDATE job SET resumable = 1 WHERE role_arn = '${thawRole}';
  ALTER TABLE job ADD COLUMN warning TEXT;
  ALTER TABLE job ADD COLUMN warning_confirmed_at INTEGER;
  ALTER TABLE job ADD COLUMN details TEXT;
  `,
  `
  -- In the order of their times, so that writes touch few pages and the old ones lie together.
  CREATE TABLE request (
    signed_at INTEGER NOT NULL,
    signature BLOB    NOT NULL CHECK (length(signature) = 32),
    made      TEXT,
    refusal   TEXT,
    PRIMARY KEY (signed_at, signature)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- When it was last given something. Before this was kept: when its job was.
  ALTER TABLE upload ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
  UPDATE upload SET used_at = (SELECT max(0, lease_until - 900000) FROM job WHERE job.seq = upload.job);
  ALTER TABLE upload ADD COLUMN expired INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX upload_open ON upload (job) WHERE completion IS NULL;
  `,
]

/** The format this version writes. */
export const latestVersion = migrations.length

/** @throws {IndexFormatError} a newer version wrote an index of this format. */
export function assertKnownFormat(file: string, found: number): void {
  if (found > latestVersion)
    throw new IndexFormatError(
      `The index ${file} has format ${found}, this version of Thaw knows formats up to ${latestVersion}; use the newer version`,
    )
}

/**
 * Brings the database to this version's schema, one transaction a step.
 *
 * @param target an earlier format, for tests.
 * @throws {IndexFormatError} a newer version wrote it.
 */
export function migrate(db: Database, target = latestVersion): void {
  const found = db.pragma('user_version', { simple: true }) as number
  assertKnownFormat(db.name, found)
  for (const [step, ddl] of migrations.slice(0, target).entries()) {
    if (step < found) continue
    db.transaction(() => {
      db.exec(ddl)
      db.pragma(`user_version = ${step + 1}`)
    }).immediate()
  }
}
