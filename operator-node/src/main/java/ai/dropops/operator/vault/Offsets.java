package ai.dropops.operator.vault;

import ai.dropops.protocol.wire.Stream;

/** A place in the output of an execution: how many bytes of each stream lie before it. */
record Offsets(long stdout, long stderr) {
    static final Offsets START = new Offsets(0, 0);

    long of(Stream stream) {
        return switch (stream) {
            case STDOUT -> stdout;
            case STDERR -> stderr;
        };
    }

    Offsets plus(Stream stream, long bytes) {
        return switch (stream) {
            case STDOUT -> new Offsets(stdout + bytes, stderr);
            case STDERR -> new Offsets(stdout, stderr + bytes);
        };
    }

    /** The same place, but {@code at} in {@code stream}. */
    Offsets with(Stream stream, long at) {
        return plus(stream, at - of(stream));
    }

    long total() {
        return stdout + stderr;
    }

    /** Whether this is not before {@code other} in either stream. */
    boolean isAtLeast(Offsets other) {
        return stdout >= other.stdout && stderr >= other.stderr;
    }
}
