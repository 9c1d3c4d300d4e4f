package ai.dropops.protocol.guard.classify;

/**
 * One argument as the shell would make it: literal characters, and marks where only the running shell could know.
 *
 * @param marked the text after quotes are taken away, with the marks below standing for what is not literal
 */
record Word(String marked) {
    /** Some text, kept in one word by quotes. */
    static final char SOME = 0;
    /** What a pattern of file names matches; never a slash. */
    static final char GLOB = 1;
    /** Any number of words, none included. */
    static final char MANY = 2;

    private static final char LAST_MARK = MANY;

    static final Word UNKNOWN = new Word(String.valueOf(SOME));
    static final Word UNKNOWN_WORDS = new Word(String.valueOf(MANY));

    boolean isLiteral() {
        return literalPrefix().length() == marked.length();
    }

    /** The characters up to the first mark. */
    String literalPrefix() {
        for (int i = 0; i < marked.length(); i++) {
            if (marked.charAt(i) <= LAST_MARK) {
                return marked.substring(0, i);
            }
        }
        return marked;
    }

    /** Whether it may become more than one argument, or none. */
    boolean mayBeMany() {
        return marked.indexOf(MANY) >= 0 || marked.indexOf(GLOB) >= 0;
    }

    /** Whether it, or a word it falls into, may turn out to be an option although it is not written as one. */
    boolean mayBecomeOption() {
        return marked.indexOf(MANY) >= 0 || (!marked.isEmpty() && marked.charAt(0) <= LAST_MARK);
    }

    /** Whether words not known are in it that may hold anything, slashes included. */
    boolean mayBecomeUnknown() {
        return marked.indexOf(MANY) >= 0;
    }

    /** Whether it is written as an option. */
    boolean isOption() {
        return marked.length() > 1 && marked.charAt(0) == '-';
    }

    boolean isDigits() {
        return !marked.isEmpty() && marked.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** As a person would write it, dots standing for what is not known. */
    String shown() {
        return marked.replace(SOME, '…').replace(GLOB, '*').replace(MANY, '…');
    }
}
