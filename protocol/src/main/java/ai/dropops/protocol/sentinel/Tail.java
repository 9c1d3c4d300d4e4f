package ai.dropops.protocol.sentinel;

/** What is replaced along with a match for as long as it goes on, however long that is. */
sealed interface Tail {
    int OPEN = -1;

    /** The tail at its beginning. */
    Tail begun();

    /** Where it ends from {@code from} on, or {@link #OPEN} when it may go on beyond the text. */
    int end(Text text, int from);

    /** Where it ends from {@code from} on, at most {@code max} bytes further; or {@link Text#MORE}. */
    int end(Text text, int from, int max);

    /** Bytes of one set. */
    record While(ByteSet set) implements Tail {
        @Override
        public Tail begun() {
            return this;
        }

        @Override
        public int end(Text text, int from) {
            int at = from;
            while (at < text.length && set.has(text.bytes[at])) {
                at++;
            }
            return at == text.length ? OPEN : at;
        }

        @Override
        public int end(Text text, int from, int max) {
            return text.run(set, from, max);
        }
    }

    /**
     * The body of a private key up to and with its END line: on lines, on one line, indented, quoted or with escaped line
     * ends. A key that was cut off ends with the first byte no key has, or once ordinary words follow.
     */
    final class KeyBody implements Tail {
        private static final ByteSet BODY =
                ByteSet.WORD.or(ByteSet.SPACE).or(ByteSet.of(b -> b < 128 && "+/=-\\:,.()@>|#*".indexOf(b) >= 0));
        private static final int SHORT_WORD = 20;
        private static final int MANY_WORDS = 8;

        private int dashes;
        private int word;
        private int shortWords;
        private boolean inEndLine;
        private boolean closing;

        @Override
        public Tail begun() {
            return new KeyBody();
        }

        @Override
        public int end(Text text, int from) {
            for (int at = from; at < text.length; at++) {
                if (endsBefore(text.bytes[at])) {
                    return at;
                }
            }
            return OPEN;
        }

        @Override
        public int end(Text text, int from, int max) {
            return from;
        }

        private boolean endsBefore(byte b) {
            if (closing) {
                return b != '-';
            }
            if (inEndLine) {
                closing = b == '-';
                return !closing && !ByteSet.WORD.has(b) && b != ' ';
            }
            if (!BODY.has(b)) {
                return true;
            }
            inEndLine = dashes >= 4 && b == 'E';
            dashes = b == '-' ? dashes + 1 : b == ' ' && dashes >= 4 ? dashes : 0;
            return ordinaryWords(b);
        }

        private boolean ordinaryWords(byte b) {
            if (!ByteSet.SPACE.has(b)) {
                word++;
            } else if (word > 0) {
                shortWords = word < SHORT_WORD ? shortWords + 1 : 0;
                word = 0;
            }
            return shortWords >= MANY_WORDS;
        }
    }
}
