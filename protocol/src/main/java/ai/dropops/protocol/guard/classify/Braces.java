package ai.dropops.protocol.guard.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Brace expansion: {@code a{b,c}} is two words, {@code {1..9}} some. */
final class Braces {
    static final char OPEN = 3;
    static final char COMMA = 4;
    static final char CLOSE = 5;

    private static final int MOST = 64;
    private static final Pattern RANGE = Pattern.compile("[A-Za-z0-9]+\\.\\.[A-Za-z0-9]+(\\.\\.[0-9]+)?");

    private Braces() {}

    /** The words a marked word stands for, without brace marks. */
    static List<String> expand(String word) {
        if (word.indexOf(OPEN) < 0 || word.indexOf(CLOSE) < 0) {
            return List.of(unmarked(word));
        }
        var words = new ArrayList<String>();
        expand(word, words);
        return words.size() > MOST ? List.of(String.valueOf(Word.MANY)) : words;
    }

    private static void expand(String word, List<String> into) {
        if (into.size() > MOST) {
            return;
        }
        for (int open = word.indexOf(OPEN); open >= 0; open = word.indexOf(OPEN, open + 1)) {
            List<Integer> borders = borders(word, open);
            if (borders.isEmpty()) {
                continue;
            }
            int close = borders.getLast();
            String before = word.substring(0, open);
            String after = word.substring(close + 1);
            if (borders.size() > 1) {
                int start = open + 1;
                for (int border : borders) {
                    expand(before + word.substring(start, border) + after, into);
                    start = border + 1;
                }
                return;
            }
            if (RANGE.matcher(word.substring(open + 1, close)).matches()) {
                expand(before + Word.GLOB + after, into);
                return;
            }
        }
        into.add(unmarked(word));
    }

    /** Where the parts of the brace at {@code open} end, its close last; empty when it never closes. */
    private static List<Integer> borders(String word, int open) {
        var borders = new ArrayList<Integer>();
        int depth = 0;
        for (int i = open; i < word.length(); i++) {
            switch (word.charAt(i)) {
                case OPEN -> depth++;
                case COMMA -> {
                    if (depth == 1) {
                        borders.add(i);
                    }
                }
                case CLOSE -> {
                    depth--;
                    if (depth == 0) {
                        borders.add(i);
                        return borders;
                    }
                }
                default -> {}
            }
        }
        return List.of();
    }

    /** The word with its brace marks as the characters they were. */
    static String unmarked(String word) {
        return word.replace(OPEN, '{').replace(COMMA, ',').replace(CLOSE, '}');
    }
}
