-- What hosts printed that keep no records themselves, scrubbed there and sealed here. Where its time is over, `sealed` is empty
-- and the row only says that it was here.
CREATE TABLE record (
    execution TEXT    PRIMARY KEY,
    workspace TEXT    NOT NULL,
    proposal  TEXT    NOT NULL,
    operator  TEXT    NOT NULL,
    kept_at   INTEGER NOT NULL,
    size      INTEGER NOT NULL,
    sealed    BLOB
);
CREATE INDEX record_by_age ON record (workspace, kept_at, size) WHERE sealed IS NOT NULL;
CREATE INDEX record_by_proposal ON record (proposal);
