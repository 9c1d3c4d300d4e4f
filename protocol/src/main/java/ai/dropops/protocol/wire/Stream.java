package ai.dropops.protocol.wire;

/** The two streams a process writes. */
public enum Stream {
    STDOUT,
    STDERR
}
