/**
 * The ledger's tables, one step a version; a step is never changed once it was released. `PRAGMA user_version` counts
 * the steps taken. Times are milliseconds since 1970; hashes are SHA-256 of what the browser holds, so a copy of the
 * ledger signs nobody in.
 */
export const migrations = [
  `
  CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sign_in_code (
    code_hash BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE failed_guess (
    guesser TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX failed_guess_by_guesser ON failed_guess (guesser, at);

  CREATE TABLE remembered_job (
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    remembered_at INTEGER NOT NULL,
    PRIMARY KEY (endpoint, job_id)
  ) STRICT, WITHOUT ROWID;
  `,
]
