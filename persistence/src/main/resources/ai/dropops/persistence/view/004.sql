-- What people call operators by: labels, a JSON object, and targets with a name. A group that ended has an empty target.
ALTER TABLE operator ADD COLUMN labels TEXT NOT NULL DEFAULT '{}';

CREATE TABLE target_group (
    workspace TEXT NOT NULL,
    name      TEXT NOT NULL,
    targets   TEXT NOT NULL,
    PRIMARY KEY (workspace, name)
) WITHOUT ROWID;
