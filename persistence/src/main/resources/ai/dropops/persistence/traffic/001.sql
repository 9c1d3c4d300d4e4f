-- What crossed the operators' sockets, in bytes: `up` left the host, `down` went to it. `kept` is what the command printed,
-- which lies on the host whether it was shown to anybody or not.
CREATE TABLE traffic (
    operator  TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    frames    INTEGER NOT NULL,
    up        INTEGER NOT NULL,
    down      INTEGER NOT NULL,
    kept      INTEGER NOT NULL,
    PRIMARY KEY (operator, kind)
) WITHOUT ROWID;
CREATE INDEX traffic_by_workspace ON traffic (workspace);

CREATE TABLE transmission (
    execution TEXT    NOT NULL,
    operator  TEXT    NOT NULL,
    workspace TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    kept      INTEGER NOT NULL,
    told      INTEGER NOT NULL,
    shown     INTEGER NOT NULL,
    PRIMARY KEY (execution, operator)
) WITHOUT ROWID;
CREATE INDEX transmission_by_time ON transmission (workspace, at, execution);
CREATE INDEX transmission_by_operator ON transmission (operator, at, execution);
