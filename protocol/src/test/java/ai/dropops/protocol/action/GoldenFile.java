package ai.dropops.protocol.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Bytes that must never change, kept as hexadecimal text among the test resources. */
public record GoldenFile(String name) {
    public byte[] bytes() {
        try (var file = Objects.requireNonNull(GoldenFile.class.getResourceAsStream("/" + name + ".hex"), name)) {
            String hex = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
