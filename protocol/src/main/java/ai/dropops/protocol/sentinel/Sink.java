package ai.dropops.protocol.sentinel;

/** Takes what a {@link Scrubber} has decided of a stream, in order; the bytes of all calls together are the stream. */
public interface Sink {
    /** The {@code count} bytes at {@code from} stay; the array is the scrubber's and changes after the call. */
    void text(byte[] bytes, int from, int count);

    /** In place of these bytes stands {@code placeholder}, which is empty where something replaced goes on. */
    void replaced(byte[] bytes, int from, int count, byte[] placeholder);
}
