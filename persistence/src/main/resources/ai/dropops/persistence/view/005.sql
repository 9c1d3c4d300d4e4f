-- Ways in for many hosts: who made each, for how many hosts and until when, and how many have come.
CREATE TABLE device_link (
    id         TEXT PRIMARY KEY,
    workspace  TEXT    NOT NULL,
    sequence   INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    labels     TEXT    NOT NULL,
    uses       INTEGER NOT NULL,
    used       INTEGER NOT NULL,
    created_by TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_by TEXT,
    revoked_at INTEGER
) WITHOUT ROWID;
CREATE INDEX device_link_by_time ON device_link (workspace, created_at);
