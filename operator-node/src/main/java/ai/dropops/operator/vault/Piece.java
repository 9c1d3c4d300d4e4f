package ai.dropops.operator.vault;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Stream;

/** What a reader of recorded output is handed next. */
public sealed interface Piece {
    /** At most 64 KiB of one stream. */
    record Data(Stream stream, long offset, Bytes bytes) implements Piece {}

    /** The bytes from {@code from} up to {@code to} were not kept. */
    record Gap(Stream stream, long from, long to) implements Piece {}

    /** There will never be more. */
    record End() implements Piece {}
}
