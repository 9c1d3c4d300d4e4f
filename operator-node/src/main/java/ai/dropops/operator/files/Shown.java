package ai.dropops.operator.files;

import ai.dropops.operator.ledger.Content;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.sentinel.Catalogue;
import ai.dropops.protocol.sentinel.Scrubber;
import ai.dropops.protocol.sentinel.Sink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.TreeSet;

/**
 * What readers are shown of a file's content: its digest, and what stands in it for something hidden. Only this digest is
 * ever told: that of the content itself would let a short secret in it be found by trying.
 */
record Shown(Digest digest, Set<String> placeholders) {
    static Shown of(Content content) {
        return switch (content) {
            case Content.Absent _ -> new Shown(FileAction.ABSENT, Set.of());
            case Content.Present(var bytes, boolean _) -> {
                var reading = new Reading();
                var scrubber = new Scrubber(Catalogue.builtIn(), () -> 0, reading);
                scrubber.feed(ByteBuffer.wrap(bytes.array()));
                scrubber.flush();
                yield new Shown(Digest.wrap(reading.sha256.digest()), Set.copyOf(reading.placeholders));
            }
        };
    }

    private static final class Reading implements Sink {
        private final MessageDigest sha256 = Digest.sha256();
        private final Set<String> placeholders = new TreeSet<>();

        @Override
        public void text(byte[] bytes, int from, int count) {
            sha256.update(bytes, from, count);
        }

        @Override
        public void replaced(byte[] bytes, int from, int count, byte[] placeholder) {
            sha256.update(placeholder);
            if (placeholder.length > 0) {
                placeholders.add(new String(placeholder, StandardCharsets.US_ASCII));
            }
        }
    }
}
