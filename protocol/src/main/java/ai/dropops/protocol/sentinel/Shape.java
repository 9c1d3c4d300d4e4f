package ai.dropops.protocol.sentinel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A pattern as the engine runs it: greedy and without second thoughts, so its cost is bounded by its length. {@code match}
 * answers where the match ends, {@link Text#NO} or {@link Text#MORE}.
 */
sealed interface Shape {
    int match(Text text, int at);

    /** The most bytes it can look at. */
    int reach();

    boolean canBeEmpty();

    /** The bytes it can begin with. */
    ByteSet first();

    record One(ByteSet set) implements Shape {
        @Override
        public int match(Text text, int at) {
            return text.one(set, at);
        }

        @Override
        public int reach() {
            return 1;
        }

        @Override
        public boolean canBeEmpty() {
            return false;
        }

        @Override
        public ByteSet first() {
            return set;
        }
    }

    record Run(ByteSet set, int min, int max, int id) implements Shape {
        @Override
        public int match(Text text, int at) {
            return text.run(set, at, min, max, id);
        }

        @Override
        public int reach() {
            return max;
        }

        @Override
        public boolean canBeEmpty() {
            return min == 0;
        }

        @Override
        public ByteSet first() {
            return set;
        }
    }

    record Sequence(List<Shape> parts) implements Shape {
        @Override
        public int match(Text text, int at) {
            int end = at;
            for (int i = 0; i < parts.size() && end >= 0; i++) {
                Shape part = parts.get(i);
                // most parts are single bytes: those are spared the dispatch
                end = part instanceof One(ByteSet set) ? text.one(set, end) : part.match(text, end);
            }
            return end;
        }

        @Override
        public int reach() {
            return parts.stream().mapToInt(Shape::reach).sum();
        }

        @Override
        public boolean canBeEmpty() {
            return parts.stream().allMatch(Shape::canBeEmpty);
        }

        @Override
        public ByteSet first() {
            ByteSet first = ByteSet.of(b -> false);
            for (Shape part : parts) {
                first = first.or(part.first());
                if (!part.canBeEmpty()) {
                    break;
                }
            }
            return first;
        }
    }

    /** The first option that matches; {@code byFirst} has for each byte the options that can match where it stands. */
    record Choice(List<Shape> options, List<List<Shape>> byFirst) implements Shape {
        Choice(List<Shape> options) {
            this(options, byFirst(options));
        }

        private static List<List<Shape>> byFirst(List<Shape> options) {
            return IntStream.range(0, 256)
                    .mapToObj(b -> options.stream()
                            .filter(option ->
                                    option.canBeEmpty() || option.first().has(b))
                            .toList())
                    .toList();
        }

        @Override
        public int match(Text text, int at) {
            List<Shape> possible = at < text.length ? byFirst.get(text.bytes[at] & 0xff) : options;
            for (int i = 0; i < possible.size(); i++) {
                int end = possible.get(i).match(text, at);
                if (end != Text.NO) {
                    return end;
                }
            }
            return Text.NO;
        }

        @Override
        public int reach() {
            return options.stream().mapToInt(Shape::reach).max().orElse(0);
        }

        @Override
        public boolean canBeEmpty() {
            return options.stream().anyMatch(Shape::canBeEmpty);
        }

        @Override
        public ByteSet first() {
            return options.stream().map(Shape::first).reduce(ByteSet.of(b -> false), ByteSet::or);
        }
    }

    record Repeat(Shape part, int min, int max) implements Shape {
        @Override
        public int match(Text text, int at) {
            int end = at;
            for (int i = 0; i < max; i++) {
                int next = part.match(text, end);
                if (next == Text.MORE) {
                    return Text.MORE;
                }
                if (next == Text.NO) {
                    return i < min ? Text.NO : end;
                }
                end = next;
            }
            return end;
        }

        @Override
        public int reach() {
            return Math.multiplyExact(part.reach(), max);
        }

        @Override
        public boolean canBeEmpty() {
            return min == 0;
        }

        @Override
        public ByteSet first() {
            return part.first();
        }
    }

    /** Holds where {@code part} does not match, and takes nothing. */
    record Unless(Shape part) implements Shape {
        @Override
        public int match(Text text, int at) {
            int end = part.match(text, at);
            return end == Text.MORE ? Text.MORE : end == Text.NO ? at : Text.NO;
        }

        @Override
        public int reach() {
            return part.reach();
        }

        @Override
        public boolean canBeEmpty() {
            return true;
        }

        @Override
        public ByteSet first() {
            return ByteSet.of(b -> false);
        }
    }
}
