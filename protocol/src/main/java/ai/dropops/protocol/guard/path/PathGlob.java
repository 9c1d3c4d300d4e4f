package ai.dropops.protocol.guard.path;

import java.util.List;

/**
 * A set of absolute paths: {@code *} and {@code ?} stay within one name, {@code **} alone between slashes stands for any
 * number of names. {@code /srv/**} is {@code /srv} and all below it, {@code **}{@code /.env} that name in any folder.
 */
public record PathGlob(List<String> segments) {
    private static final String ANY = "**";

    public PathGlob {
        segments = List.copyOf(segments);
    }

    /** An IllegalArgumentException says what is wrong with {@code text}. */
    public static PathGlob parse(String text) {
        require(text.startsWith("/") || text.startsWith("**/"), text, "start it with / or, for any folder, with **/");
        List<String> segments = List.of((text.startsWith("/") ? text.substring(1) : text).split("/", -1));
        for (String segment : segments) {
            require(!segment.isEmpty() || text.equals("/"), text, "leave out doubled and closing slashes");
            require(!segment.equals(".") && !segment.equals(".."), text, "leave out . and ..");
            require(segment.equals(ANY) || !segment.contains(ANY), text, "** stands alone between slashes");
            require(segment.indexOf('\0') < 0, text, "a path holds no NUL character");
            require(!segment.matches(".*[\\[\\]{}\\\\].*"), text, "the only wildcards are *, ? and **");
        }
        return new PathGlob(text.equals("/") ? List.of() : segments);
    }

    /** Whether the absolute {@code path}, made normal, is in the set. */
    public boolean matches(String path) {
        return meets(segments, Lexical.segments(path), false);
    }

    /**
     * Whether a shell could put a path of the set in the place of {@code word}, in which {@code *}, {@code ?} and
     * {@code [a-z]} are wildcards. A relative word may stand in any folder, and so may what follows a {@code ..} behind
     * a name, as that name may be a symbolic link.
     */
    public boolean meets(String word) {
        return meets(Word.of(word));
    }

    boolean meets(Word word) {
        return (word.absolute() && meets(segments, word.names(), true))
                || (!word.certain().isEmpty() && endsLike(word.certain()));
    }

    /** Whether the set has a place, rather than being a name in any folder. */
    public boolean hasPlace() {
        return segments.isEmpty() || !segments.getFirst().equals(ANY);
    }

    /** Whether a path of the set lies in {@code folder} or below; a set without a place lies below none in particular. */
    public boolean liesBelow(String folder) {
        return liesBelow(below(folder));
    }

    boolean liesBelow(List<String> below) {
        return hasPlace() && meets(segments, below, true);
    }

    /** What {@link #liesBelow(List)} takes for {@code folder}. */
    static List<String> below(String folder) {
        return Lexical.segments(folder + "/" + ANY);
    }

    /** The name all paths of the set begin with; empty when it has a wildcard. */
    String firstPlainName() {
        return segments.isEmpty() || Wildcards.hasWildcard(segments.getFirst()) ? "" : segments.getFirst();
    }

    /** The last of the names without wildcards; empty when there is none. */
    String lastPlainName() {
        for (String segment : segments.reversed()) {
            if (!Wildcards.hasWildcard(segment)) {
                return segment;
            }
        }
        return "";
    }

    /** Whether everything a shell could put in the place of {@code word} is certain to be in the set. */
    public boolean covers(String word) {
        if (!word.startsWith("/")) {
            return false;
        }
        if (!Wildcards.hasWildcard(word)) {
            return !Lexical.turnsBack(word) && matches(word);
        }
        int folder = Math.max(0, word.substring(0, firstWildcard(word)).lastIndexOf('/'));
        return !segments.isEmpty()
                && segments.getLast().equals(ANY)
                && !word.substring(folder).contains("/.")
                && covers(word.substring(0, Math.max(folder, 1)));
    }

    @Override
    public String toString() {
        String joined = String.join("/", segments);
        return joined.startsWith(ANY) ? joined : "/" + joined;
    }

    private boolean endsLike(List<String> names) {
        for (int from = 0; from < segments.size(); from++) {
            String first = segments.get(from);
            if ((from == 0 || !Wildcards.hasWildcard(first)) && meets(tail(from), names, true)) {
                return true;
            }
        }
        return false;
    }

    private List<String> tail(int from) {
        return segments.subList(from, segments.size());
    }

    private static int firstWildcard(String word) {
        int at = 0;
        while (!Wildcards.hasWildcard(word.substring(at, at + 1))) {
            at++;
        }
        return at;
    }

    private static boolean meets(List<String> globs, List<String> names, boolean wild) {
        return endAlike(globs, names, wild) && beginAlike(globs, names, wild) && meetThroughout(globs, names, wild);
    }

    /** Whether the last names leave a meeting possible, which they do for few globs. */
    private static boolean endAlike(List<String> globs, List<String> names, boolean wild) {
        return globs.isEmpty() || names.isEmpty() || mayBe(globs.getLast(), names.getLast(), wild);
    }

    /** Whether the names before any {@code **} leave a meeting possible. */
    private static boolean beginAlike(List<String> globs, List<String> names, boolean wild) {
        int both = Math.min(globs.size(), names.size());
        for (int i = 0; i < both; i++) {
            String glob = globs.get(i);
            String name = names.get(i);
            if (glob.equals(ANY) || (wild && name.equals(ANY))) {
                return true;
            }
            if (!same(glob, name, wild)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayBe(String glob, String name, boolean wild) {
        return glob.equals(ANY) || (wild && name.equals(ANY)) || same(glob, name, wild);
    }

    private static boolean meetThroughout(List<String> globs, List<String> names, boolean wild) {
        boolean[] next = new boolean[names.size() + 1];
        for (int i = globs.size(); i >= 0; i--) {
            boolean[] row = new boolean[names.size() + 1];
            for (int j = names.size(); j >= 0; j--) {
                row[j] = meet(globs, i, names, j, row, next, wild);
            }
            next = row;
        }
        return next[0];
    }

    private static boolean meet(
            List<String> globs, int i, List<String> names, int j, boolean[] row, boolean[] next, boolean wild) {
        boolean endGlobs = i == globs.size();
        boolean endNames = j == names.size();
        if (endGlobs && endNames) {
            return true;
        }
        if (!endGlobs && globs.get(i).equals(ANY)) {
            return next[j] || (!endNames && row[j + 1]);
        }
        if (wild && !endNames && names.get(j).equals(ANY)) {
            return row[j + 1] || (!endGlobs && next[j]);
        }
        return !endGlobs && !endNames && next[j + 1] && same(globs.get(i), names.get(j), wild);
    }

    private static boolean same(String glob, String name, boolean wild) {
        return wild ? Wildcards.meets(glob, name) : Wildcards.matches(glob, name);
    }

    private static void require(boolean holds, String text, String advice) {
        if (!holds) {
            throw new IllegalArgumentException("'" + text + "' is not a path glob; " + advice);
        }
    }
}
