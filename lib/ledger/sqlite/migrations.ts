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
  `
  -- state: planning, ready or failed. Numbers of bytes count the archive's own offsets.
  CREATE TABLE archive_plan (
    id TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    format TEXT NOT NULL,
    title TEXT NOT NULL,
    selection TEXT NOT NULL,
    intact INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    failure TEXT,
    objects INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    damaged INTEGER NOT NULL DEFAULT 0,
    manifest_length INTEGER NOT NULL DEFAULT 0,
    manifest_crc32 INTEGER NOT NULL DEFAULT 0,
    sums_length INTEGER NOT NULL DEFAULT 0,
    sums_crc32 INTEGER NOT NULL DEFAULT 0,
    entries INTEGER NOT NULL DEFAULT 0,
    content_end INTEGER NOT NULL DEFAULT 0,
    directory_length INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX archive_plan_by_expiry ON archive_plan (expires_at);

  -- Every object of a plan in the order of the archive. place is where its head begins, counted from the first entry
  -- that is an object; NULL for one that is skipped. crc32 is the one the layout was made with.
  CREATE TABLE archive_entry (
    plan_id TEXT NOT NULL REFERENCES archive_plan ON DELETE CASCADE,
    position INTEGER NOT NULL,
    place INTEGER,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime TEXT NOT NULL,
    mode INTEGER NOT NULL,
    target TEXT,
    crc32 INTEGER,
    sha256 TEXT,
    object TEXT NOT NULL,
    checksum TEXT NOT NULL,
    chunks INTEGER,
    token TEXT,
    chunk_token TEXT,
    skipped TEXT,
    damaged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (plan_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX archive_entry_by_place ON archive_entry (plan_id, place) WHERE place IS NOT NULL;
  CREATE INDEX archive_entry_changed ON archive_entry (plan_id, position)
    WHERE skipped IS NOT NULL OR damaged = 1 OR name <> object;

  -- Names taken in an archive while it is planned, by what file systems compare; next numbers the alternatives.
  CREATE TABLE archive_name (
    plan_id TEXT NOT NULL REFERENCES archive_plan ON DELETE CASCADE,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    next INTEGER NOT NULL DEFAULT 2,
    PRIMARY KEY (plan_id, key)
  ) STRICT, WITHOUT ROWID;

  -- What reads from first byte to last have found, by the SUMMARY checksum of the object.
  CREATE TABLE known_content (
    checksum TEXT PRIMARY KEY,
    sha256 TEXT,
    crc32 INTEGER
  ) STRICT, WITHOUT ROWID;

  -- chunk_index -1: the list of chunks itself.
  CREATE TABLE damaged_chunk (
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    object TEXT NOT NULL,
    chunk_index INTEGER NOT NULL,
    object_checksum TEXT NOT NULL,
    checksum TEXT,
    reason TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (endpoint, job_id, object, chunk_index)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX damaged_chunk_by_checksum ON damaged_chunk (checksum);

  -- state: running, verified, failed, left or broken.
  CREATE TABLE receipt (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    pid INTEGER NOT NULL,
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    destination TEXT,
    plan_id TEXT,
    range_start INTEGER NOT NULL,
    expected_bytes INTEGER,
    total_bytes INTEGER,
    sent_bytes INTEGER NOT NULL DEFAULT 0,
    items INTEGER NOT NULL DEFAULT 0,
    failed_items INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    checksum TEXT,
    sha256 TEXT,
    failed_object TEXT,
    failed_chunk INTEGER,
    failed_offset INTEGER,
    reason TEXT,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    finished_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX receipt_by_start ON receipt (started_at, id);
  CREATE INDEX receipt_by_job ON receipt (job_id, started_at, id);
  CREATE INDEX receipt_running ON receipt (state) WHERE state = 'running';
  `,
  `
  -- Contents read whole and found good, by SUMMARY.
  CREATE TABLE verified_content (
    endpoint TEXT NOT NULL,
    checksum BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (endpoint, checksum)
  ) STRICT, WITHOUT ROWID;

  -- total_ and counted_at: NULL until the whole job was verified.
  CREATE TABLE job_coverage (
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    objects INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    total_objects INTEGER,
    total_bytes INTEGER,
    oldest_at INTEGER NOT NULL,
    newest_at INTEGER NOT NULL,
    counted_at INTEGER,
    PRIMARY KEY (endpoint, job_id)
  ) STRICT, WITHOUT ROWID;

  -- What job_coverage counts one by one, since the whole job was last counted.
  CREATE TABLE counted_content (
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    checksum BLOB NOT NULL,
    PRIMARY KEY (endpoint, job_id, checksum)
  ) STRICT, WITHOUT ROWID;

  -- state: waiting, running, paused, done, cancelled or failed. name is set where one object is meant, else prefix
  -- counts. position is the last name up to which all is done; objects to damaged_bytes count to there, ahead_ what
  -- is done behind it, which a restart does again.
  CREATE TABLE verification (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    prefix TEXT NOT NULL,
    name TEXT,
    since INTEGER,
    state TEXT NOT NULL,
    position TEXT,
    objects INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    chunks INTEGER NOT NULL DEFAULT 0,
    skipped_objects INTEGER NOT NULL DEFAULT 0,
    damaged_objects INTEGER NOT NULL DEFAULT 0,
    damaged_bytes INTEGER NOT NULL DEFAULT 0,
    ahead_objects INTEGER NOT NULL DEFAULT 0,
    ahead_bytes INTEGER NOT NULL DEFAULT 0,
    oldest_at INTEGER,
    total_objects INTEGER,
    total_bytes INTEGER,
    rate REAL,
    note TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    updated_at INTEGER NOT NULL,
    finished_at INTEGER
  ) STRICT;
  CREATE INDEX verification_open ON verification (state, seq) WHERE state IN ('waiting', 'running');
  CREATE INDEX verification_by_job ON verification (endpoint, job_id, seq);

  -- What verifications found. Whether it still holds is what damaged_chunk says.
  CREATE TABLE finding (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    verification INTEGER NOT NULL REFERENCES verification (seq) ON DELETE CASCADE,
    object TEXT NOT NULL,
    object_checksum TEXT NOT NULL,
    chunk_index INTEGER NOT NULL,
    chunk_offset INTEGER,
    checksum TEXT,
    reason TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    UNIQUE (verification, object, chunk_index)
  ) STRICT;
  `,
  `
  -- Distinct chunks of an archive counted once; distinct_at_most: not all were looked at. sha256: of the whole archive,
  -- base64, once it was delivered whole.
  ALTER TABLE archive_plan ADD COLUMN distinct_bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE archive_plan ADD COLUMN distinct_at_most INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE archive_plan ADD COLUMN sha256 TEXT;
  `,
  `
  -- naming: portable or unix.
  ALTER TABLE archive_plan ADD COLUMN naming TEXT NOT NULL DEFAULT 'portable';
  `,
  `
  -- owner: as in metadata strings. xattrs: JSON of pairs, values in base64. link: the name in the archive that this is
  -- another name of. segments: where data lies, JSON of [offset, length], where the rest is holes. without: what of the
  -- object the archive does not hold.
  ALTER TABLE archive_entry ADD COLUMN owner TEXT;
  ALTER TABLE archive_entry ADD COLUMN xattrs TEXT;
  ALTER TABLE archive_entry ADD COLUMN link TEXT;
  ALTER TABLE archive_entry ADD COLUMN segments TEXT;
  ALTER TABLE archive_entry ADD COLUMN without TEXT;
  -- Modes and times stand elsewhere in a zip now: one that was planned before would go on with other bytes.
  UPDATE archive_plan SET expires_at = 0 WHERE format = 'zip';
  `,
  `
  CREATE INDEX damaged_chunk_by_content ON damaged_chunk (endpoint, object_checksum);

  -- What the endpoint says a damaged chunk is part of. Jobs of the resource that began from from_at to to_at show it; to_at
  -- is NULL while jobs to come will as well. chunk_index -1: it is the metadata blob.
  CREATE TABLE damage_hit (
    endpoint TEXT NOT NULL,
    checksum TEXT NOT NULL,
    resource TEXT NOT NULL,
    vault TEXT NOT NULL,
    object TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER,
    object_checksum TEXT NOT NULL,
    chunk_index INTEGER NOT NULL,
    PRIMARY KEY (endpoint, checksum, resource, vault, object, from_at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX damage_hit_by_object ON damage_hit (endpoint, resource, vault, object);
  CREATE INDEX damage_hit_by_stretch ON damage_hit (endpoint, resource, vault, from_at, to_at);
  CREATE INDEX damage_hit_by_content ON damage_hit (endpoint, object_checksum);

  -- When the endpoint was asked so: after everything that jobs did until through.
  CREATE TABLE damage_look (
    endpoint TEXT NOT NULL,
    checksum TEXT NOT NULL,
    through INTEGER NOT NULL,
    PRIMARY KEY (endpoint, checksum)
  ) STRICT, WITHOUT ROWID;

  -- How much of what source shows job_id shows as well, and when the endpoint was asked so.
  CREATE TABLE shared_content (
    endpoint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    source TEXT NOT NULL,
    objects INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (endpoint, job_id, source)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE shared_look (
    endpoint TEXT NOT NULL,
    source TEXT NOT NULL,
    resource TEXT NOT NULL,
    vault TEXT NOT NULL,
    through INTEGER NOT NULL,
    PRIMARY KEY (endpoint, source)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX shared_look_by_timeline ON shared_look (endpoint, resource, vault);
  `,
  `
  -- Who works on something: a process that has this open. What it owns is nobody's from lease_until on, or without its row.
  -- role: of its kind there is one at a time.
  CREATE TABLE owner (
    id TEXT PRIMARY KEY,
    role TEXT,
    lease_until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  ALTER TABLE archive_plan ADD COLUMN owner TEXT;
  ALTER TABLE verification ADD COLUMN owner TEXT;
  ALTER TABLE receipt ADD COLUMN owner TEXT;
  ALTER TABLE receipt DROP COLUMN pid;
  `,
]
