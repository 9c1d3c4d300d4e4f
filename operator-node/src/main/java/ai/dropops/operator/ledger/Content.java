package ai.dropops.operator.ledger;

import ai.dropops.protocol.identity.Bytes;

/** What is at a path at one time. */
public sealed interface Content {
    /** No file. */
    record Absent() implements Content {}

    /** A file; git knows of its mode only whether it is executable. */
    record Present(Bytes bytes, boolean executable) implements Content {}
}
