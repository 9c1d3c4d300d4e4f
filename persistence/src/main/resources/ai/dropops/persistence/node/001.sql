-- The processes of a cluster. Each holds the advisory lock of its id for as long as it lives; whoever obtains that of
-- another has outlived it. A fenced one is refused by the database. `address` is where the others find it, and
-- `incarnation` the number it has among them.
CREATE TABLE node (
    id          INTEGER PRIMARY KEY,
    client      TEXT    NOT NULL UNIQUE,
    address     TEXT    NOT NULL,
    incarnation INTEGER NOT NULL,
    fenced      INTEGER NOT NULL DEFAULT 0,
    joined_at   INTEGER NOT NULL
) WITHOUT ROWID;

-- Every node writes a key of its own for its command line; the empty holder is a control plane that stands alone.
ALTER TABLE command_line_key ADD COLUMN holder TEXT NOT NULL DEFAULT '';
