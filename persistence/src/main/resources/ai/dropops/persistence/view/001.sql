-- What lists are made of. Entities write their whole row after each event; `sequence` is the event's number, and a row
-- never gives way to an older one. Times are milliseconds since 1970. Ids are their text.
CREATE TABLE workspace (
    id         TEXT PRIMARY KEY,
    name       TEXT    NOT NULL,
    founded_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE member (
    id        TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    name      TEXT NOT NULL,
    role      TEXT NOT NULL,
    session   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE operator (
    id            TEXT PRIMARY KEY,
    workspace     TEXT    NOT NULL,
    sequence      INTEGER NOT NULL,
    number        INTEGER NOT NULL,
    name          TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    key_active    INTEGER NOT NULL,
    stopped       INTEGER NOT NULL,
    quarantined   INTEGER NOT NULL,
    hostname      TEXT    NOT NULL,
    receipt_key   BLOB,
    enrolled_at   INTEGER,
    bound_session TEXT,
    alarms        TEXT    NOT NULL,
    connected     INTEGER NOT NULL DEFAULT 0,
    beat_at       INTEGER,
    host          TEXT,
    metrics       TEXT
) WITHOUT ROWID;
CREATE INDEX operator_by_number ON operator (workspace, number);
CREATE INDEX operator_by_name ON operator (workspace, name);
CREATE INDEX operator_by_hostname ON operator (workspace, hostname);
CREATE INDEX operator_by_session ON operator (bound_session);

CREATE TABLE approval (
    id              TEXT PRIMARY KEY,
    workspace       TEXT    NOT NULL,
    sequence        INTEGER NOT NULL,
    session         TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    digest          BLOB    NOT NULL,
    target_count    INTEGER NOT NULL,
    strategy        TEXT    NOT NULL,
    limits          TEXT    NOT NULL,
    risk            TEXT    NOT NULL,
    reasons         TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    requested_by    TEXT    NOT NULL,
    requested_at    INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    decided_by      TEXT,
    decided_at      INTEGER,
    self_approved   INTEGER NOT NULL,
    feedback        TEXT    NOT NULL,
    acknowledged    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX approval_by_time ON approval (workspace, requested_at, id);
CREATE INDEX approval_open ON approval (acknowledged) WHERE acknowledged = 0;
CREATE INDEX approval_pending ON approval (workspace, requested_at) WHERE state = 'PENDING';

CREATE TABLE batch (
    id          TEXT PRIMARY KEY,
    workspace   TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    cancelling  INTEGER NOT NULL,
    counts      TEXT    NOT NULL,
    waves       TEXT    NOT NULL,
    started_at  INTEGER,
    finished_at INTEGER
) WITHOUT ROWID;
CREATE INDEX batch_running ON batch (workspace) WHERE state = 'RUNNING';

-- The frozen bytes of a proposal under its workspace's key; written before anything refers to them.
CREATE TABLE proposal (
    id        TEXT PRIMARY KEY,
    workspace TEXT NOT NULL,
    sealed    BLOB NOT NULL
) WITHOUT ROWID;

-- One target of a proposal and what became of it. The columns up to `name` are never written again.
CREATE TABLE execution (
    proposal      TEXT    NOT NULL,
    place         INTEGER NOT NULL,
    id            TEXT    NOT NULL,
    operator      TEXT    NOT NULL,
    operator_key  BLOB    NOT NULL,
    wave          INTEGER NOT NULL,
    params        BLOB    NOT NULL,
    hostname      TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    exit_code     INTEGER,
    started_at    INTEGER,
    finished_at   INTEGER,
    stdout_bytes  INTEGER,
    stdout_sha256 BLOB,
    stderr_bytes  INTEGER,
    stderr_sha256 BLOB,
    message       TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (proposal, place)
) WITHOUT ROWID;
CREATE UNIQUE INDEX execution_by_id ON execution (id);

-- The operators' own signed words, stored before the operator is told that they are.
CREATE TABLE receipt (
    execution TEXT    NOT NULL,
    sequence  INTEGER NOT NULL,
    proposal  TEXT    NOT NULL,
    operator  TEXT    NOT NULL,
    receipt   BLOB    NOT NULL,
    signature BLOB    NOT NULL,
    kept_at   INTEGER NOT NULL,
    PRIMARY KEY (execution, sequence)
) WITHOUT ROWID;
CREATE INDEX receipt_by_proposal ON receipt (proposal);
CREATE INDEX receipt_by_operator ON receipt (operator, sequence);
