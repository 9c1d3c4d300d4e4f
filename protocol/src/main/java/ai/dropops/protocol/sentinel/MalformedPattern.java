package ai.dropops.protocol.sentinel;

/** A pattern or a catalogue that cannot be used, and what to write instead. */
public final class MalformedPattern extends Exception {
    private static final long serialVersionUID = 1;

    MalformedPattern(String message) {
        super(message);
    }
}
