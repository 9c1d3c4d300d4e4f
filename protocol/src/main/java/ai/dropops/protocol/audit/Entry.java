package ai.dropops.protocol.audit;

import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.VaultId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that happened on a host.
 *
 * @param number from 1, without gaps
 * @param previous the hash of the entry before it, or 32 zero bytes
 * @param at the host's clock in whole milliseconds
 * @param facts nothing of what was printed or written, but for digests that cannot be guessed from
 */
public record Entry(long number, Digest previous, Instant at, Kind kind, SortedMap<String, String> facts) {
    /** The hash before the first entry's. */
    public static final Digest NONE = Digest.wrap(new byte[32]);

    private static final byte[] FORMAT = "dropops/entry/1\0".getBytes(StandardCharsets.US_ASCII);

    public Entry {
        at = Instant.ofEpochMilli(at.toEpochMilli());
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    /**
     * SHA-256 over: {@code dropops/entry/1} and a zero byte, the vault's 16 bytes, number (8 bytes), previous (32), time in
     * milliseconds (8), kind, the number of facts (4) and each fact's name and value in the order of names. Numbers are
     * big-endian, texts UTF-8 after their length in bytes (4).
     */
    public Digest hash(VaultId vault) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            out.write(FORMAT);
            out.write(vault.bytes());
            out.writeLong(number);
            out.write(previous.array());
            out.writeLong(at.toEpochMilli());
            text(out, kind.name());
            out.writeInt(facts.size());
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                text(out, fact.getKey());
                text(out, fact.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Digest.of(bytes.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
