-- The heads of operators' own histories that this control plane has counter-signed; facts, never rewritten.
CREATE TABLE checkpoint (
    operator   TEXT    NOT NULL,
    vault      TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    checkpoint BLOB    NOT NULL,
    signature  BLOB    NOT NULL,
    PRIMARY KEY (operator, vault, number)
) WITHOUT ROWID;
-- The key of each history's first entry, sealed; the host has forgotten it.
CREATE TABLE history_start (
    operator TEXT    NOT NULL,
    vault    TEXT    NOT NULL,
    start    BLOB    NOT NULL,
    told_at  INTEGER NOT NULL,
    PRIMARY KEY (operator, vault)
) WITHOUT ROWID;
