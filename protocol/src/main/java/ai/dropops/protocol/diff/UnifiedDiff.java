package ai.dropops.protocol.diff;

import ai.dropops.protocol.diff.LineDiff.Kind;
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
    private static final String NO_NEWLINE = "\n\\ No newline at end of file";

    private final List<LineDiff.Line> lines;

    private UnifiedDiff(LineDiff diff) {
        this.lines = diff.lines();
    }

    /** The difference; empty contents stand for no file. A single line of words when either is not UTF-8 text. */
    public static String of(String path, Optional<Bytes> before, Optional<Bytes> after) {
        Optional<String> old = before.map(UnifiedDiff::text).orElse(Optional.of(""));
        Optional<String> young = after.map(UnifiedDiff::text).orElse(Optional.of(""));
        if (old.isEmpty() || young.isEmpty()) {
            return "binary " + path + ": " + size(before) + " → " + size(after) + "\n";
        }
        var diff = new UnifiedDiff(LineDiff.between(lines(old.get()), lines(young.get())));
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

    private String hunks() {
        var text = new StringBuilder();
        int done = 0;
        int oldLine = 0;
        int youngLine = 0;
        for (int at = nextChange(0); at < lines.size(); at = nextChange(done)) {
            int from = Math.max(done, at - CONTEXT);
            int to = endOfHunk(at);
            oldLine += count(Kind.ADDED, done, from);
            youngLine += count(Kind.REMOVED, done, from);
            int oldCount = count(Kind.ADDED, from, to);
            int youngCount = count(Kind.REMOVED, from, to);
            text.append("@@ -").append(range(oldLine, oldCount));
            text.append(" +").append(range(youngLine, youngCount)).append(" @@\n");
            lines.subList(from, to)
                    .forEach(line ->
                            text.append(sign(line.kind())).append(line.text()).append('\n'));
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
        while (at < lines.size() && lines.get(at).kind() == Kind.SAME) {
            at++;
        }
        return at;
    }

    /** How many lines between two places stand in the file that has none that are {@code foreign}. */
    private int count(Kind foreign, int from, int to) {
        return (int) lines.subList(from, to).stream()
                .filter(line -> line.kind() != foreign)
                .count();
    }

    private static char sign(Kind kind) {
        return switch (kind) {
            case SAME -> ' ';
            case REMOVED -> '-';
            case ADDED -> '+';
        };
    }

    private static String range(int before, int count) {
        return (count == 0 ? before : before + 1) + (count == 1 ? "" : "," + count);
    }
}
