package ai.dropops.web.stream;

import ai.dropops.protocol.diff.LineDiff;
import java.util.ArrayList;
import java.util.List;

/**
 * How the output of one host differs from that of another, stream by stream.
 *
 * @param stdout compared as lines of text
 */
record Difference(Compared stdout, Compared stderr) {
    private static final int CONTEXT = 3;
    private static final int FEW = 10;

    /** How much two texts have in common. */
    enum Likeness {
        SAME,
        /** Few lines differ, or at least as many are common as were replaced. */
        SIMILAR,
        OTHER
    }

    /** What a line is: in both, only in the one that is asked about, only in the other, or words for some in both. */
    enum Kind {
        SAME,
        ADDED,
        REMOVED,
        LEFT_OUT
    }

    record Line(Kind kind, String text) {}

    /**
     * One stream of both.
     *
     * @param cut whether only the beginning was compared
     * @param lines those that differ, with a few around them; none unless the texts are SIMILAR
     */
    record Compared(Likeness likeness, boolean cut, List<Line> lines) {
        static final Compared SAME = new Compared(Likeness.SAME, false, List.of());

        Compared {
            lines = List.copyOf(lines);
        }

        static Compared of(String from, String to, boolean cut) {
            var lines = LineDiff.between(from, to).lines();
            long differing = lines.stream()
                    .filter(line -> line.kind() != LineDiff.Kind.SAME)
                    .count();
            boolean similar = differing <= FEW || lines.size() - differing >= differing / 2;
            return similar
                    ? new Compared(Likeness.SIMILAR, cut, marked(lines))
                    : new Compared(Likeness.OTHER, cut, List.of());
        }
    }

    /** The lines that differ and those near them. */
    private static List<Line> marked(List<LineDiff.Line> lines) {
        var marked = new ArrayList<Line>();
        int equal = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (isNearADifference(lines, i)) {
                leaveOut(equal, marked);
                equal = 0;
                marked.add(new Line(
                        Kind.valueOf(lines.get(i).kind().name()), lines.get(i).text()));
            } else {
                equal++;
            }
        }
        leaveOut(equal, marked);
        return marked;
    }

    private static boolean isNearADifference(List<LineDiff.Line> lines, int at) {
        return lines.subList(Math.max(0, at - CONTEXT), Math.min(lines.size(), at + CONTEXT + 1)).stream()
                .anyMatch(line -> line.kind() != LineDiff.Kind.SAME);
    }

    private static void leaveOut(int count, List<Line> marked) {
        if (count > 0) {
            marked.add(new Line(Kind.LEFT_OUT, count == 1 ? "1 equal line" : count + " equal lines"));
        }
    }
}
