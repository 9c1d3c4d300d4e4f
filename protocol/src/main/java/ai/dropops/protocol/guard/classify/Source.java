package ai.dropops.protocol.guard.classify;

/** A script's characters and how far they are read; giving up reads the rest away and leaves a doubt. */
final class Source {
    static final char END = '\uffff';

    /** What ends an item of a choice; no text holds it. */
    static final char ITEM = '\ufffe';

    private static final int DEEPEST = 40;
    private static final String BORDERS = " \t\n;&|()<>";

    private final String text;
    private final Script script;
    private int at;

    Source(String text, Script script) {
        this.text = text;
        this.script = script;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f || c == END || c == ITEM) {
                giveUp("it holds control characters");
            }
        }
    }

    void giveUp(String reason) {
        script.doubt(reason);
        at = text.length();
    }

    /** Gives up below so many levels of nesting as no script of a person has. */
    void demandDepth(int depth) {
        if (depth > DEEPEST) {
            giveUp("it is nested too deeply");
        }
    }

    boolean ended() {
        return at >= text.length();
    }

    int at() {
        return at;
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    char next() {
        char c = peek();
        skip(1);
        return c;
    }

    void skip(int count) {
        at = Math.min(text.length(), at + count);
    }

    /** Passes {@code c}, if it stands here. */
    boolean skipOne(char c) {
        boolean stands = peek() == c;
        skip(stands ? 1 : 0);
        return stands;
    }

    String since(int start) {
        return text.substring(Math.min(start, at), at);
    }

    /** The text up to {@code end}, which is passed too; gives up when there is no {@code end}. */
    String until(String end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            giveUp("a quote or bracket is not closed");
            return "";
        }
        String content = text.substring(at, found);
        at = found + end.length();
        return content;
    }

    /** The rest of the line, without its end, which is passed too. */
    String line() {
        int end = text.indexOf('\n', at);
        String line = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        return line;
    }

    void skipBlanks() {
        while (true) {
            char c = peek();
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == '\\' && peek(1) == '\n') {
                at += 2;
            } else {
                return;
            }
        }
    }

    /** Whether a word ends before the next character. */
    boolean atBorder() {
        return ended() || BORDERS.indexOf(peek()) >= 0;
    }

    /** Whether {@code word}, as it is written, stands here. */
    boolean atWord(String word) {
        return text.startsWith(word, at) && (peek(word.length()) == END || BORDERS.indexOf(peek(word.length())) >= 0);
    }

    /** Passes {@code word}, if it stands here. */
    boolean skipWord(String word) {
        boolean stands = atWord(word);
        skip(stands ? word.length() : 0);
        return stands;
    }

    void skipComment() {
        script.isPlain = false;
        while (!ended() && peek() != '\n') {
            at++;
        }
    }

    void skipOption(String option) {
        skipBlanks();
        if (text.startsWith(option, at) && (peek(option.length()) == ' ' || peek(option.length()) == '\t')) {
            skip(option.length());
        }
    }

    /** Whether a redirection begins here; {@code <(} and {@code >(} begin a word. */
    boolean atRedirection() {
        int ahead = 0;
        while (peek(ahead) >= '0' && peek(ahead) <= '9') {
            ahead++;
        }
        char c = peek(ahead);
        if (ahead == 0 && c == '&' && peek(1) == '>') {
            return true;
        }
        return (c == '<' || c == '>') && (ahead > 0 || peek(1) != '(');
    }

    /** Passes descriptor and operator and answers the operator alone. */
    String redirectionOperator() {
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        for (String operator : new String[] {"&>>", "<<<", "<<-", "&>", ">>", ">|", ">&", "<<", "<>", "<&", ">", "<"}) {
            if (text.startsWith(operator, at)) {
                skip(operator.length());
                return operator;
            }
        }
        throw new IllegalStateException("no redirection begins here");
    }
}
