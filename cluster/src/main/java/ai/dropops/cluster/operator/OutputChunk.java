package ai.dropops.cluster.operator;

import ai.dropops.cluster.CborSerializable;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.Stream;

/** A piece of an execution's output on its way to a reader. */
public sealed interface OutputChunk extends CborSerializable {
    record Data(Stream stream, long offset, Bytes bytes) implements OutputChunk {}

    /** The bytes from {@code from} up to {@code to} were not kept. */
    record Gap(Stream stream, long from, long to) implements OutputChunk {}

    /** Nothing follows. */
    record End(Frame.OutputEnd.Reason reason) implements OutputChunk {}
}
