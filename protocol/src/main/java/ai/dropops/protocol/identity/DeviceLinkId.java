package ai.dropops.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A way in for many hosts, which is one token of theirs. */
public record DeviceLinkId(@JsonValue String value) {
    private static final String PREFIX = "dl_";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DeviceLinkId {
        IdText.check(PREFIX, value);
    }

    public static DeviceLinkId of(byte[] random) {
        return new DeviceLinkId(IdText.of(PREFIX, random));
    }

    /** The 16 bytes this id stands for. */
    public byte[] bytes() {
        return IdText.bytes(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
