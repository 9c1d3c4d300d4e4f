package ai.dropops.protocol.guard.path;

import java.util.regex.Pattern;

/** Text with the wildcards {@code *} and {@code ?}, compared in time proportional to the product of the lengths. */
public final class Wildcards {
    private static final Pattern BRACKETS = Pattern.compile("\\[[!^]?]?[^]]*]");

    private static final String WILD = "*?[]";

    private Wildcards() {}

    /** Whether {@code glob} ({@code *} and {@code ?} are wildcards) matches the whole of {@code name}. */
    public static boolean matches(String glob, String name) {
        int star = -1;
        int resume = 0;
        int g = 0;
        int n = 0;
        while (n < name.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                resume = n;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
                g++;
                n++;
            } else if (star >= 0) {
                g = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }

    /** Whether some name matches {@code glob} and is a file name a shell may put in the place of {@code pattern}. */
    static boolean meets(String glob, String pattern) {
        if (differAtAnEnd(glob, pattern)) {
            return false;
        }
        if (!hasWildcard(pattern)) {
            return matches(glob, pattern);
        }
        String wild = BRACKETS.matcher(pattern).replaceAll("?");
        if (glob.startsWith(".") && hasWildcard(wild.substring(0, 1))) {
            return false;
        }
        return meetAnywhere(glob, wild);
    }

    /** Whether first or last characters that are no wildcards rule a meeting out, as they do for nearly all pairs. */
    private static boolean differAtAnEnd(String glob, String pattern) {
        return !glob.isEmpty()
                && !pattern.isEmpty()
                && (differ(glob.charAt(0), pattern.charAt(0))
                        || differ(glob.charAt(glob.length() - 1), pattern.charAt(pattern.length() - 1)));
    }

    private static boolean differ(char a, char b) {
        return a != b && WILD.indexOf(a) < 0 && WILD.indexOf(b) < 0;
    }

    public static boolean hasWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private static boolean meetAnywhere(String a, String b) {
        boolean[] next = new boolean[b.length() + 1];
        for (int i = a.length(); i >= 0; i--) {
            boolean[] row = new boolean[b.length() + 1];
            for (int j = b.length(); j >= 0; j--) {
                row[j] = meet(a, i, b, j, row, next);
            }
            next = row;
        }
        return next[0];
    }

    private static boolean meet(String a, int i, String b, int j, boolean[] row, boolean[] next) {
        boolean endA = i == a.length();
        boolean endB = j == b.length();
        if (endA && endB) {
            return true;
        }
        if (!endA && a.charAt(i) == '*' && (next[j] || (!endB && row[j + 1]))) {
            return true;
        }
        if (!endB && b.charAt(j) == '*' && (row[j + 1] || (!endA && next[j]))) {
            return true;
        }
        return !endA && !endB && one(a.charAt(i), b.charAt(j)) && next[j + 1];
    }

    private static boolean one(char a, char b) {
        return a == b || a == '?' || b == '?';
    }
}
