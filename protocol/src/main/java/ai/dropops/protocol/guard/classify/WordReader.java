package ai.dropops.protocol.guard.classify;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads one word: quotes resolved, what only the running shell knows marked as in {@link Word} and {@link Variables}. */
final class WordReader {
    /** A command inside a word. */
    sealed interface Nested {}

    /** Between backquotes, and so a text of its own. */
    record Quoted(String text) implements Nested {}

    /** Whatever follows up to the closing parenthesis. */
    record Parenthesis() implements Nested {}

    private static final String BORDERS = " \t\n;&|()<>";
    private static final String ESCAPED_IN_QUOTES = "$`\"\\";
    private static final Pattern CALCULATION = Pattern.compile("[0-9 +*/%()<>=!&|^?:-]*");
    private static final Pattern PARAMETER = Pattern.compile("(#?)([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!])(\\[[0-9@*]+])?"
            + "(:[0-9 :-]*|(:?[-+?]|[%#/^,])[^$`\"'\\\\{}<>()\\[@!]*)?");
    private static final Pattern NAME_START = Pattern.compile("[A-Za-z_]");

    private final Source source;
    private final Script script;
    private final Consumer<Nested> nested;

    WordReader(Source source, Script script, Consumer<Nested> nested) {
        this.source = source;
        this.script = script;
        this.nested = nested;
    }

    /** The word that begins here, marked; empty when none does. */
    String word() {
        var word = new StringBuilder();
        if (source.peek() == '~' && "+-0123456789".indexOf(source.peek(1)) >= 0) {
            source.giveUp("it names a folder it was in");
        }
        while (!source.ended()) {
            char c = source.peek();
            if ((c == '<' || c == '>') && source.peek(1) == '(') {
                source.skip(2);
                nested.accept(new Parenthesis());
                word.append("/dev/fd/63");
                continue;
            }
            if (BORDERS.indexOf(c) >= 0) {
                break;
            }
            source.skip(1);
            switch (c) {
                case '\'' -> word.append(source.until("'"));
                case '"' -> quoted(word);
                case '\\' -> escaped(word);
                case '$' -> dollar(word, false);
                case '`' -> backquoted(word, false);
                case '*', '?' -> glob(word);
                case '[' -> bracket(word);
                case '{' -> word.append(Braces.OPEN);
                case ',' -> word.append(Braces.COMMA);
                case '}' -> word.append(Braces.CLOSE);
                default -> word.append(c);
            }
        }
        return word.toString();
    }

    private void glob(StringBuilder word) {
        script.isPlain = false;
        word.append(Word.GLOB);
    }

    /** {@code [} is a program of its own, or opens a set of characters, or is only itself. */
    private void bracket(StringBuilder word) {
        int ahead = 0;
        while (source.peek(ahead) != Source.END && BORDERS.indexOf(source.peek(ahead)) < 0) {
            if (source.peek(ahead) == ']' && ahead > 0) {
                source.skip(ahead + 1);
                glob(word);
                return;
            }
            if ("'\"\\$`".indexOf(source.peek(ahead)) >= 0) {
                source.giveUp("a pattern holds quotes");
                return;
            }
            ahead++;
        }
        word.append('[');
    }

    private void escaped(StringBuilder word) {
        if (source.ended()) {
            source.giveUp("it ends in a backslash");
        } else if (source.peek() == '\n') {
            source.skip(1);
        } else {
            word.append(source.next());
        }
    }

    private void quoted(StringBuilder word) {
        while (true) {
            char c = source.next();
            switch (c) {
                case '"' -> {
                    return;
                }
                case Source.END -> {
                    source.giveUp("a quote is not closed");
                    return;
                }
                case '\\' -> {
                    if (source.peek() == '\n') {
                        source.skip(1);
                    } else if (ESCAPED_IN_QUOTES.indexOf(source.peek()) >= 0) {
                        word.append(source.next());
                    } else {
                        word.append('\\');
                    }
                }
                case '$' -> dollar(word, true);
                case '`' -> backquoted(word, true);
                default -> word.append(c);
            }
        }
    }

    private void backquoted(StringBuilder word, boolean quoted) {
        var text = new StringBuilder();
        while (source.peek() != '`') {
            if (source.ended()) {
                source.giveUp("a backquote is not closed");
                return;
            }
            char c = source.next();
            if (c == '\\' && "`\\$".indexOf(source.peek()) >= 0) {
                c = source.next();
            } else if (c == '\\' || (quoted && c == '"')) {
                source.giveUp("quotes stand between backquotes");
                return;
            }
            text.append(c);
        }
        source.skip(1);
        nested.accept(new Quoted(text.toString()));
        word.append(unknown(quoted));
    }

    private static char unknown(boolean quoted) {
        return quoted ? Word.SOME : Word.MANY;
    }

    private void dollar(StringBuilder word, boolean quoted) {
        char c = source.peek();
        if (c == '\\' && source.peek(1) == '\n') {
            source.giveUp("an expansion goes on in the next line");
        } else if (c == '(') {
            if (source.peek(1) == '(') {
                calculation(word);
            } else {
                source.skip(1);
                nested.accept(new Parenthesis());
                word.append(unknown(quoted));
            }
        } else if (c == '{') {
            source.skip(1);
            parameter(word, source.until("}"), quoted);
        } else if (c == '\'' && !quoted) {
            source.skip(1);
            AnsiQuote.read(source, word);
        } else if (c == '"' && !quoted) {
            source.skip(1);
            quoted(word);
        } else if (NAME_START.matcher(String.valueOf(c)).matches()) {
            int start = source.at();
            while (Character.isLetterOrDigit(source.peek()) || source.peek() == '_') {
                source.skip(1);
            }
            if (source.peek() == '\\' && source.peek(1) == '\n') {
                source.giveUp("an expansion goes on in the next line");
            } else {
                parameter(word, source.since(start), quoted);
            }
        } else if ("?$#!0123456789@*-".indexOf(c) >= 0) {
            source.skip(1);
            special(word, c, quoted);
        } else {
            word.append('$');
        }
    }

    private void special(StringBuilder word, char name, boolean quoted) {
        script.isPlain = false;
        if ("?$#!".indexOf(name) >= 0) {
            word.append('0');
        } else {
            word.append(unknown(quoted && name != '@'));
        }
    }

    private void parameter(StringBuilder word, String written, boolean quoted) {
        script.isPlain = false;
        var parts = PARAMETER.matcher(written);
        if (!parts.matches()) {
            source.giveUp("an expansion is not understood");
            return;
        }
        String name = parts.group(2);
        if (!parts.group(1).isEmpty()) {
            word.append('0');
        } else if (parts.group(3) != null || parts.group(4) != null) {
            word.append(unknown(quoted && parts.group(3) == null));
        } else if (NAME_START.matcher(name).lookingAt()) {
            word.append(Variables.mark(name, quoted));
        } else {
            special(word, name.charAt(0), quoted);
        }
    }

    /** Only of numbers: a name in a calculation can hold a command. */
    private void calculation(StringBuilder word) {
        script.isPlain = false;
        source.skip(2);
        String text = source.until("))");
        if (CALCULATION.matcher(text).matches()) {
            word.append('0');
        } else {
            source.giveUp("it calculates with what is not a number");
        }
    }
}
