-- Ways in, each known by the SHA-256 of a random token that is kept nowhere else.
CREATE TABLE sign_in_link (
    hash       BLOB PRIMARY KEY,
    workspace  TEXT NOT NULL,
    member     TEXT NOT NULL,
    session    TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sign_in (
    hash       BLOB PRIMARY KEY,
    workspace  TEXT NOT NULL,
    member     TEXT NOT NULL,
    session    TEXT NOT NULL,
    browser    BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE command_line_key (
    hash      BLOB PRIMARY KEY,
    workspace TEXT NOT NULL,
    member    TEXT NOT NULL,
    session   TEXT NOT NULL
) WITHOUT ROWID;
