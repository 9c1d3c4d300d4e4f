package ai.dropops.protocol.guard.classify;

/** Whether a script for sed only edits what passes through. */
final class SedScript {
    private static final String BARE_COMMANDS = "pdDgGhHnNPx=lzF";

    private final String text;
    private int at;

    private SedScript(String text) {
        this.text = text;
    }

    /** False for {@code e}, {@code w}, {@code r} and their like, and for whatever is not understood. */
    static boolean onlyEdits(String text) {
        return new SedScript(text).commands();
    }

    private boolean commands() {
        while (true) {
            skip(" \t\n;}");
            if (peek() == '#') {
                while (at < text.length() && peek() != '\n') {
                    at++;
                }
                continue;
            }
            if (at >= text.length()) {
                return true;
            }
            if (!address() || !command()) {
                return false;
            }
        }
    }

    private boolean address() {
        do {
            skip(" \t,!~+");
            char c = peek();
            if (c == '/' || c == '\\') {
                if (c == '\\') {
                    at++;
                }
                char delimiter = peek();
                at++;
                if (!upTo(delimiter)) {
                    return false;
                }
                skip("IM");
            } else {
                skip("0123456789$");
            }
            skip(" \t");
        } while (at < text.length() && ",!~+".indexOf(peek()) >= 0);
        return true;
    }

    private boolean command() {
        char c = peek();
        at++;
        if (c == '{') {
            return true;
        }
        if (c == 's' || c == 'y') {
            char delimiter = peek();
            at++;
            if (delimiter == '\\' || delimiter == '\n' || !upTo(delimiter) || !upTo(delimiter)) {
                return false;
            }
            skip(c == 's' ? "gpIiMm0123456789" : "");
            return ends();
        }
        if (c == 'a' || c == 'i' || c == 'c') {
            return textToInsert();
        }
        if (c == 'q' || c == 'Q') {
            skip(" 0123456789");
            return ends();
        }
        return c != 0 && BARE_COMMANDS.indexOf(c) >= 0 && ends();
    }

    /** Up to the end of a line that does not go on; one that ends the script goes on in the next, elsewhere. */
    private boolean textToInsert() {
        while (at < text.length() && peek() != '\n') {
            at += peek() == '\\' ? 2 : 1;
        }
        return at <= text.length();
    }

    private boolean ends() {
        skip(" \t");
        return at >= text.length() || ";}\n".indexOf(peek()) >= 0;
    }

    private boolean upTo(char delimiter) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '[' && delimiter != ']') {
                // a delimiter inside a set is told differently by different seds
                int close = text.indexOf(']', at + 1);
                if (close > 0 && text.substring(at, close).indexOf(delimiter) >= 0) {
                    return false;
                }
            } else if (c == delimiter) {
                return true;
            }
        }
        return false;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
