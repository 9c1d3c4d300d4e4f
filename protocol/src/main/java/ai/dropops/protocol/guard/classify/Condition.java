package ai.dropops.protocol.guard.classify;

import java.util.regex.Pattern;

/** What follows {@code [[}, as far as nothing is calculated in it and no command can stand there. */
final class Condition {
    /** What is not compared as text but calculated, which can run a command. */
    static final Pattern CALCULATES = Pattern.compile("[\\s&|]-(eq|ne|lt|le|gt|ge|v|R)\\s");

    private static final String MARKS = "_./:=!~*?$@%+,^&| \t\"-";

    private Condition() {}

    /** Passes the condition with its {@code ]]}; gives up on any other. */
    static void read(Source source) {
        String content = source.until(" ]]");
        if (!isPlain(content) || !source.atBorder()) {
            source.giveUp("a condition is not followed");
        }
    }

    private static boolean isPlain(String content) {
        return !content.isBlank()
                && Character.isWhitespace(content.charAt(0))
                && content.chars().allMatch(Condition::isHarmless)
                && content.chars().filter(c -> c == '"').count() % 2 == 0
                && !CALCULATES.matcher(content + " ").find();
    }

    private static boolean isHarmless(int c) {
        return (c < 0x80 && Character.isLetterOrDigit(c)) || MARKS.indexOf(c) >= 0;
    }
}
