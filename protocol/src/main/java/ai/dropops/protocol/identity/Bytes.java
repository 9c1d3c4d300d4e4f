package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string with value equality. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A byte string that shares {@code content}, which the caller promises not to change. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Bytes wrap(byte[] content) {
        return new Bytes(content);
    }

    public static Bytes copyOf(byte[] content) {
        return new Bytes(content.clone());
    }

    /** The shared content, for reading only. */
    @JsonValue
    public byte[] array() {
        return content;
    }

    public int size() {
        return content.length;
    }

    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
