package ai.dropops.protocol.diff;

import java.util.ArrayList;
import java.util.List;

/** What was changed between two texts, line by line. */
public record LineDiff(List<Line> lines) {
    /** Texts that differ in more lines than this squared are shown as replaced as a whole. */
    private static final int MOST_CELLS = 4_000_000;

    /** What became of a line. */
    public enum Kind {
        SAME,
        ADDED,
        REMOVED
    }

    public record Line(Kind kind, String text) {}

    public LineDiff {
        lines = List.copyOf(lines);
    }

    public static LineDiff between(String before, String after) {
        return between(before.lines().toList(), after.lines().toList());
    }

    static LineDiff between(List<String> from, List<String> to) {
        int start = 0;
        while (start < Math.min(from.size(), to.size()) && from.get(start).equals(to.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(from.size(), to.size()) - start
                && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
            end++;
        }
        var lines = new ArrayList<Line>();
        from.subList(0, start).forEach(line -> lines.add(new Line(Kind.SAME, line)));
        compare(from.subList(start, from.size() - end), to.subList(start, to.size() - end), lines);
        from.subList(from.size() - end, from.size()).forEach(line -> lines.add(new Line(Kind.SAME, line)));
        return new LineDiff(lines);
    }

    private static void compare(List<String> from, List<String> to, List<Line> lines) {
        int[][] common = (long) from.size() * to.size() > MOST_CELLS ? new int[0][0] : common(from, to);
        int f = 0;
        int t = 0;
        while (f < from.size() || t < to.size()) {
            if (common.length > 0
                    && f < from.size()
                    && t < to.size()
                    && from.get(f).equals(to.get(t))) {
                lines.add(new Line(Kind.SAME, from.get(f++)));
                t++;
            } else if (f < from.size()
                    && (t == to.size() || common.length == 0 || common[f + 1][t] >= common[f][t + 1])) {
                lines.add(new Line(Kind.REMOVED, from.get(f++)));
            } else {
                lines.add(new Line(Kind.ADDED, to.get(t++)));
            }
        }
    }

    /** How many lines the rests from each pair of places have in common. */
    private static int[][] common(List<String> from, List<String> to) {
        var common = new int[from.size() + 1][to.size() + 1];
        for (int f = from.size() - 1; f >= 0; f--) {
            for (int t = to.size() - 1; t >= 0; t--) {
                common[f][t] = from.get(f).equals(to.get(t))
                        ? common[f + 1][t + 1] + 1
                        : Math.max(common[f + 1][t], common[f][t + 1]);
            }
        }
        return common;
    }
}
