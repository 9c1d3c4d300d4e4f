package ai.dropops.web.stream;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Stream;

/** One thing a stream tells its reader. */
public sealed interface Event {
    /** A name and what it is about, in JSON. */
    record Named(String name, Object json) implements Event {}

    /** A piece of output of the execution at {@code index}. */
    record Output(int index, ExecutionId execution, Stream stream, long offset, Bytes data) implements Event {}

    /** A part of the output that was not kept. */
    record Gap(int index, ExecutionId execution, Stream stream, long from, long to) implements Event {}
}
