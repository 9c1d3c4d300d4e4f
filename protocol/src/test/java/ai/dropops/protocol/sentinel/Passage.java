package ai.dropops.protocol.sentinel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Texts sent through a scrubber, whole or in pieces. */
final class Passage {
    private Passage() {}

    static String scrubbed(String text) {
        return scrubbed(Catalogue.builtIn(), text);
    }

    static String scrubbed(Catalogue catalogue, String text) {
        return new String(whole(catalogue, text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    static byte[] whole(Catalogue catalogue, byte[] text) {
        var scrubber = new Scrubber(catalogue, () -> 0);
        var out = new ByteArrayOutputStream();
        out.writeBytes(scrubber.feed(text));
        out.writeBytes(scrubber.flush());
        return out.toByteArray();
    }

    static byte[] inPieces(byte[] text, Random random, int longest) {
        var scrubber = new Scrubber(Catalogue.builtIn(), () -> 0);
        var out = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length) {
            int count = Math.min(text.length - at, 1 + random.nextInt(longest));
            out.writeBytes(scrubber.feed(text, at, count));
            at += count;
        }
        out.writeBytes(scrubber.flush());
        return out.toByteArray();
    }
}
