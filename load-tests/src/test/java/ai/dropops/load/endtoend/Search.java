package ai.dropops.load.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Looks for a word of ASCII letters in bytes: as it is, and as base64, hexadecimal, UTF-16 and packed bytes hide it. */
final class Search {
    /** A group of base64 stands for so many bytes, so a word can begin at so many places of one. */
    private static final int GROUP = 3;

    private static final int MOST_UNPACKED = 1 << 26;

    private final String word;
    private final Set<String> forms = new TreeSet<>();

    Search(String word) {
        this.word = word;
        byte[] bytes = word.getBytes(US_ASCII);
        forms.add(word);
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        forms.add(new String(word.getBytes(UTF_16LE), ISO_8859_1));
        for (int before = 0; before < GROUP; before++) {
            forms.add(middle(Base64.getEncoder(), bytes, before));
            forms.add(middle(Base64.getUrlEncoder(), bytes, before));
        }
    }

    String word() {
        return word;
    }

    boolean finds(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        return forms.stream().anyMatch(text::contains) || findsPacked(bytes);
    }

    boolean finds(String text) {
        return forms.stream().anyMatch(text::contains);
    }

    private boolean findsPacked(byte[] bytes) {
        String unpacked = unpacked(bytes);
        return forms.stream().anyMatch(unpacked::contains);
    }

    /** What gzip or zlib would read of {@code bytes}; nothing where they are neither. */
    private static String unpacked(byte[] bytes) {
        if (bytes.length < 2) {
            return "";
        }
        boolean gzip = bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        boolean zlib = bytes[0] == 0x78 && ((bytes[0] << 8) + (bytes[1] & 0xff)) % 31 == 0;
        if (!gzip && !zlib) {
            return "";
        }
        try (InputStream packed = new ByteArrayInputStream(bytes);
                InputStream in = gzip ? new GZIPInputStream(packed) : new InflaterInputStream(packed)) {
            return new String(in.readNBytes(MOST_UNPACKED), ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /** The part of the base64 of {@code bytes} behind {@code before} others that does not depend on what is around. */
    private static String middle(Base64.Encoder encoder, byte[] bytes, int before) {
        var all = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, all, before, bytes.length);
        String text = encoder.withoutPadding().encodeToString(all);
        int from = (before * 8 + 5) / 6;
        int to = all.length * 8 / 6;
        return text.substring(from, to);
    }
}
