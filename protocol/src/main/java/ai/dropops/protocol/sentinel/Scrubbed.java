package ai.dropops.protocol.sentinel;

import java.io.ByteArrayOutputStream;

/** Scrubbed bytes, gathered until they are taken. */
public final class Scrubbed implements Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void text(byte[] text, int from, int count) {
        bytes.write(text, from, count);
    }

    @Override
    public void replaced(byte[] secret, int from, int count, byte[] placeholder) {
        bytes.writeBytes(placeholder);
    }

    /** What came since it was last asked for. */
    public byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }
}
