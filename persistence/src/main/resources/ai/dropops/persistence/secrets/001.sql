-- Secrets under the master key: AES-256-GCM, the name being part of what is authenticated.
CREATE TABLE secret (
    name    TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) WITHOUT ROWID;
