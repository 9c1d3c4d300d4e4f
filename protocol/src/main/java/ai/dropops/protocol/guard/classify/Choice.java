package ai.dropops.protocol.guard.classify;

/** What follows {@code case}: the words it compares, and the commands of its items. */
final class Choice {
    private final Source source;
    private final Script script;
    private final WordReader words;
    private final int depth;

    Choice(Source source, Script script, WordReader words, int depth) {
        this.source = source;
        this.script = script;
        this.words = words;
        this.depth = depth;
    }

    /** Reads up to {@code esac}, which is passed. */
    void read() {
        word();
        source.skipBlanks();
        if (!source.skipWord("in")) {
            source.giveUp("a choice has no items");
        }
        while (!source.ended()) {
            source.skipBlanks();
            if (source.skipWord("esac")) {
                return;
            }
            switch (source.peek()) {
                case '\n' -> source.skip(1);
                case '#' -> source.skipComment();
                default -> {
                    patterns();
                    Reader.item(source, script, depth + 1);
                }
            }
        }
        source.giveUp("a choice does not end");
    }

    private void patterns() {
        if (source.peek() == '(') {
            source.skip(1);
        }
        do {
            word();
            source.skipBlanks();
        } while (source.skipOne('|'));
        if (!source.skipOne(')')) {
            source.giveUp("a pattern of a choice is not understood");
        }
    }

    private void word() {
        source.skipBlanks();
        int start = source.at();
        if (source.peek() != '#') {
            words.word();
        }
        if (source.at() == start) {
            source.giveUp("a choice lacks a word");
        }
    }
}
