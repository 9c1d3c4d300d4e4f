package ai.dropops.protocol.sentinel;

import java.nio.ByteBuffer;
import java.util.Random;

/** Texts sent through a scrubber, whole or in pieces. */
final class Passage {
    private Passage() {}

    static String scrubbed(String text) {
        return Catalogue.builtIn().scrub(text);
    }

    static byte[] inPieces(byte[] text, Random random, int longest) {
        var scrubbed = new Scrubbed();
        var scrubber = new Scrubber(Catalogue.builtIn(), () -> 0, scrubbed);
        int at = 0;
        while (at < text.length) {
            int count = Math.min(text.length - at, 1 + random.nextInt(longest));
            scrubber.feed(ByteBuffer.wrap(text, at, count));
            at += count;
        }
        scrubber.flush();
        return scrubbed.take();
    }
}
