package ai.dropops.protocol.wire;

/** Bytes that are no frame of the negotiated version. Its message never repeats them. */
public final class MalformedFrame extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedFrame(String message) {
        super(message);
    }

    public MalformedFrame(String message, Throwable cause) {
        super(message, cause);
    }
}
