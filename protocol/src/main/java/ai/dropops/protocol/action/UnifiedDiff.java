package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The difference between two contents of a file, as {@code diff -u} writes it. Every changed line is in it. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    /** How many pairs of lines are compared; more are shown as removed and added as a whole. */
    private static final long MOST_PAIRS = 4_000_000;

    private static final String NO_NEWLINE = "\n\\ No newline at end of file";

    private final List<String> old;
    private final List<String> young;
    private final List<Line> lines = new ArrayList<>();

    /** One line of the result; {@code sign} is a space, a minus or a plus. */
    private record Line(char sign, String text) {}

    private UnifiedDiff(List<String> old, List<String> young) {
        this.old = old;
        this.young = young;
    }

    /** The difference; empty contents stand for no file. A single line of words when either is not UTF-8 text. */
    public static String of(String path, Optional<Bytes> before, Optional<Bytes> after) {
        Optional<String> old = before.map(UnifiedDiff::text).orElse(Optional.of(""));
        Optional<String> young = after.map(UnifiedDiff::text).orElse(Optional.of(""));
        if (old.isEmpty() || young.isEmpty()) {
            return "binary " + path + ": " + size(before) + " → " + size(after) + "\n";
        }
        var diff = new UnifiedDiff(lines(old.get()), lines(young.get()));
        diff.compare();
        return "--- " + (before.isPresent() ? "a" + path : "/dev/null") + "\n+++ "
                + (after.isPresent() ? "b" + path : "/dev/null") + "\n" + diff.hunks();
    }

    /** The way back: {@code diff} as it would have been written from what it leads to. */
    public static String reversed(String diff) {
        var text = new StringBuilder();
        var removed = new StringBuilder();
        var added = new StringBuilder();
        var last = text;
        for (String line : diff.lines().toList()) {
            if (line.startsWith("--- ") && text.isEmpty()) {
                removed.append(line.substring(4));
            } else if (line.startsWith("+++ ") && !removed.isEmpty() && added.isEmpty() && text.isEmpty()) {
                text.append("--- ").append(named('a', line.substring(4))).append('\n');
                text.append("+++ ").append(named('b', removed.toString())).append('\n');
                removed.setLength(0);
            } else if (line.startsWith("-")) {
                last = removed.append('+').append(line, 1, line.length()).append('\n');
            } else if (line.startsWith("+")) {
                last = added.append('-').append(line, 1, line.length()).append('\n');
            } else if (line.startsWith("\\")) {
                last.append(line).append('\n');
            } else {
                last = text.append(added).append(removed).append(turned(line)).append('\n');
                added.setLength(0);
                removed.setLength(0);
            }
        }
        return text.append(added).append(removed).toString();
    }

    private static String named(char side, String name) {
        return name.startsWith("/dev/null") ? name : side + name.substring(1);
    }

    /** A line that is neither removed nor added: the sides of the head of a hunk change places, as do two sizes. */
    private static String turned(String line) {
        return line.replaceFirst("^@@ -(\\S+) \\+(\\S+) @@", "@@ -$2 +$1 @@")
                .replaceFirst("^(binary .*: )(.+) → (.+)$", "$1$3 → $2");
    }

    private static String size(Optional<Bytes> content) {
        return content.map(bytes -> bytes.size() + " bytes").orElse("absent");
    }

    private static Optional<String> text(Bytes content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.array()))
                    .toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** A last line without a line feed differs from the same with one. */
    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start) + NO_NEWLINE);
        }
        return lines;
    }

    private void compare() {
        int head = 0;
        while (head < old.size() && head < young.size() && old.get(head).equals(young.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < old.size() - head
                && tail < young.size() - head
                && old.get(old.size() - 1 - tail).equals(young.get(young.size() - 1 - tail))) {
            tail++;
        }
        add(' ', old.subList(0, head));
        middle(old.subList(head, old.size() - tail), young.subList(head, young.size() - tail));
        add(' ', old.subList(old.size() - tail, old.size()));
    }

    private void middle(List<String> removed, List<String> added) {
        if ((long) removed.size() * added.size() > MOST_PAIRS) {
            add('-', removed);
            add('+', added);
            return;
        }
        int[][] common = common(removed, added);
        int i = 0;
        int j = 0;
        while (i < removed.size() || j < added.size()) {
            if (i < removed.size() && j < added.size() && removed.get(i).equals(added.get(j))) {
                lines.add(new Line(' ', removed.get(i++)));
                j++;
            } else if (j == added.size() || (i < removed.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line('-', removed.get(i++)));
            } else {
                lines.add(new Line('+', added.get(j++)));
            }
        }
    }

    /** The length of the longest common subsequence of what follows each pair of places. */
    private static int[][] common(List<String> a, List<String> b) {
        var common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private void add(char sign, List<String> texts) {
        texts.forEach(text -> lines.add(new Line(sign, text)));
    }

    private String hunks() {
        var text = new StringBuilder();
        int done = 0;
        int oldLine = 0;
        int youngLine = 0;
        for (int at = nextChange(0); at < lines.size(); at = nextChange(done)) {
            int from = Math.max(done, at - CONTEXT);
            int to = endOfHunk(at);
            oldLine += count('+', done, from);
            youngLine += count('-', done, from);
            int oldCount = count('+', from, to);
            int youngCount = count('-', from, to);
            text.append("@@ -").append(range(oldLine, oldCount));
            text.append(" +").append(range(youngLine, youngCount)).append(" @@\n");
            lines.subList(from, to)
                    .forEach(
                            line -> text.append(line.sign()).append(line.text()).append('\n'));
            oldLine += oldCount;
            youngLine += youngCount;
            done = to;
        }
        return text.toString();
    }

    /** Behind the context of the last change that is near enough to the one before. */
    private int endOfHunk(int change) {
        int last = change;
        for (int next = nextChange(last + 1); next < lines.size() && next - last <= 2 * CONTEXT; ) {
            last = next;
            next = nextChange(last + 1);
        }
        return Math.min(lines.size(), last + 1 + CONTEXT);
    }

    private int nextChange(int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).sign() == ' ') {
            at++;
        }
        return at;
    }

    /** How many lines between two places stand in the file that has none with {@code foreign}. */
    private int count(char foreign, int from, int to) {
        return (int) lines.subList(from, to).stream()
                .filter(line -> line.sign() != foreign)
                .count();
    }

    private static String range(int before, int count) {
        return (count == 0 ? before : before + 1) + (count == 1 ? "" : "," + count);
    }
}
