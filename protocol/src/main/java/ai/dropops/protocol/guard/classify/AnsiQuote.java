package ai.dropops.protocol.guard.classify;

/** {@code $'…'}: quotes in which a backslash names a character. */
final class AnsiQuote {
    private AnsiQuote() {}

    /** Reads up to the closing quote; the opening one is passed already. */
    static void read(Source source, StringBuilder word) {
        while (true) {
            char c = source.next();
            if (c == '\'') {
                return;
            }
            if (c == Source.END) {
                source.giveUp("a quote is not closed");
                return;
            }
            int named = c == '\\' ? named(source) : c;
            if (named < ' ' && named != '\n' && named != '\t') {
                source.giveUp("a quote holds control characters");
                return;
            }
            word.appendCodePoint(named);
        }
    }

    private static int named(Source source) {
        char c = source.next();
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case '\\', '\'', '"', '?' -> c;
            case 'x' -> digits(source, 16, 2);
            case 'u' -> digits(source, 16, 4);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int first = Character.digit(c, 8);
                yield octal(source, first);
            }
            default -> 0;
        };
    }

    private static int octal(Source source, int first) {
        int value = first;
        for (int i = 0; i < 2 && Character.digit(source.peek(), 8) >= 0; i++) {
            value = value * 8 + Character.digit(source.next(), 8);
        }
        return value & 0xff;
    }

    private static int digits(Source source, int radix, int most) {
        int value = 0;
        for (int i = 0; i < most && Character.digit(source.peek(), radix) >= 0; i++) {
            value = value * radix + Character.digit(source.next(), radix);
        }
        return value;
    }
}
