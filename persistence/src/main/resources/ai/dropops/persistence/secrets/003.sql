-- Requests that must not be taken twice and were stamped ahead of the clock here, by the SHA-256 of sign-in and nonce.
CREATE TABLE taken_request (
    hash  BLOB PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX taken_request_by_time ON taken_request (until);
