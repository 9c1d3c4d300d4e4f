package ai.dropops.web.stream;

import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.protocol.wire.Stream;

/** How far an execution's two streams were read. */
record Position(long stdout, long stderr) {
    static final Position START = new Position(0, 0);

    Position after(OutputChunk chunk) {
        return switch (chunk) {
            case OutputChunk.Data data ->
                at(data.stream(), data.offset() + data.bytes().size());
            case OutputChunk.Gap gap -> at(gap.stream(), gap.to());
            case OutputChunk.End _ -> this;
        };
    }

    Position at(Stream stream, long offset) {
        return switch (stream) {
            case STDOUT -> new Position(offset, stderr);
            case STDERR -> new Position(stdout, offset);
        };
    }
}
