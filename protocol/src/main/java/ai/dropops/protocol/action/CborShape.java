package ai.dropops.protocol.action;

/**
 * The outer shape of received CBOR, walked once and in linear time before a parser sees it: exactly one item, nested no
 * deeper than allowed, without tags (which parsers can be made to collect for seconds) and without lengths that lie.
 */
public final class CborShape {
    private static final int INDEFINITE = 31;
    private static final long UNTIL_BREAK = -1;

    private final byte[] bytes;
    /** How many items each open container still takes. */
    private final long[] open;

    private int depth;
    private int at;

    private CborShape(byte[] bytes, int maxDepth) {
        this.bytes = bytes;
        this.open = new long[maxDepth];
    }

    /** An IllegalArgumentException unless {@code bytes} have this shape. */
    public static void check(byte[] bytes, int maxDepth) {
        new CborShape(bytes, maxDepth).walk();
    }

    private void walk() {
        do {
            item();
            while (depth > 0 && open[depth - 1] == 0) {
                depth--;
            }
        } while (depth > 0);
        require(at == bytes.length, "bytes follow the end of the message");
    }

    private void item() {
        int head = next();
        int major = head >> 5;
        int info = head & 31;
        if (major == 7 && info == INDEFINITE) {
            require(depth > 0 && open[depth - 1] == UNTIL_BREAK, "a break where nothing ends");
            open[depth - 1] = 0;
            return;
        }
        if (depth > 0 && open[depth - 1] != UNTIL_BREAK) {
            open[depth - 1]--;
        }
        switch (major) {
            case 0, 1, 7 -> argument(info);
            case 2 -> skip(argument(info));
            case 3 -> text(info);
            case 4 -> enter(info, 1);
            case 5 -> enter(info, 2);
            default -> throw new IllegalArgumentException("tags are not used here");
        }
    }

    private void text(int info) {
        if (info != INDEFINITE) {
            skip(argument(info));
            return;
        }
        for (int chunk = next(); chunk != 0xff; chunk = next()) {
            require(chunk >> 5 == 3, "a text holds something else");
            skip(argument(chunk & 31));
        }
    }

    private void enter(int info, int itemsPerEntry) {
        require(depth < open.length, "nested deeper than " + open.length);
        long items = UNTIL_BREAK;
        if (info != INDEFINITE) {
            long entries = argument(info);
            require(entries >= 0 && entries <= bytes.length - at, "fewer bytes than announced");
            items = entries * itemsPerEntry;
        }
        open[depth++] = items;
    }

    private long argument(int info) {
        require(info < 28, "a length that does not exist");
        if (info < 24) {
            return info;
        }
        long value = 0;
        for (int i = 0; i < 1 << (info - 24); i++) {
            value = (value << 8) | next();
        }
        return value;
    }

    private void skip(long count) {
        require(count >= 0 && count <= bytes.length - at, "fewer bytes than announced");
        at += (int) count;
    }

    private int next() {
        require(at < bytes.length, "the end is missing");
        return bytes[at++] & 0xff;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
