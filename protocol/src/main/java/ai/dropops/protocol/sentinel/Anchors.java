package ai.dropops.protocol.sentinel;

import java.util.ArrayList;
import java.util.List;

/** The short sequences of bytes a form begins with: where none of them stands, the form does not match. */
final class Anchors {
    static final int MAX_LENGTH = 12;
    private static final int MAX_SEQUENCES = 400;
    /** A sequence seen less often than this in ordinary text need not be told apart further. */
    private static final double RARE = 1e-6;
    /** One seen more often would have to be looked at too often. */
    private static final double TOO_COMMON = 2e-3;

    private static final double WIDE = 0.5;
    private static final double COMMON = 0.1;
    private static final double VERY_COMMON = 0.25;
    private static final double SELDOM = 5e-4;

    private final List<List<ByteSet>> found = new ArrayList<>();
    private final Form form;

    private Anchors(Form form) {
        this.form = form;
    }

    static List<List<ByteSet>> of(Form form) throws MalformedPattern {
        var anchors = new Anchors(form);
        anchors.grow(List.of(), List.of(form.head(), form.body()));
        return anchors.found.stream().filter(anchors::isNeeded).toList();
    }

    /** Not when a shorter one is found there anyway. */
    private boolean isNeeded(List<ByteSet> anchor) {
        return found.stream()
                .noneMatch(other -> other.size() < anchor.size()
                        && anchor.subList(0, other.size()).equals(other));
    }

    private void grow(List<ByteSet> soFar, List<Shape> rest) throws MalformedPattern {
        if (rest.isEmpty() || soFar.size() == MAX_LENGTH) {
            add(soFar);
            return;
        }
        List<Shape> after = rest.subList(1, rest.size());
        switch (rest.getFirst()) {
            case Shape.One(ByteSet set) -> {
                // wide classes make the automaton large and tell little
                if (isTellingEnough(soFar, set)) {
                    add(soFar);
                } else {
                    grow(plus(soFar, set), after);
                }
            }
            case Shape.Sequence(List<Shape> parts) -> grow(soFar, joined(parts, after));
            case Shape.Unless _ -> grow(soFar, after);
            case Shape.Run(ByteSet set, int min, int max, int _) -> repeat(soFar, new Shape.One(set), min, max, after);
            case Shape.Repeat(Shape part, int min, int max) -> repeat(soFar, part, min, max, after);
            case Shape.Choice(List<Shape> options, List<List<Shape>> _) -> {
                if (isRare(soFar)) {
                    add(soFar);
                } else {
                    for (Shape option : options) {
                        grow(soFar, joined(List.of(option), after));
                    }
                }
            }
        }
    }

    private void repeat(List<ByteSet> soFar, Shape part, int min, int max, List<Shape> after) throws MalformedPattern {
        if (min == 0 && isRare(soFar)) {
            add(soFar);
            return;
        }
        if (min == 0) {
            grow(soFar, after);
        }
        if (max > 0) {
            var once = new ArrayList<Shape>(List.of(part));
            if (max > 1) {
                once.add(new Shape.Repeat(part, Math.max(0, min - 1), max - 1));
            }
            grow(soFar, joined(once, after));
        }
    }

    private void add(List<ByteSet> sequence) throws MalformedPattern {
        int end = sequence.size();
        while (end > 0 && frequency(sequence.get(end - 1)) > WIDE) {
            end--;
        }
        List<ByteSet> anchor = List.copyOf(sequence.subList(0, end));
        if (anchor.isEmpty() || frequency(anchor) > TOO_COMMON) {
            throw new MalformedPattern("pattern '" + form.source()
                    + "': nothing in its beginning is rare enough to look for; begin it with a few fixed characters");
        }
        if (!found.contains(anchor)) {
            found.add(anchor);
        }
        if (found.size() > MAX_SEQUENCES) {
            throw new MalformedPattern(
                    "pattern '" + form.source() + "': it begins in too many ways; make it two patterns");
        }
    }

    private static boolean isTellingEnough(List<ByteSet> soFar, ByteSet next) {
        return (isRare(soFar) && frequency(next) > COMMON)
                || (frequency(soFar) < SELDOM && frequency(next) > VERY_COMMON);
    }

    private static boolean isRare(List<ByteSet> sequence) {
        return frequency(sequence) < RARE;
    }

    private static double frequency(List<ByteSet> sequence) {
        double frequency = 1;
        for (ByteSet set : sequence) {
            frequency *= frequency(set);
        }
        return frequency;
    }

    private static double frequency(ByteSet set) {
        double frequency = 0;
        for (int b = 0; b < 256; b++) {
            frequency += set.has(b) ? frequency(b) : 0;
        }
        return frequency;
    }

    /** How often a byte stands in logs and the output of commands, roughly. */
    private static double frequency(int b) {
        if (b >= 'a' && b <= 'z') {
            return "eaionrstl".indexOf(b) >= 0 ? 0.04 : 0.012;
        }
        if (b >= '0' && b <= '9') {
            return 0.02;
        }
        if (b >= 'A' && b <= 'Z') {
            return 0.003;
        }
        return switch (b) {
            case ' ' -> 0.12;
            case '\n', '.', ':', '-', '/' -> 0.012;
            case '"', '_', ',', '=' -> 0.006;
            default -> 0.0005;
        };
    }

    private static List<ByteSet> plus(List<ByteSet> soFar, ByteSet set) {
        var longer = new ArrayList<>(soFar);
        longer.add(set);
        return longer;
    }

    private static List<Shape> joined(List<Shape> first, List<Shape> then) {
        var all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
