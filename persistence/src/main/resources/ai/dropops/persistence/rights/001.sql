-- All that is left of a workspace that was erased. Its id was random and says nothing of anybody.
CREATE TABLE tombstone (
    workspace   TEXT PRIMARY KEY,
    erased_at   INTEGER NOT NULL,
    erased_rows INTEGER NOT NULL
) WITHOUT ROWID;
