-- Every policy a workspace has had; the last version is the one in force.
CREATE TABLE policy (
    workspace TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    content   TEXT    NOT NULL,
    set_by    TEXT    NOT NULL,
    set_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace, version)
) WITHOUT ROWID;
