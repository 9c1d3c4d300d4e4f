package ai.dropops.protocol.identity;

/** The shared shape of ids: a two-letter prefix, an underscore and 16 bytes as 26 characters of base32hex. */
final class IdText {
    private static final int BYTES = 16;
    private static final int CHARACTERS = 26;

    private IdText() {}

    static String check(String prefix, String value) {
        if (value.length() != prefix.length() + CHARACTERS || !value.startsWith(prefix)) {
            throw new IllegalArgumentException("expected " + prefix + " and " + CHARACTERS + " characters");
        }
        Base32Hex.decode(value.substring(prefix.length()));
        return value;
    }

    static String of(String prefix, byte[] random) {
        if (random.length != BYTES) {
            throw new IllegalArgumentException("an id is made of " + BYTES + " bytes");
        }
        return prefix + Base32Hex.encode(random);
    }

    static byte[] bytes(String prefix, String value) {
        return Base32Hex.decode(value.substring(prefix.length()));
    }
}
